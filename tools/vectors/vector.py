"""A worked example: a tree, orders, a plan's parameters, and what must come out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "mlm-vector/1"


PARTS: Mapping[str, type] = {
    "plan_parameters": dict,
    "tree": list,
    "orders": list,
    "refunds": list,
    "cases": list,
}
_SHOWN = {"dict": "map", "list": "list"}


class NoVector(ValueError):
    """A file that is no worked example."""


@dataclass(frozen=True, slots=True)
class Vector:
    name: str
    content: Mapping[str, Any]

    @property
    def parameters(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content.get("plan_parameters", {})
        return found

    @property
    def calculator(self) -> str:
        return str(self.parameters.get("calculator", ""))

    @property
    def expected(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content["expected"]
        return found

    @property
    def tree(self) -> Sequence[Mapping[str, Any]]:
        return self.content.get("tree") or []

    @property
    def orders(self) -> Sequence[Mapping[str, Any]]:
        return self.content.get("orders") or []

    @property
    def cases(self) -> Sequence[Mapping[str, Any]]:
        return self.content.get("cases") or []


def read(path: Path) -> Vector:
    """Raises NoVector, saying what is missing."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise NoVector(f"{path.name} cannot be read: {error}") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NoVector(f"{path.name}: format has to be {FORMAT}")
    if not isinstance(content.get("expected"), dict):
        raise NoVector(f"{path.name}: expected has to be stated")
    for part, kind in PARTS.items():
        if not isinstance(content.get(part) or kind(), kind):
            raise NoVector(f"{path.name}: {part} has to be a {_SHOWN[kind.__name__]}")
    return Vector(path.stem, content)
