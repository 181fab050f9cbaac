"""What a Magento order's money says of it; its state alone never says "paid"."""

from decimal import Decimal

from commissions.domain.stores.store import Store
from commissions.platforms.magento.amounts import decimal
from commissions.platforms.payload import Field

CANCELED = "canceled"
UNPAID = frozenset({"pending", "authorized", "partially_paid"})


def status_of(order: Field, store: Store) -> str:
    """The canonical status, by the money; the store can name states that count as paid, such as
    goods on account (`paid_when`)."""
    state, status = order["state"].text(), _by_money(order)
    if status in UNPAID and state in store.paid_when:
        return "paid"
    return "voided" if status in UNPAID and state == CANCELED else status


def is_cancelled(order: Field) -> bool:
    return order["state"].text() == CANCELED


def _by_money(order: Field) -> str:
    paid, back = decimal(order.get("total_paid")), decimal(order.get("total_refunded"))
    if _due(order, paid) <= 0 and (paid > 0 or not decimal(order["grand_total"])):
        if back > 0:
            return "refunded" if back >= paid else "partially_refunded"
        return "paid"
    if paid > 0:
        return "partially_paid"
    payment = order.get("payment")
    authorized = isinstance(payment.value, dict) and decimal(payment.get("amount_authorized"))
    return "authorized" if authorized else "pending"


def _due(order: Field, paid: Decimal) -> Decimal:
    """What is still to be paid; what was cancelled of an order never is."""
    due = order.get("total_due")
    left = decimal(due) if due.given else decimal(order["grand_total"]) - paid
    return left - decimal(order.get("total_canceled"))
