"""A downline snapshot as it is read: rows by number or id, a member's front line, a whole team.

Rows stand in pre-order, so that a team is the range of rows behind its head, in one shard or a few.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.domain.people.team import NEW, TeamRow, TeamSource
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot
from commissions.warehouse.team_shards import LAPSING, TeamShard

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TeamReader:
    snapshot: TeamSnapshot

    @property
    def source(self) -> TeamSource:
        told = self.snapshot
        estimated = told.judged.get("is_estimate")
        return TeamSource(
            month=told.month,
            unit=told.unit,
            as_of=told.as_of,
            is_final=told.is_final,
            judged_at=datetime.fromisoformat(told.judged["as_of"]) if estimated else None,
            lapses_at=_moment(told.judged.get("ends")) if estimated else None,
        )

    def find(self, member: str) -> TeamRow | None:
        """None of who is not in it: they came since, or are no distributor."""
        number = team_files.row_of(self.snapshot, member)
        return None if number is None else self.row(number)

    def row(self, number: int) -> TeamRow:
        shard = self._shard(number)
        return self._row(shard, number - shard.first)

    def line(self, number: int, head: TeamRow) -> list[TeamRow]:
        """A row and those above it, up to a head's own; nothing of what is not below it."""
        if not head.row < number <= head.row + head.below:
            return []
        found = []
        while number > head.row:
            found.append(self.row(number))
            shard = self._shard(number)
            number -= shard.numbers["up"][number - shard.first]
        return found

    def children(self, head: TeamRow, skip: int = 0, most: int | None = None) -> list[TeamRow]:
        """Directly below, those of the largest groups first; `most` after so many."""
        found: list[TeamRow] = []
        number, end = head.row + 1, head.row + 1 + head.below
        while number < end and (most is None or len(found) < most):
            child = self.row(number)
            number += 1 + child.below
            if skip:
                skip -= 1
            else:
                found.append(child)
        return found

    def below(self, head: TeamRow) -> Iterator[TeamRow]:
        """Everybody below, in pre-order."""
        return map(self.row, range(head.row + 1, head.row + 1 + head.below))

    def ranges(self, head: TeamRow) -> Iterator[tuple[TeamShard, range]]:
        """The same as parts of shards: by shard, at which places of it they stand."""
        number, end = head.row + 1, head.row + 1 + head.below
        while number < end:
            shard = self._shard(number)
            last = min(end, shard.first + len(shard))
            yield shard, range(number - shard.first, last - shard.first)
            number = last

    def _shard(self, number: int) -> TeamShard:
        size = self.snapshot.firsts[1] if self.snapshot.shards > 1 else self.snapshot.rows
        return team_files.shard(self.snapshot, number // max(size, 1))

    def _row(self, shard: TeamShard, at: int) -> TeamRow:
        numbers = shard.numbers
        joined_at = EPOCH + timedelta(minutes=numbers["joined"][at])
        return TeamRow(
            row=shard.first + at,
            member=shard.texts["ids"][at],
            code=shard.texts["codes"][at],
            depth=numbers["depth"][at],
            own=numbers["own"][at],
            group=numbers["group"][at],
            below=numbers["size"][at] - 1,
            active_below=numbers["active_below"][at],
            new_below=numbers["new_below"][at],
            customers=numbers["customers"][at],
            customers_below=numbers["customers_below"][at],
            is_active=bool(numbers["active"][at]),
            lapses=numbers["active"][at] == LAPSING,
            is_new=joined_at > self.snapshot.as_of - NEW,
            status=self.snapshot.statuses[numbers["status"][at]],
            rank=self.snapshot.ranks[numbers["rank"][at]],
            joined_at=joined_at,
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
