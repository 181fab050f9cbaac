"""Which order a WooCommerce order goes on with, and under which contract it was placed.

A balance order names the deposit's (deposits.py). The next order of a subscription names the
subscription, which is no order; which order that began with, our client asks of the shop once it
reads the order. A first order names neither.

Any other order with a parent may be a copy of lines of that one, which marketplaces make for each
vendor (Dokan, MultiVendorX, YITH), or a part that was split off it: its lines say which, and its
`created_via` would say no more.
"""

from collections.abc import Sequence
from typing import Any

from commissions.domain.orders.continues import COPY, RENEWAL, Continues
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import Item
from commissions.platforms.marks import id_of
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce import deposits
from commissions.platforms.woocommerce.deposits import metas_of
from commissions.platforms.woocommerce.name import NAME

RENEWED = "_subscription_renewal"
BY_THE_BUYER = ("_subscription_switch", "_subscription_resubscribe")
"""Of a subscription, and placed by its buyer all the same."""
YITH_RENEWAL, YITH_SUBSCRIPTIONS = "is_a_renew", "subscriptions"
BEGAN_WITH = "subscription_began_with"
"""Beside an order's own fields: the id of its subscription's first order, as the client asked."""


def continued(order: Field, items: Sequence[Item], store_id: str) -> Continues | None:
    if instalment := deposits.continued(items, store_id):
        return instalment
    metas = metas_of(order)
    if not renewed_subscription(order) and metas.get(YITH_RENEWAL) != "yes":
        return _of_parent(order, store_id)
    first, own = id_of(order.get(BEGAN_WITH)), id_of(order.get("id"))
    return Continues(order_key(NAME, store_id, first) if first not in ("", own) else "", RENEWAL)


def _of_parent(order: Field, store_id: str) -> Continues | None:
    """What a buyer has placed goes on with no order, whatever its parent is."""
    parent, metas = id_of(order.get("parent_id")), metas_of(order)
    is_placed = any(_id(metas.get(name)) for name in BY_THE_BUYER)
    if parent in ("", id_of(order.get("id"))) or is_placed:
        return None
    return Continues(order_key(NAME, store_id, parent), COPY, by_lines=True)


def contract_of(order: Field) -> str:
    """The id of the subscription; YITH's stands on the first order too."""
    metas = metas_of(order)
    for name in (RENEWED, *BY_THE_BUYER):
        if subscription := _id(metas.get(name)):
            return subscription
    listed = metas.get(YITH_SUBSCRIPTIONS)
    return _id(listed[0]) if isinstance(listed, list) and listed else ""


def renewed_subscription(order: Field) -> str:
    """The id of the subscription whose next order it is; empty for any other."""
    return _id(metas_of(order).get(RENEWED))


def _id(value: Any) -> str:
    return id_of(Field(value))
