"""What DynamoDB bills for a call: the units of its items' sizes, by AWS's published rules.

A write unit is 1 KB of the larger of the item before and after; a read unit is 4 KB, read
consistently. Inside a transaction each costs double, but for what indexes follow it with: that
costs what it would alone (measured on AWS by github.com/nubo-db/dynoxide, pull request 188). A
write whose condition fails costs what the item that stands would have cost. The local engine counts
some of this wrongly; here nothing is asked of it but the items.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Attribute = Mapping[str, Any]
Item = Mapping[str, Attribute]
"""As DynamoDB types it: `{"id": {"S": "a"}}`."""

WRITE_BYTES = 1024
READ_BYTES = 4096
NESTING_BYTES = 3
"""What a list or a map costs besides its elements, each of which costs one more."""


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index, with its keys and a few fields beside."""

    name: str
    keys: tuple[str, ...]
    """Its own keys and the table's."""
    fields: tuple[str, ...] = ()
    """What it holds of an item beside them."""

    def entry(self, item: Item | None) -> Item | None:
        """What stands in the index of an item: nothing where the item lacks one of the keys."""
        if item is None or any(key not in item for key in self.keys):
            return None
        return {name: item[name] for name in (*self.keys, *self.fields) if name in item}

    def units(self, before: Item | None, after: Item | None) -> int:
        """An entry that comes, goes, or changes in what it holds is one write; one whose keys
        change is both."""
        was, becomes = self.entry(before), self.entry(after)
        if was == becomes:
            return 0
        if was and becomes and all(was[key] == becomes[key] for key in self.keys):
            return _units(max(item_bytes(was), item_bytes(becomes)), WRITE_BYTES)
        return sum(_units(item_bytes(entry), WRITE_BYTES) for entry in (was, becomes) if entry)


def write_units(
    before: Item | None,
    after: Item | None,
    *,
    indexes: Iterable[Index] = (),
    in_transaction: bool = False,
) -> int:
    """One put, update or delete, taken or refused, with what it changes in the indexes."""
    table = _units(max(_size(before), _size(after)), WRITE_BYTES)
    spread = sum(index.units(before, after) for index in indexes)
    return table * (2 if in_transaction else 1) + spread


def read_units(sizes: Iterable[int], *, consistent: bool = True) -> float:
    """What a get (one size, 0 where nothing was found) or a query (all sizes) costs."""
    return _units(sum(sizes), READ_BYTES) * (1 if consistent else 0.5)


def item_bytes(item: Item) -> int:
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _size(item: Item | None) -> int:
    return item_bytes(item) if item else 0


def _units(size: int, unit: int) -> int:
    return max(1, -(-size // unit))


def _value_bytes(value: Attribute) -> int:  # noqa: PLR0911 - one return a type reads best
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_bytes(content)
        case "B":
            return len(content)
        case "SS" | "NS" | "BS":
            return sum(_value_bytes({kind[0]: each}) for each in content)
        case "L":
            return NESTING_BYTES + sum(1 + _value_bytes(each) for each in content)
        case "M":
            return NESTING_BYTES + len(content) + item_bytes(content)
        case _:  # BOOL, NULL
            return 1


def _number_bytes(text: str) -> int:
    """About a byte for two significant digits, one more, and one more below zero."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")
