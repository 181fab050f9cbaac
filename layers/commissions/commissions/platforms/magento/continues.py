"""Which order a Magento order goes on with: an edit cancels an order, and places it anew."""

from commissions.domain.orders.continues import RECREATED, Continues
from commissions.domain.orders.keys import order_key
from commissions.platforms.magento.name import NAME
from commissions.platforms.marks import id_of, number_of
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word


def continued(order: Field, store_id: str) -> Continues | None:
    """The order that was edited, by its id, and the first of all of them, by its number."""
    parent = id_of(order.get("relation_parent_id"))
    number = number_of(word(order.get("original_increment_id")))
    number = "" if number == "0" else number
    if parent == id_of(order.get("entity_id")):
        parent = ""
    if not parent and not number:
        return None
    return Continues(order_key(NAME, store_id, parent) if parent else "", RECREATED, number)
