"""A snapshot as the files that pages read: rows in a few shards, and where each id stands."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from commissions.application.teams.month_team import MonthTeam
from commissions.domain.close.columns import moment
from commissions.domain.close.exact import Whole
from commissions.domain.close.team_rows import TeamRows
from commissions.warehouse import team_shards
from commissions.warehouse.team_shards import NUMBERS, part_of

PARTS = 16
"""Shards, and parts of the index of ids."""
MINUTE = 60 * 10**6
_WIDTHS = {"i": "<i4", "q": "<i8", "h": "<i2", "b": "<i1"}


@dataclass(frozen=True)
class SnapshotFiles:
    team: MonthTeam
    rows: TeamRows

    @cached_property
    def firsts(self) -> list[int]:
        size = -(-max(self.rows.who.size, 1) // PARTS)
        return list(range(0, max(self.rows.who.size, 1), size))

    @cached_property
    def shards(self) -> list[bytes]:
        ends = [*self.firsts[1:], self.rows.who.size]
        return [self._shard(first, end) for first, end in zip(self.firsts, ends, strict=True)]

    @cached_property
    def ids(self) -> list[bytes]:
        parts: list[dict[str, int]] = [{} for _ in range(PARTS)]
        for row, who in enumerate(self.rows.who.tolist()):
            member = self.team.gathered.places[who].member
            parts[part_of(member, PARTS)][member] = row
        return [team_shards.encode_ids(part) for part in parts]

    @cached_property
    def digest(self) -> str:
        found = hashlib.sha256()
        for body in (*self.shards, *self.ids):
            found.update(hashlib.sha256(body).digest())
        return found.hexdigest()[:16]

    def _shard(self, first: int, end: int) -> bytes:
        who = self.rows.who[first:end]
        places = [self.team.gathered.places[each] for each in who.tolist()]
        code = {status: at for at, status in enumerate(self.team.statuses)}
        columns: dict[str, Sequence[int] | Whole] = {
            "joined": [moment(each.joined_at) // MINUTE for each in places],
            "status": [code[each.status] for each in places],
            "rank": self.team.rank[who],
            "active": self.team.standing[who],
        }
        columns |= {
            name: getattr(self.rows, name)[first:end] for name in NUMBERS if name not in columns
        }
        numbers = {name: _bytes(columns[name], width) for name, width in NUMBERS.items()}
        ids = [each.member for each in places]
        texts = {"ids": ids, "codes": [self.team.known.code(each) for each in ids]}
        return team_shards.encode(first, numbers, texts)


def _bytes(column: Any, width: str) -> bytes:
    return np.asarray(column).astype(_WIDTHS[width]).tobytes()
