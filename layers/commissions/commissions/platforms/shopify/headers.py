"""What the headers of a Shopify webhook say: its topic, its shop, and the ids of this delivery."""

import re
from collections.abc import Mapping

from commissions.domain.stores.own_name import is_same_shop
from commissions.domain.stores.store import Store

_TOPIC = re.compile(r"[a-z_]{1,40}/[a-z_]{1,40}", re.ASCII)
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)
_DELIVERY = ("webhook-id", "event-id", "triggered-at", "api-version")


def header(headers: Mapping[str, str], name: str) -> str:
    """Newer webhooks name their headers without `x-`; where both are, these win."""
    return headers.get(f"shopify-{name}", headers.get(f"x-shopify-{name}", ""))


def topic(headers: Mapping[str, str]) -> str:
    """The topic, such as `orders/paid`; empty where the header holds none."""
    named = header(headers, "topic").lower()
    return named if _TOPIC.fullmatch(named) else ""


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook names the store it was sent to; one app secret serves many shops."""
    return not store.domain or is_same_shop(shop_named(headers), store.domain)


def shop_named(headers: Mapping[str, str]) -> str:
    """The shop's own address, `x.myshopify.com`."""
    return header(headers, "shop-domain")


def delivery_ids(headers: Mapping[str, str]) -> dict[str, str]:
    """The platform's ids of this delivery, by their names."""
    found = {name.replace("-", "_"): header(headers, name) for name in _DELIVERY}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
