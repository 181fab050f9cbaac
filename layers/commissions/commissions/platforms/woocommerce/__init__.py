"""WooCommerce: https://developer.woocommerce.com/docs/apis/rest-api/v3/webhooks"""

from commissions.platforms.woocommerce.headers import is_for_store, shop_named, topic
from commissions.platforms.woocommerce.name import NAME
from commissions.platforms.woocommerce.orders import parse_order
from commissions.platforms.woocommerce.products import parse_product
from commissions.platforms.woocommerce.referrals import CARRIERS
from commissions.platforms.woocommerce.signatures import is_authentic
from commissions.platforms.woocommerce.webhooks import handshake, parse_webhook

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
