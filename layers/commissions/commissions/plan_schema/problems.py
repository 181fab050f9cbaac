"""What is wrong with a document, as its author understands it: path, value, what is allowed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from commissions.plan_schema.compliance import THRESHOLDS
from commissions.plan_schema.conditions import METRICS
from commissions.plan_schema.known import KnownNames
from commissions.plan_schema.nearest import one_of

KEY = "[key]"
_TAGGED_BY = ("kind", "every", "mode")
_NO_TAG = frozenset({"flat", "by_rank", "text", "map", "list", "gate", "count", "none"})
_WRITTEN = re.compile(r"'([^']*)'")
_SENTENCES = {
    **dict.fromkeys(
        THRESHOLDS,
        "thresholds are not in a plan: they are in the rule file that retail_gate.rule names",
    ),
    "completion": "completion bonuses are not computed: they pay for places, not for products",
    "rate_as_of": (
        "a rate that is remembered from the enrolment on is not computed: an order is paid at the "
        "rates of the version that its period goes by"
    ),
}
"""Words that plans in the field have, and why there is none of them here."""
_NOT_COMPUTED = {
    "board": "board cycles are not computed: they pay for places that fill, not for products",
    "completion": "completion bonuses are not computed: they pay for places, not for products",
}
_PLAIN = {
    "missing": "has to be stated",
    "model_type": "has to be a map of fields",
    "model_attributes_type": "has to be a map of fields",
    "dict_type": "has to be a map",
    "tuple_type": "has to be a list",
    "int_type": "has to be a whole number, without quotes",
    "bool_type": "has to be true or false",
    "too_short": "has to hold something",
    "too_long": "holds too many values",
}
_BOUNDS = {
    "greater_than_equal": "has to be {ge} or more",
    "less_than_equal": "has to be {le} or less",
}


def problems_of(error: ValidationError, document: object, names: KnownNames) -> Iterator[str]:
    """Every error as `path: reason`."""
    for each in error.errors(include_url=False):
        path, holder = _place(each["loc"], document)
        if each["type"].startswith("union_tag"):
            yield _of_tag(each, path)
        else:
            yield f"{path}: {_reason(each, path, names.models.get(id(holder)))}".removeprefix(": ")


def _place(loc: Sequence[int | str], document: Any) -> tuple[str, Any]:
    """The path in the document, and the part that holds what is there; the tags of unions, which
    pydantic puts between, are left out."""
    path, holder, value, tagged = "", document, document, False
    for part in loc:
        if part == KEY:
            break
        if not tagged and isinstance(part, str) and _is_tag(part, value):
            tagged = True
            continue
        path = f"{path}[{part}]" if isinstance(part, int) else f"{path}.{part}".removeprefix(".")
        holder, value, tagged = value, _inside(value, part), False
    return path, holder


def _is_tag(part: str, value: Any) -> bool:
    if not isinstance(value, dict):
        return True
    if any(part == value.get(word) for word in _TAGGED_BY):
        return True
    return part not in value and (part in _NO_TAG or part[:1].isupper())


def _inside(value: Any, part: int | str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _of_tag(error: ErrorDetails, path: str) -> str:
    """What is wrong with the word that says of which form a part is."""
    words = error.get("ctx", {})
    field = str(words.get("discriminator", "")).strip("'")
    if not isinstance(error["input"], dict):
        return f"{path}: has to be a map of fields"
    place = f"{path}.{field}".removeprefix(".")
    if "tag" not in words:
        return f"{place}: has to be stated"
    if field == "kind" and (why := _NOT_COMPUTED.get(words["tag"])):
        return f"{place}: {why}"
    known = _WRITTEN.findall(words["expected_tags"])
    return f"{place}: {words['tag']!r} is not one of {one_of(known, words['tag'])}"


def _reason(error: ErrorDetails, path: str, model: Any) -> str:
    words, field = error.get("ctx", {}), path.rpartition(".")[2]
    match error["type"]:
        case "refused":
            return str(words["reason"])
        case "extra_forbidden":
            return _no_field(field, model)
        case "missing":
            return _missing(field, model)
        case "literal_error":
            return _no_word(field, error["input"], words["expected"])
        case kind:
            return _BOUNDS.get(kind, _PLAIN.get(kind, error["msg"])).format(**words)


def _no_word(field: str, value: object, expected: str) -> str:
    known = METRICS if field == "metric" else _WRITTEN.findall(expected)
    return f"{str(value)[:40]!r} is not one of {one_of(known, value)}"


def _no_field(field: str, model: Any) -> str:
    if field in _SENTENCES:
        return _SENTENCES[field]
    return f"is no field here; there are {one_of(_fields(model), field)}"


def _missing(field: str, model: Any) -> str:
    """With the words that can be stated, where they are few."""
    found: Mapping[str, Any] = getattr(model, "model_fields", {})
    allowed = get_args(getattr(found.get(field), "annotation", None))
    words = [each for each in allowed if isinstance(each, str)]
    return "has to be stated" + (f": {' or '.join(words)}" if words else "")


def _fields(model: Any) -> list[str]:
    found: Mapping[str, Any] = getattr(model, "model_fields", {})
    return [info.alias or name for name, info in found.items()]
