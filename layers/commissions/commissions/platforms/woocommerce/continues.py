"""Which order a WooCommerce order goes on with, and under which contract it was placed.

A balance order names the deposit's (deposits.py). The next order of a subscription names the
subscription, which is no order; which order that began with, our client asks of the shop once it
reads the order. A first order names neither.

Any other order with a parent may be a copy of lines of that one, which marketplaces make for each
vendor (Dokan, MultiVendorX, YITH), or a part that was split off it: its lines say which. Where the
parent is itself a balance order, or a renewal, its copy repeats what that one names: whose copy it
is comes first.
"""

from collections.abc import Sequence
from typing import Any

from commissions.domain.orders.continues import COPY, RENEWAL, Continues
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import Item
from commissions.platforms.marks import id_of
from commissions.platforms.payload import Field
from commissions.platforms.referrals import word
from commissions.platforms.woocommerce import deposits
from commissions.platforms.woocommerce.deposits import metas_of
from commissions.platforms.woocommerce.name import NAME

RENEWED = "_subscription_renewal"
BY_THE_BUYER = ("_subscription_switch", "_subscription_resubscribe")
"""Of a subscription, and placed by its buyer all the same."""
YITH_RENEWAL, YITH_SUBSCRIPTIONS = "is_a_renew", "subscriptions"
MADE_BY_SUBSCRIPTIONS = "subscription"
"""What `created_via` says of an order that a subscription placed, whatever else it says."""
MADE_FOR_VENDORS = frozenset(
    {"dokan", "yith_wcmv_vendor_suborder", "mvx_vendor_order", "wcmp_vendor_order"}
)
"""What it says of one that a marketplace made for a vendor, of an order that it has above it."""
BEGAN_WITH = "subscription_began_with"
"""Beside an order's own fields: the id of its subscription's first order, as the client asked."""


def continued(order: Field, items: Sequence[Item], store_id: str) -> Continues | None:
    copy, instalment = _of_parent(order, store_id), deposits.continued(items, store_id)
    if copy and (_is_for_vendor(order) or _pays_on_elsewhere(order, copy, instalment)):
        return copy
    if instalment:
        return instalment
    return _renewal(order, store_id) if _is_renewal(order) else copy


def _is_renewal(order: Field) -> bool:
    is_told = renewed_subscription(order) or metas_of(order).get(YITH_RENEWAL) == "yes"
    return bool(is_told) or _made_by(order) == MADE_BY_SUBSCRIPTIONS


def _renewal(order: Field, store_id: str) -> Continues:
    """Plug-ins that name no subscription put the renewal below the order that it began with."""
    above = "" if renewed_subscription(order) else id_of(order.get("parent_id"))
    first, own = id_of(order.get(BEGAN_WITH)) or above, id_of(order.get("id"))
    return Continues(order_key(NAME, store_id, first) if first not in ("", own) else "", RENEWAL)


def _of_parent(order: Field, store_id: str) -> Continues | None:
    """What a buyer has placed goes on with no order, whatever its parent is."""
    parent, metas = id_of(order.get("parent_id")), metas_of(order)
    is_placed = any(_id(metas.get(name)) for name in BY_THE_BUYER)
    if parent in ("", id_of(order.get("id"))) or is_placed:
        return None
    return Continues(order_key(NAME, store_id, parent), COPY, by_lines=True)


def _is_for_vendor(order: Field) -> bool:
    return _made_by(order) in MADE_FOR_VENDORS


def _pays_on_elsewhere(order: Field, copy: Continues, instalment: Continues | None) -> bool:
    """Whether its lines pay on for another order than the one above it, which pays on for that."""
    is_balance = _made_by(order) in deposits.MADE_BY_DEPOSITS
    return instalment is not None and not is_balance and instalment.order != copy.order


def _made_by(order: Field) -> str:
    return word(order.get("created_via"))


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
