"""Shopify: https://shopify.dev/docs/apps/build/webhooks"""

from commissions.platforms.shopify.headers import is_for_store, shop_named, topic
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.orders import parse_order
from commissions.platforms.shopify.products import parse_product
from commissions.platforms.shopify.referrals import CARRIERS
from commissions.platforms.shopify.signatures import is_authentic
from commissions.platforms.shopify.webhooks import handshake, parse_webhook

__all__ = [
    "CARRIERS",
    "NAME",
    "handshake",
    "is_authentic",
    "is_for_store",
    "parse_order",
    "parse_product",
    "parse_webhook",
    "shop_named",
    "topic",
]
