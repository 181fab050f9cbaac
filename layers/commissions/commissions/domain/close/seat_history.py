"""Who had which seat when, in columns: an order counts for those who stood above at its time."""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.seat_order import NOBODY, SeatsInACircle
from commissions.domain.close.whole_numbers import distinct


@dataclass(frozen=True, slots=True)
class SeatsAbove:
    """Of each order, the seats above: one row a seat, the nearest first of each order."""

    row: Places
    """Which order of those that were asked for."""
    seat: Places
    side: Places
    """On which side of the seat it comes in; NOBODY: on neither."""


@dataclass(frozen=True, slots=True)
class SeatHistory:
    """Seats by member number and time. Sides: 0 left, 1 right; times: microseconds.

    Build it with `seat_history`."""

    member: Places
    parent: Places
    side: Places
    since: Places
    moments: Places
    keys: Places

    def as_of(self, member: Places, at: Places) -> tuple[Places, Places]:
        """Parent and side of members at moments; NOBODY without a seat then."""
        if not len(self.keys):
            nobody = np.full(len(member), NOBODY)
            return nobody, nobody
        known = np.searchsorted(self.moments, at, side="right")
        found = np.searchsorted(self.keys, _key(member, known, self.moments), side="right") - 1
        seated = (found >= 0) & (self.member[found] == member)
        return (
            np.where(seated, self.parent[found], NOBODY),
            np.where(seated, self.side[found], NOBODY),
        )

    def above(self, member: Places, at: Places) -> SeatsAbove:
        """Everybody above members at moments. Raises SeatsInACircle."""
        rows: list[Places] = [np.empty(0, np.int64)]
        seats, sides = list(rows), list(rows)
        row = np.flatnonzero(member != NOBODY)
        who = member[row]
        for _ in range(len(self.keys) + 1):
            parent, side = self.as_of(who, at[row])
            row, who, side = (each[parent != NOBODY] for each in (row, parent, side))
            if not len(row):
                return SeatsAbove(*(np.concatenate(each) for each in (rows, seats, sides)))
            rows.append(row)
            seats.append(who)
            sides.append(side)
        raise SeatsInACircle(sorted({int(each) for each in who})[:10])

    def before(self, ends: int, members: int) -> tuple[Places, Places, Places]:
        """By member number, parent, side and since when, of the last seats before a moment."""
        at = np.full(members, ends - 1)
        parent, side = self.as_of(np.arange(members), at)
        since = np.full(members, np.iinfo(np.int64).min)
        taken = self.since < ends
        np.maximum.at(since, self.member[taken], self.since[taken])
        return parent, side, since

    def seated(self, ends: int, members: int) -> Mask:
        """Who has ever had a seat before a moment."""
        found = np.zeros(members, dtype=bool)
        found[self.member[self.since < ends]] = True
        return found


def seat_history(member: Places, parent: Places, side: Places, since: Places) -> SeatHistory:
    """In any order; of two seats of one moment the later told one counts."""
    order = np.lexsort((since, member))
    moments = distinct(since)
    ranks = np.searchsorted(moments, since[order], side="right")
    keys = _key(member[order], ranks, moments)
    return SeatHistory(member[order], parent[order], side[order], since[order], moments, keys)


def _key(member: Places, rank: Places, moments: Places) -> Places:
    return member * (len(moments) + 1) + rank
