"""What a Magento order's money says of it; its state alone never says "paid"."""

from collections.abc import Iterator
from decimal import Decimal

from commissions.domain.orders.parking_reasons import DUE_THOUGH_DONE
from commissions.domain.stores.store import Store
from commissions.platforms.magento.amounts import decimal, quantity
from commissions.platforms.magento.lines import lines_of
from commissions.platforms.payload import Field

CANCELED = "canceled"
DUE_LEFT = "due_left"
ROUNDING = Decimal("0.01")
"""Of a line's fee."""
DONE = frozenset({"complete", "closed"})
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


def money_flags(order: Field, store: Store) -> Iterator[str]:
    """Words for an order that is done although something is due: no more than its fees, which
    invoices leave out, or more."""
    status = status_of(order, store)
    if _is_due_for_fees(order):
        yield DUE_LEFT
    elif status in UNPAID and order["state"].text() in DONE:
        yield DUE_THOUGH_DONE


def fixed_taxes(order: Field) -> Decimal:
    """Fixed product taxes: fees of lines, that invoices are known to leave out."""
    taxes = (line.item.get("weee_tax_applied_row_amount") for line in lines_of(order))
    return sum(map(decimal, taxes), Decimal(0))


def _by_money(order: Field) -> str:
    paid, back = decimal(order.get("total_paid")), decimal(order.get("total_refunded"))
    is_covered = _due(order, paid) <= 0 or _is_due_for_fees(order)
    if is_covered and (paid > 0 or not decimal(order["grand_total"])):
        if back > 0:
            return "refunded" if back >= paid else "partially_refunded"
        return "paid"
    if paid > 0:
        return "partially_paid"
    payment = order.get("payment")
    authorized = isinstance(payment.value, dict) and decimal(payment.get("amount_authorized"))
    return "authorized" if authorized else "pending"


def _is_due_for_fees(order: Field) -> bool:
    """Whether everything is invoiced or cancelled, something was paid, and no more is due than the
    fees. Everything invoiced alone is not enough: an invoice may be of money not captured."""
    paid = decimal(order.get("total_paid"))
    due, fees = _due(order, paid), fixed_taxes(order)
    is_small = 0 < due <= fees + ROUNDING * len(lines_of(order))
    return paid > 0 and is_small and all(map(_is_done, _items(order)))


def _items(order: Field) -> list[Field]:
    return [line.item for line in lines_of(order)]


def _is_done(item: Field) -> bool:
    done = quantity(item.get("qty_invoiced")) + quantity(item.get("qty_canceled"))
    return done >= quantity(item["qty_ordered"])


def _due(order: Field, paid: Decimal) -> Decimal:
    """What is still to be paid; what was cancelled of an order never is."""
    due = order.get("total_due")
    left = decimal(due) if due.stated else decimal(order["grand_total"]) - paid
    return left - decimal(order.get("total_canceled"))
