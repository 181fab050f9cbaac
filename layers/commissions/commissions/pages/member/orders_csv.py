"""A member's orders of a month as a file for a spreadsheet, a row for each line of the statement.

No cell is a formula, whatever a shop called a product: one that begins like one has an apostrophe
before it, which spreadsheets read as "this is text".
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from commissions.domain.currencies import exponent
from commissions.domain.ledger.member_lines import MemberLine
from commissions.domain.ledger.member_orders import MemberOrder, WhoseOrder
from commissions.domain.ledger.why_not import why_not
from commissions.domain.orders.canonical import stamp
from commissions.pages.text import Text

COLUMNS = (
    *("at", "store", "order", "sale", "bonus", "level", "base", "unit", "rate"),
    *("earned", "taken-back", "amount", "not-paid", "currency", "why", "entry"),
)
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take the file for another encoding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How what a spreadsheet would compute begins."""
POINT_PLACES = 2
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def csv_of(orders: Iterable[MemberOrder], text: Text) -> str:
    """Amounts and volumes are plain decimals; their sums are those of the page."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(str(text(f"orders.csv.{name}")) for name in COLUMNS)
    for order in orders:
        for line in order.lines:
            rows.writerow(map(safe, _cells(order, line, text)))
    return BYTE_ORDER_MARK + written.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet computes; numbers stay what they are."""
    return f"'{cell}" if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _cells(order: MemberOrder, line: MemberLine, text: Text) -> Iterator[str]:
    award, change = line.award, line.change
    yield stamp(line.at)
    yield order.store_id
    yield order.number
    yield _sale(order, text)
    yield award.bonus if award else ""
    yield str(award.level) if award else ""
    yield plain_decimal(award.base, POINT_PLACES) if award else ""
    yield award.basis if award else ""
    yield award.rate if award else ""
    for amount in (change.earned, change.taken_back, line.amount, change.unpaid):
        yield plain_decimal(amount, exponent(line.currency)) if award else ""
    yield line.currency
    reason = why_not(award.reason) if award else None
    yield str(text(f"why.not.{reason}")) if reason else ""
    yield line.event_id


def _sale(order: MemberOrder, text: Text) -> str:
    match order.whose:
        case WhoseOrder.OWN:
            return str(text("orders.your-sale"))
        case WhoseOrder.OWN_PURCHASE:
            return str(text("orders.your-purchase"))
        case WhoseOrder.PERIOD:
            return str(text("orders.of-period", period=order.number))
    if order.seller:
        return str(text("orders.sale-of", who=order.seller))
    return str(text("orders.team-sale"))


def plain_decimal(units: int, places: int) -> str:
    """Digits alone, with a point."""
    if not places:
        return str(units)
    whole, part = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{places}}"
