"""What a record waits for although it is a fact already: its order, a line of it, or a person. And
what is listed of an order as such."""

from datetime import datetime

from commissions.domain.ledger.facts import FactConflict
from commissions.domain.ledger.payments import missing_refund, unvouched
from commissions.domain.ledger.target import Target
from commissions.domain.money import shown
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import (
    OrderParked,
    Parkable,
    WaitsFor,
    park,
    park_order,
)
from commissions.domain.orders.parking_reasons import PAYMENTS_UNKNOWN
from commissions.domain.orders.refund import OrderRefunded

OTHER_CURRENCY = "amount_in_other_currency"


def refund_waits(refund: OrderRefunded, target: Target) -> list[OrderParked]:
    """Why a refund is listed for somebody, by what the order's ledger should say with it."""
    order, operator = WaitsFor.order(refund.order_key), WaitsFor.operator(refund.order_key)
    if target.waiting:
        return [park(refund, "no_order", "the refund came before its order", waits_for=order)]
    found = (
        ("other_currency", _cannot_compare(refund, target), order),
        ("unknown_line", _names_unknown_line(refund, target), order),
        ("other_currency", _went_elsewhere(refund), operator),
    )
    return [park(refund, why, text, waits_for=waits) for why, text, waits in found if text][:1]


def _cannot_compare(refund: OrderRefunded, target: Target) -> str:
    order = target.order
    if order is None or not _is_unknown(refund, target) or refund.currency == order.currency:
        return ""
    money = [refund.amount_only, refund.money or 0, refund.shipping, refund.tax, refund.other]
    money += [each.amount + (each.worth or 0) for each in refund.items]
    went, total = shown(sum(money), refund.currency), shown(order.total, order.currency)
    return f"{went} went back by the refund, the order of {total} was never in that currency"


def _names_unknown_line(refund: OrderRefunded, target: Target) -> str:
    is_unknown = _is_unknown(refund, target)
    return "the refund names a line that the order does not have" if is_unknown else ""


def _is_unknown(refund: OrderRefunded, target: Target) -> bool:
    return refund.refund_id in target.unknown_lines


def _went_elsewhere(refund: OrderRefunded) -> str:
    is_flagged = OTHER_CURRENCY in refund.flags
    return "money went back in another currency, and names no line" if is_flagged else ""


def listed_entries(target: Target, at: datetime) -> list[OrderParked]:
    """What of an order is listed for somebody as of a moment, while the order goes on: one entry
    for each reason."""
    due = [each for each in target.listings if each.due <= at]
    return [
        park_order(target.order.order_key, each.reason, each.detail) for each in due if target.order
    ]


def next_look(target: Target, at: datetime) -> datetime | None:
    """When the next of it is due, if more is."""
    return min((each.due for each in target.listings if each.due > at), default=None)


def order_waits(order: OrderPlaced, target: Target) -> list[OrderParked]:
    """Why a snapshot that is in the ledger is listed for somebody, if it is: it is looked at again
    with the order's next telling."""
    checks = (
        ("currency_changed", _is_unpriced),
        (PAYMENTS_UNKNOWN, unvouched),
        ("refund_missing", missing_refund),
    )
    found = [(reason, text) for reason, check in checks if (text := check(order, target))]
    if not found or target.order is None or target.order.version != order.version:
        return []
    waits_for = WaitsFor.order(order.order_key)
    return [park(order, reason, text, waits_for=waits_for) for reason, text in found[:1]]


def _is_unpriced(order: OrderPlaced, target: Target) -> str:
    if not target.unpriced:
        return ""
    return f"the order is in {order.currency} now, and was paid in another currency"


def conflict_waits(record: Parkable, conflict: FactConflict) -> OrderParked:
    """A fact that was told with two contents is for a person."""
    operator = WaitsFor.operator(conflict.order_key)
    return park(record, "conflict", str(conflict), waits_for=operator)
