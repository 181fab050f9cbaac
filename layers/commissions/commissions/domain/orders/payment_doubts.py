"""Snapshots that contradict themselves about the money: no rule can say which figure is right."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from commissions.domain.money import shown
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking_reasons import (
    DUE_THOUGH_DONE,
    RECEIVED_SHORT,
    REFUNDED_WITHOUT_REFUND,
)

GAVE_BACK = ("partially_refunded", "refunded")
SAYS_PAID = ("paid", *GAVE_BACK)
ROUNDING = 1
"""Minor units that a status which says paid beats."""


@dataclass(frozen=True, slots=True)
class PaymentDoubt:
    reason: str
    detail: str
    """With both figures."""


def payment_doubt(order: OrderPlaced, paid: Collection[str]) -> PaymentDoubt | None:
    """What a person has to settle before the order goes on, if anything. `paid`: the statuses that
    count as paid."""
    if order.test or order.status == "voided" or order.cancelled_at:
        return None
    return next((found for check in _CHECKS if (found := check(order, paid))), None)


def _done_and_due(order: OrderPlaced, paid: Collection[str]) -> PaymentDoubt | None:
    if DUE_THOUGH_DONE not in order.flags or order.status in paid:
        return None
    detail = f"{_both_figures(order)}, and the store calls it done"
    return PaymentDoubt(DUE_THOUGH_DONE, detail)


def _short(order: OrderPlaced, paid: Collection[str]) -> PaymentDoubt | None:
    """A word that is said of a payment stays when the total rises, and is no contradiction; nor is
    one of a store that says itself what is still to be paid."""
    if order.status not in paid or order.received is None:
        return None
    if order.has_word_of_payment or order.unpaid:
        return None
    if order.total + order.tender - order.received <= ROUNDING:
        return None
    detail = f"{_both_figures(order)}, and the store calls it {order.status.replace('_', ' ')}"
    return PaymentDoubt(RECEIVED_SHORT, detail)


def _nothing_said_back(order: OrderPlaced, paid: Collection[str]) -> PaymentDoubt | None:
    """Where a status alone says that all of it is back, its platform takes all units for gone."""
    is_gone = bool(order.items) and all(item.removed >= item.qty for item in order.items)
    if REFUNDED_WITHOUT_REFUND not in order.flags or is_gone:
        return None
    total, none = shown(order.total + order.tender, order.currency), shown(0, order.currency)
    words = "refunded" if order.status == "refunded" else "partially refunded"
    detail = f"no refund says what went back ({none} of {total}), and the store calls it {words}"
    return PaymentDoubt(REFUNDED_WITHOUT_REFUND, detail)


_CHECKS: Iterable[Callable[[OrderPlaced, Collection[str]], PaymentDoubt | None]] = (
    _done_and_due,
    _short,
    _nothing_said_back,
)


def _both_figures(order: OrderPlaced) -> str:
    came_in = order.tender if order.received is None else order.received
    total = shown(order.total + order.tender, order.currency)
    return f"{shown(came_in, order.currency)} came in of {total}"
