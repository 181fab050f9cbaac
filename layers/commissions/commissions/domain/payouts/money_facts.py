"""What a member's pages about money are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.payouts.member_money import MemberMoney
from commissions.domain.payouts.payee import Payee


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    money: Sequence[MemberMoney]
    """By currency."""
    months: Sequence[MemberMonth]
    """The oldest first."""
    payee: Payee | None
    """None of who was never registered."""
    by_days: bool
    """Whether there are so many lines that what is on hold is told by days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """A line that changed what the company owes, in minor units."""

    at: datetime
    event_id: str
    book: str
    """The order's key, or that of a period's or a payout's book."""
    kind: str
    """Of a line of a payout `payout`, `fee` or `deduction`; else `commission`."""
    what: str
    """The bonus, or the name of a deduction."""
    level: int
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    month: MemberMonth
    rows: Sequence[MoneyRow]
    """The oldest first; those of a currency add up to what the month changed."""
