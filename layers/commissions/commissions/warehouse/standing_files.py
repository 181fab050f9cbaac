"""How everybody stands with the ranks of a period, in the bucket that pages read: parts by id, and
an object that says how many there are.

Each part says itself of which run it is, so that one read is enough, whatever is being replaced.
"""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from commissions.warehouse import team_files
from commissions.warehouse.team_shards import part_of


@dataclass(frozen=True, slots=True)
class StoredStanding:
    """`about`: the run; `told`: what it says of one member."""

    about: dict[str, Any]
    told: dict[str, Any]


def put(period: str, number: int, body: bytes) -> None:
    team_files.note(f"{_folder(period)}/{number:03}", body)


def put_about(period: str, about: dict[str, Any]) -> None:
    team_files.note(f"{_folder(period)}/about.json", json.dumps(about, sort_keys=True).encode())


def about(period: str) -> dict[str, Any] | None:
    """None where nobody was judged yet."""
    found = team_files.noted(f"{_folder(period)}/about.json")
    return json.loads(found) if found else None


def find(period: str, member: str) -> StoredStanding | None:
    """Two reads. None where nobody was judged yet, or not this one."""
    told = about(period)
    if told is None:
        return None
    body = team_files.noted(f"{_folder(period)}/{part_of(member, told['parts']):03}")
    return _of(zlib.decompress(body), member) if body else None


def _of(lines: bytes, member: str) -> StoredStanding | None:
    head, _, _ = lines.partition(b"\n")
    wanted = f"\n{json.dumps(member)}\t".encode()
    at = lines.find(wanted)
    if at < 0:
        return None
    begin = at + len(wanted)
    return StoredStanding(json.loads(head), json.loads(lines[begin : lines.index(b"\n", begin)]))


def _folder(period: str) -> str:
    return f"standings/{period}"
