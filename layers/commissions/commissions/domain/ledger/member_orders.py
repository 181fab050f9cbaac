"""A member's orders of a month: the lines of one order together, and what became of it.

An order stands once in a month, where its first line of that month is, whatever else of it came
later: it does not move. The amounts of all orders add up to the month's, since no line is in two.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.award_changes import AwardChange, TermsOf
from commissions.domain.ledger.books import is_period_book, period_of, store_of
from commissions.domain.ledger.journal import Context, Journal, JournalLine
from commissions.domain.ledger.member_lines import MemberLine, member_lines, own_volume
from commissions.domain.ledger.why_not import TAKEN_BACK, WhyNot, why_not
from commissions.domain.sales.referral_match import LINKED_ACCOUNT

LATE = timedelta(hours=1)
"""An order that was told so long after its time stands below newer ones, and says so."""
_CUSTOMER = re.compile(r"c-[0-9a-f]{20}")
_BOUGHT = re.compile(
    r"(?P<qty>\S+) x (?P<sku>.*) @ (?P<map>\d{4}-\d{2}-\d{2})(?:, .*)?: "
    r"(?P<volumes>-?\d+(?:/-?\d+)+)",
    re.DOTALL,
)


class WhoseOrder(StrEnum):
    """WhoseOrder sale an order is, as its member sees it."""

    OWN = "own"
    OWN_PURCHASE = "own-purchase"
    TEAM = "team"
    PERIOD = "period"
    """No order: what the close of a period gave."""

    @property
    def is_own(self) -> bool:
        return self in {WhoseOrder.OWN, WhoseOrder.OWN_PURCHASE}


class OrderState(StrEnum):
    PAID = "paid"
    PARTLY_BACK = "partly-back"
    ALL_BACK = "all-back"
    NOT_PAID = "not-paid"
    NO_BONUS = "no-bonus"
    """An own sale of which no bonus has a line."""


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of an order as it was valued: `3 x TEA @ 2026-01-01`."""

    qty: str
    sku: str
    map_version: str
    volumes: Mapping[str, int]
    """By unit, in hundredths of a point."""


@dataclass(frozen=True, slots=True)
class MonthAward:
    """One award of the member's, by what a month's lines say of it. Minor units."""

    lines: tuple[MemberLine, ...]

    @property
    def last(self) -> JournalLine:
        """Where it stands after the month."""
        return award_of(self.lines[-1])

    @property
    def amount(self) -> int:
        return sum(each.amount for each in self.lines)

    @property
    def missed(self) -> int:
        """What would have been earned, had it been paid."""
        return sum(each.change.unpaid for each in self.lines)

    @property
    def reason(self) -> WhyNot | None:
        """Why nothing is paid of it, or nothing any more."""
        return why_not(self.last.reason)

    @property
    def is_unpaid(self) -> bool:
        """Whether it never paid anything; otherwise than what was all taken back."""
        return not self.last.earned and self.reason not in TAKEN_BACK

    @property
    def is_back(self) -> bool:
        """Whether anything was taken back in the month, or before it was ever posted."""
        return any(each.amount < 0 or each.change.taken_back > 0 for each in self.lines)


@dataclass(frozen=True, kw_only=True)
class MemberOrder:
    """An order, or what the close of a period gave, by a member's lines of one month."""

    member: str
    order_key: str
    lines: tuple[MemberLine, ...]
    """Of the month, at least one, in the order of the journals."""
    context: Context
    """What was said of whose it is while the member had to do with it: who has it since, where it
    became another's, is none of theirs."""
    volumes: Mapping[str, int]
    """By unit, in hundredths of a point, what it counts for the member's own sales of the month, as
    far as it stands."""

    @cached_property
    def first(self) -> MemberLine:
        """Where it stands among the member's lines."""
        return min(self.lines, key=lambda each: each.entry)

    @property
    def at(self) -> datetime:
        return self.first.at

    @property
    def store_id(self) -> str:
        return store_of(self.order_key)

    @property
    def number(self) -> str:
        """As the store knows it; of a period's book the period."""
        if is_period_book(self.order_key):
            return period_of(self.order_key)
        return self.order_key.split("/", 2)[2]

    @property
    def whose(self) -> WhoseOrder:
        context = self.context
        if context.period:
            return WhoseOrder.PERIOD
        if context.seller != self.member:
            return WhoseOrder.TEAM
        return WhoseOrder.OWN_PURCHASE if context.carrier == LINKED_ACCOUNT else WhoseOrder.OWN

    @property
    def seller(self) -> str:
        """Who sold it; empty where nobody did, or a customer, who is named to nobody."""
        seller = self.context.seller
        return "" if _CUSTOMER.fullmatch(seller) else seller

    @cached_property
    def awards(self) -> tuple[MonthAward, ...]:
        """In the order of their first lines."""
        found: dict[tuple[str, str], list[MemberLine]] = {}
        for line in self.lines:
            if line.award:
                found.setdefault((line.award.key, line.award.currency), []).append(line)
        return tuple(MonthAward(tuple(lines)) for lines in found.values())

    @cached_property
    def changes(self) -> dict[str, AwardChange]:
        """By currency, what the month's sums have of it."""
        sums: dict[str, AwardChange] = {}
        for line in self.lines:
            if line.award:
                so_far = sums.get(line.currency)
                sums[line.currency] = so_far + line.change if so_far else line.change
        return sums

    @property
    def state(self) -> OrderState:
        if not self.awards:
            return OrderState.NO_BONUS
        if not self.is_back:
            paid = any(each.last.earned for each in self.awards)
            return OrderState.PAID if paid else OrderState.NOT_PAID
        stands = any(each.last.earned > each.last.reversed for each in self.awards)
        return OrderState.PARTLY_BACK if stands else OrderState.ALL_BACK

    @property
    def is_back(self) -> bool:
        return any(each.is_back for each in self.awards)

    @property
    def has_unpaid(self) -> bool:
        return any(each.is_unpaid for each in self.awards)

    @property
    def reasons(self) -> tuple[WhyNot, ...]:
        """Why awards of it are not paid, or not any more, each reason once."""
        found = (each.reason for each in self.awards if each.reason)
        return tuple(dict.fromkeys(found))

    @property
    def bought(self) -> tuple[Bought, ...]:
        return bought(self.context.maps)

    @property
    def is_late(self) -> bool:
        """Whether its first line was written long after the time under which it stands."""
        return not self.context.period and self.first.recorded_at - self.first.at > LATE


def member_order(
    member: str, chain: Sequence[Journal], terms_of: TermsOf, month: str = ""
) -> MemberOrder | None:
    """`chain`: all journals of the order; `month`: of which it is wanted, empty for all. None where
    no line of it is the member's, or of the month."""
    lines = member_lines(chain, member, terms_of)
    own = tuple(each for each in lines if month in {"", each.month})
    if not own:
        return None
    return MemberOrder(
        member=member,
        order_key=chain[0].order_key,
        lines=own,
        context=_context(lines),
        volumes=own_volume(chain, member, month),
    )


def bought(maps: Iterable[str]) -> tuple[Bought, ...]:
    """The lines of an order, as its journals say what counted."""
    found = [_BOUGHT.fullmatch(each) for each in maps]
    return tuple(
        Bought(each["qty"], each["sku"], each["map"], _volumes(each["volumes"]))
        for each in found
        if each
    )


def award_of(line: MemberLine) -> JournalLine:
    """Raises ValueError of a line of own sales alone."""
    if line.award is None:
        raise ValueError(f"{line.event_id} is of no award")
    return line.award


def _context(lines: Sequence[MemberLine]) -> Context:
    theirs = [each for each in lines if not _is_anothers(each)]
    if theirs:
        return theirs[-1].context
    return replace(lines[-1].context, seller="")


def _is_anothers(line: MemberLine) -> bool:
    return line.award is not None and why_not(line.award.reason) is WhyNot.ANOTHERS


def _volumes(shown: str) -> dict[str, int]:
    return dict(zip(UNITS, map(int, shown.split("/")), strict=False))
