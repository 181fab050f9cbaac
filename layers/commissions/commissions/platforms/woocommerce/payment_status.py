"""What a WooCommerce status means for money: the shop's own word alone never says "paid"."""

from collections.abc import Sequence
from datetime import datetime

from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.deposits import is_part_paid
from commissions.platforms.woocommerce.times import gmt, updated

CANCELLED = frozenset({"cancelled", "trash"})
"""An order in the trash is one that the shop wants to be without."""
FAILED = frozenset({"failed"})
REFUNDED, HELD = "refunded", "on-hold"
PART_PAID = "partially_paid"
EDITABLE = frozenset({"pending", HELD, "auto-draft"})
"""In no other status can an order be edited."""
BY_DATE = frozenset({"paid", "partially_refunded"})
WORKED_ON = frozenset({"processing", "completed"})


def status_of(order: Field, paid_when: Sequence[str]) -> str:
    """The canonical status.

    Paid is what has a payment date, or a status that the store says counts (`paid_when`). Goods on
    their way without either, as with cash on delivery, are authorized. Of an order that a plug-in
    has paid in parts the date is that of the first part.
    """
    shop = _shop_status(order["status"])
    counts = shop in {each.removeprefix("wc-") for each in paid_when}
    if not counts and is_part_paid(order, shop):
        return PART_PAID
    paid = _was_paid(order) or counts
    if shop in FAILED or not paid:
        return _unpaid(shop)
    if shop == REFUNDED:
        return "refunded"
    return "partially_refunded" if order.get("refunds").value else "paid"


def is_by_date_alone(order: Field, paid_when: Sequence[str]) -> bool:
    """Whether it counts as paid only by the date of a payment, in a status in which it may have
    been edited since: the date stays, whatever the order comes to then."""
    shop = _shop_status(order["status"])
    named = {each.removeprefix("wc-") for each in paid_when}
    return shop in EDITABLE - named and status_of(order, paid_when) in BY_DATE


def cancelled_at(order: Field) -> datetime | None:
    """When it was cancelled, of which WooCommerce keeps only when the order was last modified."""
    return updated(order) if _shop_status(order["status"]) in CANCELLED else None


def is_refunded(order: Field) -> bool:
    """Whether the shop says that all of it went back. Its refunds may show less: the money of one
    without lines is less than the goods where a fee or a gift card has lowered the total."""
    return _shop_status(order["status"]) == REFUNDED


def is_held_though_paid(order: Field) -> bool:
    """Whether it was paid, and is on hold since: so payment plug-ins do while a dispute is open,
    and staff for reasons of their own."""
    return _shop_status(order["status"]) == HELD and _was_paid(order)


def _was_paid(order: Field) -> bool:
    return order.get("date_paid_gmt").stated and gmt(order["date_paid_gmt"]) is not None


def _unpaid(shop: str) -> str:
    if shop in WORKED_ON:
        return "authorized"
    return "voided" if shop in CANCELLED | FAILED | {REFUNDED} else "pending"


def _shop_status(field: Field) -> str:
    """Plug-ins add statuses of their own; inside the shop each is written with `wc-`."""
    status = field.text().lower().removeprefix("wc-")
    if not status:
        raise field.wrong("is empty")
    return status
