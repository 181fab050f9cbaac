"""Magento 2, Adobe Commerce and Mage-OS: one dialect for the three ways their webhooks come.

https://developer.adobe.com/commerce, https://github.com/mage-os/mageos-async-events
"""

from commissions.platforms.magento.headers import is_for_store, shop_named, topic
from commissions.platforms.magento.name import NAME
from commissions.platforms.magento.orders import parse_order
from commissions.platforms.magento.products import parse_product
from commissions.platforms.magento.referrals import CARRIERS
from commissions.platforms.magento.signatures import is_authentic
from commissions.platforms.magento.webhooks import handshake, parse_webhook

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
