"""Through which of a store's sales channels an order came; V2 says it of each as `channel_id`."""

from commissions.domain.stores.store import Store
from commissions.platforms.payload import Field

STOREFRONT = "1"
"""The sales channel of orders that name none."""


def channel_of(order: Field) -> str:
    field = order.get("channel_id")
    return field.identity() if field.is_id else STOREFRONT


def other_channel(order: Field, store: Store) -> str:
    """The order's channel, where the store is another one of the shop's; empty where it is this
    one, or all of them. Raises InvalidPayload."""
    if not store.channel_id or (found := channel_of(order)) == store.channel_id:
        return ""
    return found
