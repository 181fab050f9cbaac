"""BigCommerce: https://developer.bigcommerce.com/docs/integrations/webhooks

Its hooks are thin, so what they lead to is a question to the store (`clients/bigcommerce`), whose
answer is parsed here:

    {"order": V2 order, "products": [V2 order products], "coupons": [V2 order coupons],
     "refunds": [V3 refunds], "metafields": [V3 order metafields, where the store is to be asked]}
"""

from commissions.platforms.bigcommerce.headers import is_for_store, shop_named, topic
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.orders import parse_order
from commissions.platforms.bigcommerce.products import parse_product
from commissions.platforms.bigcommerce.referrals import CARRIERS
from commissions.platforms.bigcommerce.signatures import is_authentic
from commissions.platforms.bigcommerce.webhooks import handshake, parse_webhook

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
