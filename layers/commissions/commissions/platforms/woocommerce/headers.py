"""What the headers of a WooCommerce webhook say: topic, shop, and the ids of this delivery."""

import re
from collections.abc import Mapping

from commissions.domain.stores.own_name import is_same_shop
from commissions.domain.stores.store import Store

_TOPIC = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,80}", re.ASCII)
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)
_DELIVERY = {"webhook_id": "x-wc-webhook-id", "delivery_id": "x-wc-webhook-delivery-id"}


def topic(headers: Mapping[str, str]) -> str:
    """The topic, such as `order.updated`; empty where the header holds none."""
    named = headers.get("x-wc-webhook-topic", "").lower()
    return named if _TOPIC.fullmatch(named) else ""


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook names the shop it was sent for.

    A copy of a shop, as made for tests, has the same webhooks and secrets and other orders under
    the same ids; only the address that it names differs.
    """
    return not store.domain or is_same_shop(shop_named(headers), store.domain)


def shop_named(headers: Mapping[str, str]) -> str:
    """The shop's home address."""
    return headers.get("x-wc-webhook-source", "")


def delivery_ids(headers: Mapping[str, str]) -> dict[str, str]:
    """The platform's ids of this delivery, by their names."""
    found = {name: headers.get(header, "") for name, header in _DELIVERY.items()}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
