"""What has come in for a BigCommerce order, by its V3 transactions.

The payment's word (`captured`) stays when an edit raises the total, so the client asks for the
transactions where that may have happened. Certificates and store credit are among them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from commissions.domain.orders.parking_reasons import PAYMENTS_UNKNOWN
from commissions.platforms.bigcommerce.amounts import exact, minor
from commissions.platforms.payload import Field

UNKNOWN = PAYMENTS_UNKNOWN
"""Flags an order whose payments were needed and could not be read."""
CHECKOUT = timedelta(minutes=10)
"""Until then after an order was placed, its total is the one that was paid."""
_OK = "ok"
_EVENTS = PURCHASE, CAPTURE, SETTLED = "purchase", "capture", "settled"


def received(transactions: Field, currency: str) -> int | None:
    """The sum of what came in, before anything went back; None where nothing says so: offline
    payments have none."""
    paid = list(_once(each for each in transactions.each() if _is_ok(each)))
    if not paid or any(each["currency"].value != currency for each in paid):
        return None
    return sum(minor(exact(each["amount"], currency)) for each in paid)


def is_unknown(holder: Field, currency: str) -> bool:
    """Whether the payments were asked for and not told, or are in another currency."""
    if isinstance(holder.value, dict) and "transactions" not in holder.value:
        return False
    transactions = holder.get("transactions")
    currencies = (each["currency"].value for each in transactions.each() if _is_ok(each))
    return not transactions.given or any(each != currency for each in currencies)


def _once(transactions: Iterable[Field]) -> Iterator[Field]:
    """Each purchase once, though it is captured, or its settlement told, as well; of one
    authorization there may be several captures."""
    counted: set[str] = set()
    named: set[str] = set()
    for each in sorted(transactions, key=lambda each: _EVENTS.index(each["event"].text())):
        names = set(_names(each))
        if names & (named if each["event"].text() == SETTLED else counted):
            continue
        counted.add(f"id:{each['id'].identity()}")
        named |= names
        yield each


def _names(transaction: Field) -> Iterator[str]:
    """By what a purchase and its settlement are known to be one."""
    yield f"id:{transaction['id'].identity()}"
    if (reference := transaction.get("reference_transaction_id")).is_id:
        yield f"id:{reference.identity()}"
    if gateway_id := str(transaction.get("gateway_transaction_id").value or ""):
        yield f"gateway:{gateway_id}"


def _is_ok(transaction: Field) -> bool:
    status = transaction.get("status").text().lower()
    return status == _OK and transaction["event"].text() in _EVENTS
