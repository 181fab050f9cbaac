"""A part of a downline snapshot as bytes: columns of whole numbers and texts, compressed.

Read without NumPy, which no page waits for: an array of machine integers takes a copy, and no step
for each row.
"""

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NUMBERS = {
    "up": "i",
    "size": "i",
    "depth": "i",
    "own": "q",
    "group": "q",
    "customers": "i",
    "customers_below": "i",
    "active_below": "i",
    "new_below": "i",
    "joined": "i",
    "status": "h",
    "rank": "h",
    "active": "b",
}
"""By column the width of its integers (of `array`): 4, 8, 2 or 1 bytes, little-endian."""
TEXTS = ("ids", "codes")
LAPSING = 2
"""In `active`, whose rows else have 1 or 0: of who is active by grace that ends with the period."""
_END = "\n"
"""Between texts: none has such a character, as none that a file is loaded from has."""


@dataclass(frozen=True, slots=True)
class TeamShard:
    """Some rows of a snapshot, one after the other."""

    first: int
    """The number of its first row."""
    numbers: Mapping[str, Sequence[int]]
    texts: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.texts["ids"])


def encode(first: int, numbers: Mapping[str, bytes], texts: Mapping[str, Sequence[str]]) -> bytes:
    """`numbers`: by column as `NUMBERS` has them. The same rows are the same bytes."""
    joined = {name: _END.join(texts[name]).encode() for name in TEXTS}
    head = {"first": first, "rows": len(texts["ids"]), "texts": [len(joined[x]) for x in TEXTS]}
    parts = [json.dumps(head).encode(), b"\n", *(numbers[name] for name in NUMBERS)]
    return zlib.compress(b"".join([*parts, *joined.values()]), 6)


def decode(body: bytes) -> TeamShard:
    head, _, rest = zlib.decompress(body).partition(b"\n")
    told = json.loads(head)
    numbers: dict[str, Sequence[int]] = {}
    at = 0
    for name, width in NUMBERS.items():
        column = array(width)
        end = at + told["rows"] * column.itemsize
        column.frombytes(rest[at:end])
        numbers[name], at = column, end
    texts: dict[str, Sequence[str]] = {}
    for name, size in zip(TEXTS, told["texts"], strict=True):
        texts[name] = rest[at : at + size].decode().split(_END) if told["rows"] else []
        at += size
    return TeamShard(told["first"], numbers, texts)


def encode_ids(rows: Mapping[str, int]) -> bytes:
    """Where some members stand, by id."""
    lines = [f"{_END}{member}\t{row}" for member, row in sorted(rows.items())]
    return zlib.compress("".join([*lines, _END]).encode(), 6)


def row_of(body: bytes, member: str) -> int | None:
    """None of who is not there."""
    lines = zlib.decompress(body)
    wanted = f"{_END}{member}\t".encode()
    at = lines.find(wanted)
    if at < 0:
        return None
    begin = at + len(wanted)
    return int(lines[begin : lines.index(b"\n", begin)])


def part_of(member: str, parts: int) -> int:
    """In which of so many parts somebody's id is."""
    return zlib.crc32(member.encode()) % parts
