"""Where somebody's money is: on hold, available, paid, or owed to the company."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from commissions.domain.payouts.free_parts import FreePart
from commissions.domain.payouts.standing import (
    CAME_BACK,
    RESERVED,
    WRITTEN_OFF,
    Debt,
    PayoutMove,
    standing,
)

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class WeekRelease:
    """How much becomes available in a week, in minor units."""

    ends: date
    """Its Sunday."""
    amount: int


@dataclass(frozen=True, slots=True)
class MemberDebt:
    """What is left of a debt, in minor units, and the lines that took back what was paid."""

    since: datetime
    amount: int
    lines: tuple[str, ...]
    """Ids of statement lines; none where no single line led to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMoney:
    """In minor units of one currency:
    `earned - paid + written_off == on_hold + available - negative`."""

    currency: str
    as_of: datetime
    earned: int
    """Over all time, what was taken back deducted."""
    paid: int
    """By payouts, less what came back of them."""
    written_off: int
    on_hold: int
    available: int
    """Free, and in no payout yet."""
    negative: int
    """What was paid and has to be given back; positive."""
    next_release: datetime | None
    releases: tuple[WeekRelease, ...]
    """By week; together they are what is on hold."""
    debts: tuple[MemberDebt, ...]
    """What the negative balance is made of, the oldest first."""
    payouts: tuple[PayoutMove, ...]
    """What payouts took and what came back of them, the latest first."""


def member_money(
    currency: str,
    parts: Sequence[FreePart],
    moves: Iterable[PayoutMove],
    as_of: datetime,
    zone: str,
) -> MemberMoney:
    """By the walk by which payouts are planned. `zone`: by whose clock a week ends."""
    known = [each for each in moves if each.at <= as_of]
    at = standing(parts, known, as_of)
    sums: Counter[str] = Counter()
    for move in known:
        sums[move.kind] += move.amount
    return MemberMoney(
        currency=currency,
        as_of=as_of,
        earned=at.earned,
        paid=sums[RESERVED] - sums[CAME_BACK],
        written_off=sums[WRITTEN_OFF],
        on_hold=at.held,
        available=at.unpaid,
        negative=at.debt,
        next_release=at.next_free,
        releases=releases(parts, as_of, zone),
        debts=tuple(debts(parts, at.debts)),
        payouts=tuple(sorted(known, key=lambda each: each.at, reverse=True)),
    )


def debts(parts: Iterable[FreePart], left: Iterable[Debt]) -> Iterator[MemberDebt]:
    """With what became due at the moment at which each debt began."""
    taken_back: dict[datetime, dict[str, None]] = {}
    for part in parts:
        if part.amount < 0:
            taken_back.setdefault(part.free_at, {})[part.event_id] = None
    for each in left:
        yield MemberDebt(each.since, each.amount, tuple(taken_back.get(each.since, ())))


def releases(parts: Iterable[FreePart], as_of: datetime, zone: str) -> tuple[WeekRelease, ...]:
    """By week, what is on hold as of a moment."""
    sums: Counter[date] = Counter()
    for part in parts:
        if part.at <= as_of < part.free_at:
            day = part.free_at.astimezone(ZoneInfo(zone)).date()
            sums[day + timedelta(days=SUNDAY - day.weekday())] += part.amount
    return tuple(WeekRelease(ends, sums[ends]) for ends in sorted(sums) if sums[ends])
