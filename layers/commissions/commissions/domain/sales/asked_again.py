"""Of which orders their store is asked once more: where it writes a referral without a word."""

from datetime import datetime, timedelta

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.stores.store import Store, has_api

WRITTEN_SILENTLY = frozenset({"order_meta", "attribution", "order_metafield"})
"""Carriers that a plug-in, or an app, may write after the payment: WooCommerce's meta data and
BigCommerce's metafields. No webhook tells of it."""
ASKED_AFTER = timedelta(hours=1)


def asked_again_at(order: OrderPlaced, store: Store, now: datetime) -> datetime | None:
    """When its store is asked again for a paid order that is nobody's; None where it is not.

    Not where what it would say could change nothing: beyond the store's late window, and of an
    order that a machine made, whose referrals are copies.
    """
    window = timedelta(hours=store.policies.late_referral_hours)
    is_silent = not WRITTEN_SILENTLY.isdisjoint(store.carriers)
    if order.is_machine_made or not (is_silent and has_api(store)):
        return None
    is_late = window < ASKED_AFTER or now - order.updated_at > window
    # A store's clock may be ahead, and its moments of any year.
    return None if is_late else min(order.updated_at, now) + ASKED_AFTER


def is_nobodys(sale: SaleAttributed) -> bool:
    """Whether a paid snapshot names nobody, and no earlier order of its customer did."""
    if sale.lock is None or not sale.matches:
        return False
    sellers = {each.seller for each in sale.matches} | {each.seller for each in sale.carried}
    return not any(sellers)
