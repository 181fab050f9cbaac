"""What a member's first page is made of, and what of it is on hold until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.payouts.free_parts import FreePart
from commissions.domain.payouts.member_hold import ListedOrder
from commissions.domain.payouts.member_money import WeekRelease, releases
from commissions.domain.payouts.month_standing import MonthStanding
from commissions.domain.payouts.standing import CAME_BACK, PayoutMove


@dataclass(frozen=True, slots=True, kw_only=True)
class InactiveSince:
    """A status with which the plans in force do not pay."""

    status: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnHold:
    """What is not free yet, of one currency."""

    amount: int
    next_release: datetime | None
    weeks: tuple[WeekRelease, ...]
    """The amounts add up to the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    today: date
    """By the plan's clock, as its months are."""
    month: MemberMonth
    standings: Mapping[str, MonthStanding]
    """By currency, what became of the month's earnings."""
    on_hold: Mapping[str, OnHold]
    """By currency, of whatever months; of the month that goes on alone."""
    owed: Mapping[str, int]
    """By currency, what the member owes the company."""
    minimum: Mapping[str, int]
    """By currency, from how much on is paid out; of those in which the plan has one."""
    currency: str
    """In which nothing was earned, where nothing was."""
    latest: tuple[ListedOrder, ...]
    """The newest orders of the month."""
    inactive: InactiveSince | None
    came_back: str
    """The batch of the last payout, where its money came back; else empty."""


def on_hold(parts: Sequence[FreePart], now: datetime, zone: str) -> OnHold:
    """`zone`: by whose clock weeks end."""
    held = [each for each in parts if each.at <= now < each.free_at]
    return OnHold(
        amount=sum(each.amount for each in held),
        next_release=min((each.free_at for each in held if each.amount > 0), default=None),
        weeks=releases(held, now, zone),
    )


def last_came_back(moves: Sequence[PayoutMove]) -> str:
    """The batch whose money came back, where nothing was paid since; else empty."""
    last = max(moves, key=lambda each: each.at, default=None)
    return last.book.split("/")[1] if last and last.kind == CAME_BACK else ""
