"""A month's statement: each line that changed what the company owes, and what they add up to."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from commissions.domain.currencies import exponent
from commissions.domain.ledger.books import batch_of, is_order_book, period_of
from commissions.domain.ledger.statement import COMMISSION
from commissions.domain.money import Money
from commissions.domain.orders.canonical import stamp
from commissions.domain.payouts.money_facts import MoneyRow, StatementFacts
from commissions.pages.addresses import part_of
from commissions.pages.frame import Frame, page
from commissions.pages.member.money import MonthSums, month_sums, statement_address
from commissions.pages.member.months import MonthShown, month_shown
from commissions.pages.member.orders_csv import BYTE_ORDER_MARK, plain_decimal, safe
from commissions.pages.text import Text

TEMPLATE = "member/statement.html"
COLUMNS = ("at", "kind", "what", "bonus", "level", "amount", "currency", "entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    id: str
    at: datetime
    kind: str
    """The name of a message."""
    what: str
    """An order's number, a period, or a batch."""
    address: str
    bonus: str
    level: int
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPart:
    """One currency."""

    sums: MonthSums
    rows: tuple[RowShown, ...]

    @property
    def whole(self) -> Money:
        """What the lines add up to; the month says the same."""
        return sum((each.amount for each in self.rows), Money(0, self.sums.change.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    member: str
    month: MonthShown
    parts: tuple[StatementPart, ...]

    def of_month(self, month: str) -> str:
        """The address of another month's; empty of none."""
        return statement_address(month) if month else ""

    @property
    def csv(self) -> str:
        return statement_address(self.month.month, ".csv")


def statement(facts: StatementFacts, today: date) -> StatementView:
    return StatementView(
        member=facts.month.member_id,
        month=month_shown(facts.month.month, today),
        parts=tuple(
            StatementPart(
                sums=month_sums(facts.month.month, each),
                rows=tuple(_rows(facts.rows, each.currency)),
            )
            for each in facts.month.money
        ),
    )


def render(view: StatementView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)


def csv_of(view: StatementView, text: Text) -> str:
    """Amounts are plain decimals; those of a currency add up to what the page says."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(str(text(f"money.csv.{name}")) for name in COLUMNS)
    for part in view.parts:
        for each in part.rows:
            rows.writerow(map(safe, _cells(each, text)))
    return BYTE_ORDER_MARK + written.getvalue()


def _cells(each: RowShown, text: Text) -> Iterator[str]:
    yield stamp(each.at)
    yield str(text(f"money.kind.{each.kind}"))
    yield each.what
    yield each.bonus
    yield str(each.level) if each.level else ""
    yield plain_decimal(each.amount.minor, exponent(each.amount.currency))
    yield each.amount.currency
    yield each.id


def _rows(rows: Iterable[MoneyRow], currency: str) -> Iterator[RowShown]:
    for each in rows:
        if each.currency == currency:
            yield RowShown(
                id=each.event_id,
                at=each.at,
                kind=_kind(each),
                what=_what(each.book),
                address=_address(each),
                bonus=each.what,
                level=each.level,
                amount=Money(each.amount, currency),
            )


def _kind(each: MoneyRow) -> str:
    if each.kind == COMMISSION:
        return "commission" if each.amount > 0 else "taken-back"
    is_back = each.amount > 0 and each.kind != "write_off"
    return f"{each.kind.replace('_', '-')}{'-back' if is_back else ''}"


def _what(book: str) -> str:
    if is_order_book(book):
        return book.split("/", 2)[-1]
    return batch_of(book) or period_of(book)


def _address(each: MoneyRow) -> str:
    """Empty of a debt that was written off: there is no payout of it."""
    if each.kind == COMMISSION:
        return f"/app/lines/{part_of(each.event_id)}/why"
    if each.kind == "write_off":
        return ""
    return f"/app/money/payouts/{part_of(batch_of(each.book))}"
