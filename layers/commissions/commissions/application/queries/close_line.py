"""Who stands between an order and a member whom it pays, and what became of it there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from commissions.application.queries.close_source import Between
from commissions.domain.close.award_columns import NO_KEY, AwardColumns, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.forest import Forest
from commissions.domain.close.terms import Part
from commissions.domain.close.told import REASONS

_Told = tuple[int, int]
"""A level and a reason."""


@dataclass(frozen=True)
class LinesUp:
    """`awards`: of the bonus, by order or by member; members by their numbers in the part."""

    bonus: Part
    close: ClosingPeriod
    forest: Forest
    awards: AwardColumns

    def between(
        self, starts: Sequence[tuple[int, int]], member: int, level: int
    ) -> list[tuple[Between, ...]]:
        """`starts`: the key of each source, and the node at which it begins."""
        lines = [list(self._line(node, member)) for _, node in starts]
        keyed = self._keyed({key for key, _ in starts}, {each for line in lines for each in line})
        return [
            tuple(self._told(line, key, keyed, level))
            for (key, _), line in zip(starts, lines, strict=True)
        ]

    def _line(self, node: int, member: int) -> Iterator[int]:
        """From the node up to the member, without them."""
        above = node
        while above != self.forest.house and self.forest.who[above] != member:
            yield int(self.forest.who[above])
            above = int(self.forest.parent[above])

    def _keyed(self, keys: set[int], members: set[int]) -> dict[tuple[int, int], _Told]:
        """What members have of single sources; of what went by them the level stands for the key,
        below all keys."""
        awards = self.awards
        wanted = np.isin(awards.key, [*keys, NO_KEY]) & np.isin(awards.member, list(members))
        found: dict[tuple[int, int], _Told] = {}
        for row in np.flatnonzero(wanted).tolist():
            told = int(awards.level[row]), int(awards.reason[row])
            key = int(awards.key[row])
            found[int(awards.member[row]), key if key != NO_KEY else _went_by(told[0])] = told
        return found

    def _told(
        self,
        line: Sequence[int],
        key: int,
        keyed: dict[tuple[int, int], _Told],
        level: int,
    ) -> Iterator[Between]:
        """`level`: what the member took; whoever was passed over was asked for that of the next
        one above who took any. Only levels pass anybody over."""
        found: list[Between] = []
        passes = self.bonus["kind"] == "levels"
        for each in reversed(line):
            took = keyed.get((each, key))
            if took is None and not passes:
                continue
            level = took[0] if took else level
            told = took or keyed.get((each, _went_by(level)))
            reason = Reason(told[1]) if told else self._why(each)
            member = self.close.period.members.ids[each]
            text = REASONS[reason].format(bonus=self.bonus["id"])
            found.append(Between(member=member, level=level, took=bool(took), reason=text))
        yield from reversed(found)

    def _why(self, member: int) -> Reason:
        qualified = self.close.judged.qualified(self.bonus)[member]
        return Reason.NOT_PAID if qualified else Reason.NOT_ACTIVE


def _went_by(level: int) -> int:
    return -2 - level
