"""Kind `binary` in columns: each seat matches its two legs, all seats of the tree at a time.

Take in, qualify, expire, cap the legs, match, pay, cap, carry: one order of steps. For ordinary
life no lots are stored: see `binary_state`. Seats above a refund are kept by unit: see `leg_units`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from commissions.domain.close.binary_caps import UNCAPPED, SeatPay, capped, money
from commissions.domain.close.binary_match import Flags, Volumes, first_pairs, matches
from commissions.domain.close.binary_rule import BinaryRule
from commissions.domain.close.binary_state import BinaryState, LegsInMemory, RunColumns
from commissions.domain.close.leg_intake import LegIntake, OrderColumns, leg_intake
from commissions.domain.close.leg_refunds import LateOrder, PairClawback, touched_legs
from commissions.domain.close.open_legs import OpenLegs
from commissions.domain.close.pair_categories import categories
from commissions.domain.close.seat_history import SeatHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryPeriod:
    """What a close of a binary is computed from; columns by member number, times: microseconds."""

    starts: int
    ends: int
    period: str = ""
    """`2026-10`."""
    orders: OrderColumns
    history: SeatHistory
    qualified: Flags
    """Active and eligible."""
    height: Volumes
    """Of the rank that the bonus pays by; 0 without one."""
    own: Volumes
    """The own volume that a pair's share goes by; anything where none does."""
    owner: Volumes
    """Who is paid, and capped, for the position: a member number."""
    enrolment: Volumes
    """The order in which they enrolled: of equal remainders the first ones get a unit."""
    units: Mapping[str, Volumes] = field(default_factory=dict)
    """Own volumes by unit, for whoever asks later what a run was paid by."""
    late: Sequence[LateOrder] = ()
    """By time, and of one moment by their ids."""
    expire_before: int | None = None
    """Lots that are older than this moment expire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryClose:
    """By member number; of who has no seat everything is 0."""

    seated: Flags
    pay: SeatPay
    clawbacks: Sequence[PairClawback]
    state: BinaryState


def binary_close(rule: BinaryRule, period: BinaryPeriod, state: BinaryState) -> BinaryClose:
    """Raises SeatsInACircle, VolumeTooLarge; ValueError for orders that are not by time, and where
    the state no longer has the periods that expiry has to look at."""
    members = len(period.qualified)
    state = state.grown(members)
    seated = period.history.seated(period.ends, members)
    intake = leg_intake(
        period.orders, period.history, state.came_in, starts=period.starts, ends=period.ends
    )
    came_in = state.came_in + intake.came_in()
    paid_by = period.own if rule.match.paid_by not in {"", "rank"} else period.height
    touched = touched_legs(rule, state, intake, period.late, paid_by, came_in)
    legs = OpenLegs(came_in, state.gone.copy(), touched.seats)
    if period.expire_before is not None:
        legs.expire(_too_old(state, intake, period.expire_before), period.expire_before)
    had_first = state.first_pair_paid.copy()
    had_first[touched.first_pair_undone] = False
    pay = _paid(rule, period, legs, seated, had_first, paid_by)
    start, taken = legs.take_matched(pay, paid_by, period.ends)
    unqualified = np.where(seated & ~period.qualified, state.periods_unqualified + 1, 0)
    _carry(rule, legs, pay, seated & period.qualified, unqualified)
    runs = _runs(period, pay, start, taken, paid_by)
    after = replace(
        state,
        came_in=came_in,
        gone=came_in - legs.open,
        first_pair_paid=had_first | pay.first,
        periods_unqualified=unqualified,
        touched=touched.seats,
        closed=(*state.closed, LegsInMemory(period.period, intake, runs)),
    )
    return BinaryClose(seated=seated, pay=pay, clawbacks=touched.clawbacks, state=after)


def _runs(
    period: BinaryPeriod, pay: SeatPay, start: Volumes, taken: Volumes, paid_by: Volumes
) -> RunColumns:
    seat = np.flatnonzero(pay.taken.any(axis=0))
    return RunColumns(
        seat=seat,
        start=start[:, seat],
        taken=taken[:, seat],
        paid=pay.paid[seat],
        first_pair=pay.first[seat],
        paid_by=paid_by[seat],
        figure=pay.figure[seat],
        height=period.height[seat],
        own={unit: volume[seat] for unit, volume in period.units.items()},
    )


def _too_old(state: BinaryState, intake: LegIntake, before: int) -> Volumes:
    """By side and member, how much had come in before a moment."""
    if before < state.known_since:
        raise ValueError(
            "state.closed: expiry looks at a period that was forgotten: keep the periods for as "
            "long as after.expire_lots_days says"
        )
    known = [each for each in state.closed if each.starts <= before]
    if intake.starts <= before:
        last = intake
    elif known:
        last = known[-1].intake
    else:
        return np.zeros_like(state.came_in)
    found = last.before + last.came_in(last.first_at(before, or_after=True))
    return np.pad(found, ((0, 0), (0, state.members - last.members)))


def _paid(  # noqa: PLR0913, PLR0917 - one run of all seats
    rule: BinaryRule,
    period: BinaryPeriod,
    legs: OpenLegs,
    seated: Flags,
    had_first: Flags,
    paid_by: Volumes,
) -> SeatPay:
    qualified = seated & period.qualified
    left, right = legs.for_matching(rule)
    takes_part, first = qualified, np.zeros_like(qualified)
    took = np.zeros_like(legs.gone)
    if rule.first_pair is not None:
        enough, took = first_pairs(rule.first_pair, left, right)
        first = qualified & enough & ~had_first
        took = took * first
        takes_part = qualified & (had_first | enough)
    open_left, open_right = np.stack([left, right]) * takes_part - took
    match = matches(rule.match, open_left, open_right, categories(rule.match, paid_by))
    raw = money(match, first, rule.first_pair, half_even=rule.half_even)
    pay = SeatPay(
        left=left, right=right, first=first, first_took=took, match=match, raw=raw, paid=raw
    )
    limits = np.array([UNCAPPED if each is None else each for each in rule.limits])
    limit = np.where(seated, limits[period.height], UNCAPPED)
    return capped(pay, rule, limit, period.owner, period.enrolment)


def _carry(
    rule: BinaryRule, legs: OpenLegs, pay: SeatPay, qualified: Flags, unqualified: Volumes
) -> None:
    """What the plan does not keep of what is open."""
    matched = pay.figure > 0
    if rule.paid == "flush":
        legs.flush(matched)
    elif rule.paid == "carry":
        legs.empty_weaker(matched)
    flushed = ~qualified if rule.flush_unqualified else np.zeros_like(qualified)
    if rule.flush_after is not None:
        flushed |= unqualified >= rule.flush_after
    legs.flush(flushed & ~qualified)
    if rule.carry_cap is not None:
        legs.keep_at_most(rule.carry_cap)
