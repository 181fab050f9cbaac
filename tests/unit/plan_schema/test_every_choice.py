"""`plan show` has a sentence for every choice: a word that is stated otherwise reads otherwise.

Each word of a plan that has every word is replaced by each other one that the schema knows, or left
out. Two of them may read alike only where the schema refuses one, or where leaving a word out means
one of the others.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from commissions.domain.plans import PlanRefused
from commissions.plan_schema import read
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.wording.bonus_sentences import bonus_sentences
from commissions.plan_schema.wording.plan_sentences import Section, plan_sentences
from commissions.plan_schema.words import PlanWords
from tests.support.plan_choices import BONUSES, every_word

Tell = Callable[[Any], object]
Stands = Callable[[Any], bool]
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
ONE_WAY = {
    "pool .basis": "of a fixed sum, or of amounts by place, the company's volume is no part",
    " .ranks[2].order": "a number above the others' says as much as any other",
}
"""Words that can be stated in several ways which are the same, and why."""


class Variant(NamedTuple):
    word: str
    """Its path."""
    stated: object
    model: PlanWords


def variants(model: PlanWords, path: str = "") -> Iterator[Variant]:
    """A part as it is and with each of its words stated in each other way, one at a time."""
    for name, field in type(model).model_fields.items():
        value, word = getattr(model, name), f"{path}.{name}"
        for other in choices(field.annotation, value):
            yield Variant(word, other, model.model_copy(update={name: other}))
        for at, part, put in parts(value):
            for inner in variants(part, f"{word}{at}"):
                yield inner._replace(model=model.model_copy(update={name: put(inner.model)}))


def choices(annotation: Any, value: object) -> list[object]:
    """What a word is, and else can be: other words, the other answer, a number more, left out."""
    words = list(literals(annotation))
    if isinstance(value, bool) or bool in get_args(annotation):
        words = [True, False]
    elif (other := another(value)) is not None:
        words = [other]
    optional = [None] if value is not None and type(None) in get_args(annotation) else []
    others = [each for each in [*words, *optional] if each != value]
    return [value, *others] if others else []


def another(value: object) -> object:
    """Another figure; a table with another one in its last place; None for what has no figures."""
    match value:
        case int():
            return value + 1
        case str() if NUMBER.fullmatch(value):
            return f"{value}1"
        case dict() if value:
            key, last = list(value.items())[-1]
            return None if (other := another(last)) is None else {**value, key: other}
        case (*most, last) if (other := another(last)) is not None:
            return (*most, other)
    return None


def literals(annotation: Any) -> Iterator[object]:
    origin = get_origin(annotation)
    if origin is Literal:
        yield from get_args(annotation)
    elif origin is Annotated or origin is Union or "Union" in type(annotation).__name__:
        for each in get_args(annotation):
            yield from literals(each)


def parts(value: Any) -> Iterator[tuple[str, PlanWords, Any]]:
    """The parts that a word has, each with its place, and how to put another one there."""
    if isinstance(value, PlanWords):
        yield "", value, lambda model: model
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            if isinstance(each, PlanWords):
                yield f"[{place}]", each, partial(_put, list(value), place)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, PlanWords):
                yield f".{key}", each, partial(_put, value, key)


def _put(values: Any, at: Any, model: PlanWords) -> Any:
    changed = values.copy()
    changed[at] = model
    return tuple(changed) if isinstance(changed, list) else changed


def read_alike(model: PlanWords, tell: Tell, stands: Stands) -> list[str]:
    """The words that can be stated in two ways that read alike. What is left out can read like one
    of several words, as that is what it means."""
    ways: dict[str, list[tuple[Variant, object]]] = {}
    for each in variants(model):
        ways.setdefault(each.word, []).append((each, tell(each.model)))
    return [
        f"{named}: {other.stated} reads like {one.stated}"
        for word, found in ways.items()
        for (one, reading), (other, as_well) in combinations(found, 2)
        if (named := f"{getattr(model, 'kind', '')} {word}") not in ONE_WAY
        and (len(found) == 2 or None not in (one.stated, other.stated))
        and reading == as_well
        and stands(one.model)
        and stands(other.model)
    ]


def is_read(words: PlanDocument) -> bool:
    """Whether the schema takes it: some words do not go with others."""
    try:
        read(as_written(words))
    except PlanRefused:
        return False
    return True


def as_written(part: Any) -> Any:
    if isinstance(part, PlanWords):
        fields = type(part).model_fields.items()
        found = ((field, field.alias or name, getattr(part, name)) for name, field in fields)
        return {
            word: as_written(value)
            for field, word, value in found
            if value is not None or field.is_required()
        }
    if isinstance(part, dict):
        return {word: as_written(value) for word, value in part.items()}
    return [as_written(each) for each in part] if isinstance(part, tuple) else part


def sections(words: Any) -> list[Section]:
    """All but the figures of the worst case; nothing of what cannot be told."""
    try:
        return [each for each in plan_sentences(words) if each[0] != "Worst case"]
    except LookupError:
        return []


def test_every_word_of_every_bonus_is_told() -> None:
    words = read(every_word(*BONUSES)).words
    own = tuple(each for each in words.bonuses if not each.id.startswith("more"))
    rest = words.model_copy(update={"bonuses": own})

    alike = [
        each
        for bonus in words.bonuses
        for each in read_alike(bonus, partial(told, words), partial(is_read_beside, rest))
    ]

    assert alike == []


def told(words: PlanDocument, bonus: Any) -> list[str]:
    return list(bonus_sentences(bonus, words))


def is_read_beside(words: PlanDocument, bonus: Any) -> bool:
    others = [each for each in words.bonuses if each.id != bonus.id]
    return is_read(words.model_copy(update={"bonuses": (*others, bonus)}))


def test_every_word_of_everything_else_is_told() -> None:
    words = read(every_word()).words
    bonuses = {"bonuses": words.bonuses}

    alike = read_alike(
        words.model_copy(update={"bonuses": ()}),
        sections,
        lambda each: is_read(each.model_copy(update=bonuses)),
    )

    assert alike == []
