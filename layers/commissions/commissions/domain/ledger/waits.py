"""What a record waits for although it is a fact already: its order, a line of it, or a person."""

from commissions.domain.ledger.facts import FactConflict
from commissions.domain.ledger.payments import missing_refund, unvouched
from commissions.domain.ledger.target import Target
from commissions.domain.money import shown
from commissions.domain.orders.order import OrderPlaced, OrderRefunded
from commissions.domain.orders.parking import OrderParked, Parkable, WaitsFor, park
from commissions.domain.orders.payment_doubts import PAYMENTS_UNKNOWN

OTHER_CURRENCY = "amount_in_other_currency"


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
    if detail := _undecided_goodwill(target):
        operator = WaitsFor.operator(refund.order_key)
        return [park(refund, "amount_only_refund", detail, waits_for=operator)]
    return []


def _undecided_goodwill(target: Target) -> str:
    """Where a store has a person asked about goodwill: how much of the order's there is."""
    if not (target.asks_about_goodwill and target.balance and target.order):
        return ""
    amount = shown(round(target.balance.unspread), target.order.currency)
    return f"{amount} went back though the goods were kept"


def order_waits(order: OrderPlaced, target: Target) -> list[OrderParked]:
    """Why a snapshot that is in the ledger is listed for somebody, if it is: it holds nothing up,
    and is looked at again with the order's next telling."""
    if target.order is None or target.order.version != order.version:
        return []
    waits_for = WaitsFor.order(order.order_key)
    checks = ((PAYMENTS_UNKNOWN, unvouched), ("refund_missing", missing_refund))
    found = ((reason, check(order, target)) for reason, check in checks)
    return [park(order, reason, text, waits_for=waits_for) for reason, text in found if text][:1]


def conflict_waits(record: Parkable, conflict: FactConflict) -> OrderParked:
    """A fact that was told with two contents is for a person."""
    operator = WaitsFor.operator(conflict.order_key)
    return park(record, "conflict", str(conflict), waits_for=operator)
