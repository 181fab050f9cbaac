"""Refunds at the seats of a binary: which seats they touch, and what they do there.

Orders below 0 of the period itself take back what came last; what came back of orders of closed
periods undoes what they were matched with. Only the seats above such an order are touched.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from commissions.domain.close.binary_match import Volumes
from commissions.domain.close.binary_rule import BinaryRule
from commissions.domain.close.binary_state import BinaryState
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.leg_intake import LegIntake
from commissions.domain.close.leg_units import UnitRange
from commissions.domain.close.paired_runs import ReturnedOrder, TouchedSeat, undone
from commissions.domain.close.seat_order import NOBODY, SIDES


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOrder:
    """What came back of an order whose period is closed."""

    order: int
    at: int
    """Microseconds."""
    volume: int
    """Of the basis, in hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairClawback:
    """What a refund takes back from a seat."""

    member: int
    order: int
    amount: int
    """Below 0, in minor units."""
    volume: int
    """How much of earlier matching was undone."""


@dataclass(slots=True)
class TouchedLegs:
    """The touched seats of a run, by member number."""

    seats: dict[int, TouchedSeat] = field(default_factory=dict)
    undone: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """By member and order, the amount, and how much of earlier matching was undone."""
    first_pair_undone: list[int] = field(default_factory=list)

    @property
    def clawbacks(self) -> list[PairClawback]:
        return [
            PairClawback(member=member, order=order, amount=amount, volume=volume)
            for (member, order), (amount, volume) in self.undone.items()
            if amount
        ]


@dataclass(frozen=True, slots=True)
class _Taken:
    """Volume that came below 0 at a side of a seat."""

    position: int
    """How much had come in before it."""
    volume: int
    at: int


def touched_legs(  # noqa: PLR0913, PLR0917 - one period's facts, and what was before it
    rule: BinaryRule,
    state: BinaryState,
    intake: LegIntake,
    late: Sequence[LateOrder],
    paid_by: Volumes,
    came_in: Volumes,
) -> TouchedLegs:
    """After the take-in and the refunds of a period. `late`: by time, and of one moment by their
    ids; `came_in`: by side and member, with this period."""
    negative = _negative(intake)
    returned = _returned(rule, state, intake, [each for each in late if each.volume > 0])
    legs = TouchedLegs()
    for member in {*state.touched, *(seat for seat, _ in negative), *(m for m, _, _ in returned)}:
        seat = legs.seats[member] = state.touch(member)
        for side, leg in enumerate(seat.legs):
            position = int(state.came_in[side, member])
            for taken in negative.get((member, side), ()):
                leg.arrive(position, taken.position)
                leg.come_back(taken.volume, taken.at)
                position = taken.position
            leg.arrive(position, int(came_in[side, member]))
    for member, order, back in returned:
        _undo(legs, member, order, back, rule, int(paid_by[member]))
    return legs


def _undo(  # noqa: PLR0913, PLR0917 - one returned order at one seat
    legs: TouchedLegs, member: int, order: int, back: ReturnedOrder, rule: BinaryRule, paid_by: int
) -> None:
    result = undone(legs.seats[member], back, rule, paid_by)
    amount, volume = legs.undone.get((member, order), (0, 0))
    legs.undone[member, order] = amount + result.amount, volume + result.volume
    if result.first_pair:
        legs.first_pair_undone.append(member)


def _negative(intake: LegIntake) -> dict[tuple[int, int], list[_Taken]]:
    """By seat and side, what came below 0, by time."""
    orders = intake.orders
    rows = np.flatnonzero(orders.volume < 0)
    above = intake.history.above(orders.seller[rows], orders.stood[rows])
    used = above.side != NOBODY
    row, seat, side = rows[above.row[used]], above.seat[used], above.side[used]
    position = intake.position(seat, side, row)
    found: dict[tuple[int, int], list[_Taken]] = {}
    for at in np.argsort(row, kind="stable"):
        taken = _Taken(int(position[at]), -int(orders.volume[row[at]]), int(orders.at[row[at]]))
        found.setdefault((int(seat[at]), int(side[at])), []).append(taken)
    return found


def _returned(
    rule: BinaryRule, state: BinaryState, intake: LegIntake, late: Sequence[LateOrder]
) -> list[tuple[int, int, ReturnedOrder]]:
    """By seat and order, what came back; in the order in which it did."""
    if not late:
        return []
    periods = [*(each.intake for each in state.closed), intake]
    found = [*_carried(state, late)]
    for period in periods:
        found.extend(_units(period, late, now=period is intake))
    found = _together(found)
    stands = _stands(periods, found, late) if rule.returns_new else [(0, 0)] * len(found)
    return [
        (
            member,
            late[number].order,
            ReturnedOrder(
                side=side,
                units=units,
                volume=late[number].volume,
                at=late[number].at,
                stands_at=stand,
            ),
        )
        for (number, member, side, units), stand in sorted(
            zip(found, stands, strict=True), key=lambda each: each[0][:2]
        )
    ]


type _Found = tuple[int, int, int, Sequence[UnitRange]]
"""The number of a returned order, a seat, its side, and the order's units there."""


def _carried(state: BinaryState, late: Sequence[LateOrder]) -> Iterator[_Found]:
    """Orders from before the first close here, at the seats that brought them along."""
    numbers = _by_order(late)
    for member, seat in state.touched.items():
        for order in numbers.keys() & seat.carried.keys():
            units = seat.carried[order]
            side = units[0][0]
            mine = [each for on, each in units if on == side]
            yield from ((number, member, side, mine) for number in numbers[order])


def _comes_anew(period: LegIntake, now: bool) -> Mask:
    """What of an order of a closed period comes in only now: of one that is another's now all of
    it, while what it was before comes back."""
    orders = period.orders
    if not now or orders.placed is None:
        return np.zeros(len(orders.order), dtype=bool)
    return np.asarray(orders.placed < period.starts)


def _together(found: Iterable[_Found]) -> list[_Found]:
    """An order that came in in several periods is one: what came back is taken of all its units
    together."""
    units: dict[tuple[int, int, int], list[UnitRange]] = {}
    for number, member, side, some in found:
        units.setdefault((number, member, side), []).extend(some)
    return [(*key, some) for key, some in units.items()]


def _by_order(late: Sequence[LateOrder]) -> dict[int, list[int]]:
    """Of each order, which of the returns are of it."""
    numbers: dict[int, list[int]] = {}
    for number, each in enumerate(late):
        numbers.setdefault(each.order, []).append(number)
    return numbers


def _units(period: LegIntake, late: Sequence[LateOrder], *, now: bool) -> Iterable[_Found]:
    """Orders of a period, at all seats above; `now`: of the one that is closed."""
    orders = period.orders
    numbers = _by_order(late)
    rows = _found(orders.order, sorted(numbers))
    rows = rows[(orders.volume[rows] > 0) & ~_comes_anew(period, now)[rows]]
    above = period.history.above(orders.seller[rows], orders.stood[rows])
    used = above.side != NOBODY
    row, seat, side = rows[above.row[used]], above.seat[used], above.side[used]
    low = period.position(seat, side, row)
    end = low + orders.volume[row]
    return [
        (number, int(seat[n]), int(side[n]), [UnitRange(int(low[n]), int(end[n]))])
        for n, order in enumerate(orders.order[row])
        for number in numbers[int(order)]
    ]


def _found(orders: Places, wanted: Sequence[int]) -> Places:
    """The rows of wanted orders; `wanted` is sorted."""
    if not wanted:
        return np.empty(0, dtype=np.int64)
    known = np.array(wanted)
    place = np.minimum(np.searchsorted(known, orders), len(known) - 1)
    return np.flatnonzero(known[place] == orders)


def _stands(
    periods: Sequence[LegIntake], found: Sequence[_Found], late: Sequence[LateOrder]
) -> list[tuple[int, int]]:
    """By side, how much had come in at the seat until the order came back."""
    stands = np.zeros((SIDES, len(found)), dtype=np.int64)
    for n, period in enumerate(periods):
        begins = period.starts if n else np.iinfo(np.int64).min
        ends = periods[n + 1].starts if n + 1 < len(periods) else np.iinfo(np.int64).max
        mine = [k for k, each in enumerate(found) if begins <= late[each[0]].at < ends]
        seat = np.array([found[k][1] for k in mine], dtype=np.int64)
        until = [period.first_at(late[found[k][0]].at, or_after=False) for k in mine]
        for side in range(SIDES):
            stands[side, mine] = period.position(seat, _all(side, mine), np.array(until, int))
    return [(int(left), int(right)) for left, right in stands.T]


def _all(side: int, those: Sequence[int]) -> Places:
    return np.full(len(those), side, dtype=np.int64)
