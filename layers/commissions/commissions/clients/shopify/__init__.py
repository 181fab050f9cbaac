"""Shopify's GraphQL Admin API: https://shopify.dev/docs/api/admin-graphql/2026-10"""

from collections.abc import Mapping, Sequence

from commissions.clients.abilities import TokenSource
from commissions.clients.http import Http
from commissions.clients.shopify.api import RenewedToken, base_url, connect
from commissions.clients.shopify.client import ShopifyClient
from commissions.clients.shopify.graphql import GraphApi
from commissions.clients.shopify.refusals import address_of
from commissions.clients.shopify.token_exchange import CREDENTIALS, exchange
from commissions.clients.shopify.webhooks import TOPICS
from commissions.domain.stores.store import Store

__all__ = [
    "CREDENTIALS",
    "TOPICS",
    "ShopifyClient",
    "create_client",
    "create_renewing_client",
    "exchange",
]


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> ShopifyClient:
    """`access` holds the `token` of an app. Raises AccessDenied, NotAllowed."""
    return ShopifyClient(GraphApi(connect(store, access, private)))


def create_renewing_client(
    store: Store, tokens: TokenSource, private: Sequence[str] = ()
) -> ShopifyClient:
    """For an app whose tokens live for a day. Raises NotAllowed."""
    auth = RenewedToken(tokens)
    http = Http(base_url(store, private), auth=auth, private=private, address=address_of(store))
    return ShopifyClient(GraphApi(http, renew=auth.renew))
