"""What a binary brings along from period to period: two running totals a seat and side.

`came_in` counts what a side took in since the seat was taken, `gone` what was matched, burnt,
flushed or has expired of it; the oldest goes first, so that the positions from `gone` to `came_in`
are open. Nothing else is needed for a seat as long as no refund touches it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from commissions.domain.close.binary_match import Flags, Volumes
from commissions.domain.close.leg_intake import LegIntake
from commissions.domain.close.leg_units import SeatLeg, UnitRange
from commissions.domain.close.paired_runs import PairedRun, TouchedSeat
from commissions.domain.close.seat_order import SIDES

ALWAYS = -(2**62)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunColumns:
    """What a close took and paid, a row for each seat that matched anything: what a refund may have
    to undo."""

    seat: Volumes
    """Member numbers, sorted."""
    start: Volumes
    """By side, the position of the first unit that was matched."""
    taken: Volumes
    """By side; 0 at touched seats, which know it themselves."""
    paid: Volumes
    """In minor units."""
    first_pair: Flags
    paid_by: Volumes
    """The height of rank, or the own volume, that a pair's amount went by."""
    figure: Volumes
    """What was paid for: volume of the weaker leg, or pairs."""
    height: Volumes
    """Of the rank that the bonus paid by."""
    own: Mapping[str, Volumes]
    """By unit the own volumes, which tell what was paid by."""

    def row(self, member: int) -> int | None:
        """None of who matched nothing."""
        row = int(np.searchsorted(self.seat, member))
        return row if row < len(self.seat) and self.seat[row] == member else None


class ClosedLegs(Protocol):
    """A closed period. Whoever keeps them in files reads the two columns when they are asked for,
    which is when orders of the period expire or come back."""

    @property
    def period(self) -> str: ...
    @property
    def starts(self) -> int: ...
    @property
    def ends(self) -> int: ...
    @property
    def intake(self) -> LegIntake: ...
    @property
    def runs(self) -> RunColumns: ...


@dataclass(frozen=True, slots=True)
class LegsInMemory:
    period: str
    intake: LegIntake
    runs: RunColumns

    @property
    def starts(self) -> int:
        return self.intake.starts

    @property
    def ends(self) -> int:
        return self.intake.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryState:
    """After a close; volumes by side and member number."""

    came_in: Volumes
    gone: Volumes
    """Of touched seats only so much that what is open is right."""
    first_pair_paid: Flags
    periods_unqualified: Volumes
    touched: Mapping[int, TouchedSeat] = field(default_factory=dict)
    closed: tuple[ClosedLegs, ...] = ()
    """The periods whose orders can still be refunded, or are not yet too old; the oldest first."""
    known_since: int = ALWAYS
    """From when on `closed` has every period, in microseconds."""

    @property
    def members(self) -> int:
        return len(self.first_pair_paid)

    def grown(self, members: int) -> "BinaryState":
        """With room for who enrolled since: numbers never change, new ones are the highest."""
        more = members - self.members
        if more < 0:
            raise ValueError(
                f"members: {members}, and the state knows {self.members}: a member keeps their "
                "number for ever"
            )
        return replace(
            self,
            came_in=np.pad(self.came_in, ((0, 0), (0, more))),
            gone=np.pad(self.gone, ((0, 0), (0, more))),
            first_pair_paid=np.pad(self.first_pair_paid, (0, more)),
            periods_unqualified=np.pad(self.periods_unqualified, (0, more)),
        )

    def forgetting(self, before: int) -> "BinaryState":
        """Without the periods that ended by then: their orders can no longer be refunded, and
        nothing of them may be left to expire. Seats that refunds of them had touched are columns
        again, where what they have open is the newest that came in."""
        kept = tuple(each for each in self.closed if each.ends > before)
        forgot = [each.ends for each in self.closed if each.ends <= before]
        if not forgot:
            return self
        touched = {member: seat.forgetting(before) for member, seat in self.touched.items()}
        still = {
            member: seat
            for member, seat in touched.items()
            if not seat.is_plain(*map(int, self.came_in[:, member]))
        }
        return replace(
            self, touched=still, closed=kept, known_since=max([self.known_since, *forgot])
        )

    @property
    def closed_until(self) -> int:
        """The end of the last close; ALWAYS before the first."""
        return self.closed[-1].ends if self.closed else self.known_since

    def ended(self, ends: int | None) -> ClosedLegs:
        """The period, of those that are still known, that ended at a moment."""
        return next(each for each in self.closed if each.ends == ends)

    @property
    def open(self) -> Volumes:
        """What is open by side and member; below 0 where a seat owes."""
        found: Volumes = self.came_in - self.gone
        return found

    def touch(self, member: int) -> TouchedSeat:
        """A seat by unit, as it stands after the last close."""
        if member in self.touched:
            return self.touched[member].copy()
        left, right = (self._leg(side, member) for side in range(SIDES))
        runs = [_run_of(each, member) for each in self.closed]
        return TouchedSeat((left, right), [run for run in runs if run is not None])

    def _leg(self, side: int, member: int) -> SeatLeg:
        low, end = int(self.gone[side, member]), int(self.came_in[side, member])
        return SeatLeg([UnitRange(low, end)] if end > low else [])


def no_legs_yet() -> BinaryState:
    """Before the first close."""
    return BinaryState(
        came_in=np.zeros((SIDES, 0), dtype=np.int64),
        gone=np.zeros((SIDES, 0), dtype=np.int64),
        first_pair_paid=np.zeros(0, dtype=bool),
        periods_unqualified=np.zeros(0, dtype=np.int64),
    )


def _run_of(closed: ClosedLegs, member: int) -> PairedRun | None:
    """What an untouched seat took in a closed period; None where it took nothing."""
    runs = closed.runs
    row = runs.row(member)
    if row is None or not runs.taken[:, row].any():
        return None
    taken = [
        [UnitRange(int(start), int(start + many))] if many else []
        for start, many in zip(runs.start[:, row], runs.taken[:, row], strict=True)
    ]
    return PairedRun(
        (taken[0], taken[1]),
        paid=int(runs.paid[row]),
        first_pair=bool(runs.first_pair[row]),
        paid_by=int(runs.paid_by[row]),
        ends=closed.ends,
    )
