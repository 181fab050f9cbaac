"""Bodies as JSON schemas: what each field is, and what its docstring says of it."""

import ast
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter

from commissions.domain.money import Money

TEMPLATE = "#/components/schemas/{model}"
SUFFIX = "Body"
AMOUNT = {
    "type": "object",
    "description": "An amount of one currency, with all decimals that the currency has.",
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["12.50"]},
        "currency": {"type": "string", "description": "ISO 4217.", "examples": ["USD"]},
    },
    "required": ["amount", "currency"],
}


class TwoOfOneName(ValueError):
    """Two bodies would have one name in the description: one of them is called otherwise."""


type Schema = dict[str, Any]


def name_of(body: type[Any]) -> str:
    """As the description calls it: `Order` of `OrderBody`."""
    return "Amount" if body is Money else body.__name__.removesuffix(SUFFIX)


def schemas(bodies: Iterable[type[Any]]) -> dict[str, Schema]:
    """Of these and of all that they are made of, by name."""
    every = list(dict.fromkeys(bodies))
    inputs: Any = [(each.__name__, "serialization", TypeAdapter(each)) for each in every]
    _, made = TypeAdapter.json_schemas(inputs, ref_template=TEMPLATE)
    known = {each.__name__: each for body in every for each in _within(body)}
    named: dict[str, Schema] = {}
    for model, schema in made["$defs"].items():
        body = known.get(model)
        described = AMOUNT if body is Money else _described(schema, body)
        name = name_of(body) if body else model
        if name in named:
            raise TwoOfOneName(name)
        named[name] = _renamed(described, known)
    return dict(sorted(named.items()))


def _within(body: Any) -> set[type[Any]]:
    """A type and all dataclasses that it is made of."""
    found: set[type[Any]] = {body} if is_dataclass(body) else set()  # type: ignore[arg-type]
    inner = get_type_hints(body).values() if is_dataclass(body) else get_args(body)
    for each in inner:
        found |= _within(each)
    return found


def _described(schema: Schema, body: type[Any] | None) -> Schema:
    """Without titles, which say a name once more; with what docstrings say of fields."""
    bare = {name: value for name, value in schema.items() if name != "title"}
    if body is None:
        return bare
    if (body.__doc__ or "").startswith(f"{body.__name__}("):
        bare.pop("description", None)
    said = _said_of_fields(body)
    bare["properties"] = {
        name: _untitled(each) | ({"description": said[name]} if name in said else {})
        for name, each in schema.get("properties", {}).items()
    }
    return bare


def _untitled(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {name: _untitled(each) for name, each in schema.items() if name != "title"}
    return [_untitled(each) for each in schema] if isinstance(schema, list) else schema


def _renamed(schema: Any, known: Mapping[str, type[Any]]) -> Any:
    if isinstance(schema, list):
        return [_renamed(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _renamed(each, known) for name, each in schema.items()}
    model = str(found.get("$ref", "")).rpartition("/")[2]
    if model in known:
        found["$ref"] = TEMPLATE.format(model=name_of(known[model]))
    return found


def _said_of_fields(body: type[Any]) -> dict[str, str]:
    """The docstrings below a dataclass's fields."""
    names = {each.name for each in fields(body)}
    [written] = [
        node
        for node in ast.walk(_module(inspect.getfile(body)))
        if isinstance(node, ast.ClassDef) and node.name == body.__name__
    ]
    found: dict[str, str] = {}
    for field, after in zip(written.body, written.body[1:], strict=False):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ) if name in names:
                found[name] = " ".join(said.split())
    return found


@cache
def _module(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text())
