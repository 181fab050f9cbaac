"""What a record waits for although it is a fact already: its order, a line of it, or a person. And
what is listed of an order as such."""

from datetime import datetime

from commissions.domain.ledger.facts import FactConflict
from commissions.domain.ledger.target import Target
from commissions.domain.orders.order import OrderPlaced, OrderRefunded
from commissions.domain.orders.parking import (
    OrderParked,
    Parkable,
    WaitsFor,
    park,
    park_order,
)

OTHER_CURRENCY = "amount_in_other_currency"


def order_waits(order: OrderPlaced, target: Target) -> list[OrderParked]:
    """Why a snapshot is listed for somebody, by what its order's ledger should say with it."""
    if not target.unpriced or target.order is None:
        return []
    detail = f"the order is in {target.order.currency} now, and was paid in another currency"
    operator = WaitsFor.operator(order.order_key)
    return [park(order, "currency_changed", detail, waits_for=operator)]


def refund_waits(refund: OrderRefunded, target: Target) -> list[OrderParked]:
    """Why a refund is listed for somebody, by what the order's ledger should say with it."""
    waits_for = WaitsFor.order(refund.order_key)
    if target.waiting:
        detail = "the refund came before its order"
        return [park(refund, "no_order", detail, waits_for=waits_for)]
    if refund.refund_id in target.unknown_lines:
        detail = "the refund names a line, or a currency, that the order does not have"
        return [park(refund, "unknown_line", detail, waits_for=waits_for)]
    if OTHER_CURRENCY in refund.flags:
        detail = "money went back in another currency, and names no line"
        operator = WaitsFor.operator(refund.order_key)
        return [park(refund, "other_currency", detail, waits_for=operator)]
    return []


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


def conflict_waits(record: Parkable, conflict: FactConflict) -> OrderParked:
    """A fact that was told with two contents is for a person."""
    operator = WaitsFor.operator(conflict.order_key)
    return park(record, "conflict", str(conflict), waits_for=operator)
