"""BigCommerce's API: https://developer.bigcommerce.com/docs/rest-management"""

from collections.abc import Mapping, Sequence

from commissions.clients.bigcommerce.api import connect
from commissions.clients.bigcommerce.client import BigCommerceClient
from commissions.clients.bigcommerce.webhooks import TOPICS
from commissions.domain.stores.store import Store

__all__ = ["TOPICS", "BigCommerceClient", "create_client"]


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> BigCommerceClient:
    """`access` holds the `token` of an API account. Raises AccessDenied, NotAllowed."""
    return BigCommerceClient(
        connect(store, access, private),
        metafields="order_metafield" in store.carriers,
        channel_id=store.channel_id,
    )
