"""What a refund of an order of a closed period undoes at one seat that has matched it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from commissions.domain.close.binary_rule import BinaryRule
from commissions.domain.close.facts import MatchedRun
from commissions.domain.close.leg_units import (
    Ranges,
    SeatLeg,
    UnitRange,
    put_among,
    taken_last,
    taken_of,
    volume_of,
)
from commissions.domain.close.pair_categories import category_of
from commissions.domain.close.seat_match import (
    NO_MATCH,
    SeatMatch,
    round_money,
    seat_first_pair,
    seat_match,
)

OTHER = (1, 0)


@dataclass(slots=True)
class PairedRun:
    """What one close took of both legs of a seat, and paid for."""

    taken: tuple[Ranges, Ranges]
    """By side, in the order in which it was taken."""
    paid: int
    first_pair: bool
    paid_by: int | None
    """The height of rank, or the own volume, that a pair's amount went by; None: not known,
    today's stands in."""
    matched: int | None = None
    """The figure that is still paid for, once a refund has undone some of it."""
    ends: int | None = None
    """When its period ended, in microseconds; None of one from before the first close here."""
    told: MatchedRun | None = None
    """That one as it was told, without its lots."""
    volumes: tuple[int, int] = field(init=False)
    """Of what is taken, by side: added up once, for a top seat has thousands of ranges."""

    def __post_init__(self) -> None:
        self.volumes = volume_of(self.taken[0]), volume_of(self.taken[1])

    def copy(self) -> "PairedRun":
        left, right = self.taken
        return replace(self, taken=(list(left), list(right)))


@dataclass(slots=True)
class TouchedSeat:
    """A seat that a refund has touched: its legs by unit, and its runs that can be undone."""

    legs: tuple[SeatLeg, SeatLeg]
    runs: list[PairedRun] = field(default_factory=list)
    carried: Mapping[int, Sequence[tuple[int, UnitRange]]] = field(default_factory=dict)
    """By number, orders from before the first close here: on which side, and which units."""
    in_time: bool = True
    """No refund has given anything back as new, so that all units stand by their positions."""

    def copy(self) -> "TouchedSeat":
        left, right = self.legs
        runs = [run.copy() for run in self.runs]
        return TouchedSeat((left.copy(), right.copy()), runs, self.carried, self.in_time)

    def forgetting(self, before: int) -> "TouchedSeat":
        """Without the runs of periods that ended by then."""
        kept = [run for run in self.runs if run.ends is None or run.ends > before]
        return replace(self, runs=kept)

    def is_plain(self, came_in_left: int, came_in_right: int) -> bool:
        """Whether two running totals a side say all there is: nothing can be undone, and what is
        open is what came in last."""
        came_in = (came_in_left, came_in_right)
        return not self.runs and all(
            leg.is_plain(until) for leg, until in zip(self.legs, came_in, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedOrder:
    """What came back of an order of a closed period, at one seat."""

    side: int
    units: Sequence[UnitRange]
    """Those of the order."""
    volume: int
    """How much came back; above 0."""
    at: int
    stands_at: tuple[int, int]
    """By side, how much had come in until it came back."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What a returned order did to a seat."""

    amount: int
    """In minor units, 0 or below."""
    volume: int
    """Of earlier matching that was undone."""
    first_pair: bool
    """Whether the first pair of the position was undone."""


def undone(seat: TouchedSeat, back: ReturnedOrder, rule: BinaryRule, paid_by: int) -> Undoing:
    """Takes what is open of the order away, undoes what runs took of it, the oldest first, and
    puts the other side's units of the run back. The seat is changed."""
    leg = seat.legs[back.side]
    removed, leg.open = taken_of(leg.open, back.units, back.volume, sorted_by_low=seat.in_time)
    left, amount, first = back.volume - removed, 0, False
    for run in seat.runs:
        volume = _undo_run(seat, run, back, left, rule, paid_by)
        if volume:
            before, had_first = run.paid, run.first_pair
            _pay_again(run, rule, paid_by)
            amount += run.paid - before
            first |= had_first and not run.first_pair
            left -= volume
    return Undoing(amount, back.volume - removed - left, first)


def _undo_run(  # noqa: PLR0913, PLR0917 - one run of one seat under one refund
    seat: TouchedSeat,
    run: PairedRun,
    back: ReturnedOrder,
    most: int,
    rule: BinaryRule,
    paid_by: int,
) -> int:
    """How much of the order the run had taken."""
    taken = list(run.taken)
    volume, taken[back.side] = taken_of(
        taken[back.side], back.units, most, sorted_by_low=seat.in_time
    )
    if not volume:
        return 0
    stays = list(run.volumes)
    stays[back.side] -= volume
    gives = [0, 0]
    gives[OTHER[back.side]] = volume
    if rule.whole_pair:
        still = _still(run, stays[0], stays[1], rule, paid_by)
        gives = [stays[0] - still.left, stays[1] - still.right]
    for side, leg in enumerate(seat.legs):
        returned, taken[side] = taken_last(taken[side], gives[side])
        put_among(leg.open, [_as_old(each, back, side, rule) for each in returned])
        stays[side] -= volume_of(returned)
    run.taken, run.volumes = (taken[0], taken[1]), (stays[0], stays[1])
    seat.in_time &= not rule.returns_new
    return volume


def _as_old(each: UnitRange, back: ReturnedOrder, side: int, rule: BinaryRule) -> UnitRange:
    """Given back as old as it was, or as new as the refund: then the newest of it stands first."""
    if rule.returns_new:
        return each._replace(at=back.at, stands_at=back.stands_at[side])
    return each._replace(newest_first=False) if each.stands_at is None else each


def _pay_again(run: PairedRun, rule: BinaryRule, paid_by: int) -> None:
    """What the run would have paid for what is still taken. Its caps have cut what it paid, so a
    seat that was capped gives nothing back before it falls under its cap."""
    still = _still(run, *run.volumes, rule, paid_by)
    amount = round_money(still.amount, still.denominator, half_even=rule.half_even)
    run.paid = min(run.paid, amount)
    run.matched = still.figure
    run.first_pair = run.first_pair and still.figure > 0


def _still(run: PairedRun, left: int, right: int, rule: BinaryRule, paid_by: int) -> SeatMatch:
    """What two legs match by the figures that the run was paid by, its first pair among it; nothing
    where that had a first pair and there is too little for it."""
    category = category_of(rule.match, paid_by if run.paid_by is None else run.paid_by)
    if not run.first_pair or rule.first_pair is None:
        return seat_match(rule.match, left, right, category)
    took = seat_first_pair(rule.first_pair, left, right)
    if took is None:
        return NO_MATCH
    rest = seat_match(rule.match, left - took[0], right - took[1], category)
    per = rule.first_pair.denominator
    return SeatMatch(
        rest.figure + 1,
        rest.amount * per + rule.first_pair.amount * rest.denominator,
        rest.denominator * per,
        rest.left + took[0],
        rest.right + took[1],
    )
