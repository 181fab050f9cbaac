"""Shopify's GraphQL Admin API: https://shopify.dev/docs/api/admin-graphql/2026-10"""

from collections.abc import Mapping, Sequence

from commissions.clients.shopify.api import connect
from commissions.clients.shopify.client import ShopifyClient
from commissions.clients.shopify.graphql import GraphApi
from commissions.clients.shopify.webhooks import TOPICS
from commissions.domain.stores.store import Store

__all__ = ["TOPICS", "ShopifyClient", "create_client"]


def create_client(
    store: Store, access: Mapping[str, str], private: Sequence[str] = ()
) -> ShopifyClient:
    """`access` holds the app's `token`. Raises AccessDenied, NotAllowed."""
    return ShopifyClient(GraphApi(connect(store, access, private)))
