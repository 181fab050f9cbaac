"""The names that a document defines, gathered before it is checked: references are held to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ORDER, CLOSE = "order", "close:"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What parts of a plan can name; what is wrong with a definition itself is told elsewhere."""

    units: tuple[str, ...] = ()
    trees: Mapping[str, str] = field(default_factory=dict)
    """The kind of each."""
    periods: Mapping[str, str] = field(default_factory=dict)
    """`every` of each."""
    ranks: tuple[str, ...] = ()
    bonuses: tuple[str, ...] = ()
    currency: str = ""
    models: dict[int, Any] = field(default_factory=dict)
    """Which model read which part of the document, by the part's identity."""

    @property
    def whens(self) -> tuple[str, ...]:
        return ORDER, *(f"{CLOSE}{period}" for period in self.periods)


def names_of(document: Any) -> KnownNames:
    head = _map(_map(document).get("plan"))
    return KnownNames(
        units=tuple(map(str, _map(_map(document).get("volumes")))),
        trees=dict(_named(document, "trees", "kind")),
        periods=dict(_named(document, "periods", "every")),
        ranks=tuple(name for name, _ in _named(document, "ranks", "order")),
        bonuses=tuple(name for name, _ in _named(document, "bonuses", "kind")),
        currency=str(head.get("base_currency", "")),
    )


def _named(document: Any, section: str, word: str) -> Iterator[tuple[str, str]]:
    found = _map(document).get(section)
    for each in found if isinstance(found, list) else []:
        if isinstance(name := _map(each).get("id"), str):
            yield name, str(each.get(word, ""))


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
