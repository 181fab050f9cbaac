"""WooCommerce's REST API: https://developer.woocommerce.com/docs/apis/rest-api/v3/

Orders are asked for by the fields that are read, so that no name or address is even sent to us.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from commissions.clients.woocommerce.api import connect, home_address
from commissions.clients.woocommerce.client import WooCommerceClient
from commissions.clients.woocommerce.webhooks import TOPICS
from commissions.domain.stores.store import Store

__all__ = ["TOPICS", "WooCommerceClient", "create_client"]


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> WooCommerceClient:
    """`access` holds `consumer_key` and `consumer_secret`. Raises AccessDenied, NotAllowed."""
    http = connect(store, access, private)
    return WooCommerceClient(http, partial(home_address, store, private))
