"""A platform's payloads as they lie in files: what a webhook said, or what the API answered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from commissions.application.preview.reading import ORDER, PRODUCT, TOPIC_HEADERS, composed
from commissions.application.preview.reading import PARTS as BESIDE
from commissions.domain.stores.store import Store
from commissions.platforms import (
    ParsedWebhook,
    Platform,
    bigcommerce,
    magento,
    shopify,
    woocommerce,
)

DIALECTS: dict[str, Any] = {
    "shopify": shopify,
    "woocommerce": woocommerce,
    "magento": magento,
    "bigcommerce": bigcommerce,
}
KEY = b"translate"
"""Makes customers unrecognisable here; a store's own key is its secret."""
ANSWERS = (ORDER, PRODUCT)
"""Topics that are no webhook's: an order, or a product, as the platform's API answers it."""
PARTS = {"woocommerce": ("refunds",)} | BESIDE | BESIDE
"""What an API tells of an order in answers of their own."""
WRAPPED = ("order", "refund", "product", "orders", "refunds", "products")
"""What Shopify's REST answers wrap around the object that is a webhook's whole body."""

RECEIVERS, NOBODY = ("recipientclientid", "recipient_client_id"), "nobody"
"""Whom Adobe's events are for, by either name; of a file that names nobody, it does not matter."""

Parts = Mapping[str, Any]


def read(store: Store, topic: str, payload: Any, parts: Parts | None = None) -> ParsedWebhook:
    """What a payload says. Whose it is, is not asked here. Raises InvalidPayload."""
    dialect: Platform = DIALECTS[store.platform]
    payload = _as_sent(store, topic, payload)
    whose = _meant(store, payload)
    if topic == ORDER:
        return dialect.parse_order(_whole(store.platform, payload, parts or {}), whose, KEY)
    if topic == PRODUCT:
        return dialect.parse_product(payload, whose)
    headers = {TOPIC_HEADERS.get(store.platform, "?topic"): topic}
    return dialect.parse_webhook(payload, dialect.topic(headers), headers, whose, KEY)


def unwrapped(platform: str, topic: str, payload: Any) -> list[Any]:
    """The objects that a file holds: Shopify wraps what its API answers, and lists hold many."""
    # A wrapped answer may hold one thing more beside it; an order of its own holds many.
    if platform == "shopify" and isinstance(payload, dict) and len(payload) <= 2:
        for name in WRAPPED:
            if name in payload and isinstance(inner := payload[name], dict | list):
                return inner if isinstance(inner, list) else [inner]
    found = inside(payload)
    several = topic in ANSWERS or platform == "woocommerce"
    return found if several and isinstance(found, list) else [found]


def inside(payload: Any) -> Any:
    """What BigCommerce's newer answers wrap in `data`; a hook has a `data` and more beside it."""
    if isinstance(payload, dict) and payload.keys() <= {"data", "meta"}:
        return payload.get("data", payload)
    return payload


def _whole(platform: str, payload: Any, parts: Parts) -> Any:
    """An order with its parts, unless a file holds them together."""
    if platform == "shopify" or (isinstance(payload, dict) and ORDER in payload):
        return payload
    return composed(platform, payload, parts)


def _as_sent(store: Store, topic: str, payload: Any) -> Any:
    """A Magento object as its webhook wraps it, where a file holds the bare object."""
    if store.platform != "magento" or topic in ANSWERS or not isinstance(payload, dict):
        return payload
    if store.channel == "mageos" and "data" not in payload:
        return {"data": payload}
    if store.channel == "adobe" and not payload.keys() & set(RECEIVERS):
        return payload | {RECEIVERS[0]: NOBODY}
    return payload


def _meant(store: Store, payload: Any) -> Store:
    """The store as one that the message is meant for."""
    first = payload[0] if isinstance(payload, list) and payload else payload
    fields = first if isinstance(first, dict) else {}
    if store.platform == "bigcommerce" and not store.domain:
        return replace(store, domain=str(fields.get("producer", "")).removeprefix("stores/"))
    ids = tuple(str(fields[name]) for name in RECEIVERS if name in fields)
    return replace(store, client_ids=ids or store.client_ids)
