"""WooCommerce: https://developer.woocommerce.com/docs/apis/rest-api/v3/webhooks"""

import re
from collections.abc import Mapping
from typing import Any

from commissions.domain.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce import products, webhooks
from commissions.platforms.woocommerce.amounts import is_coarse
from commissions.platforms.woocommerce.name import NAME
from commissions.platforms.woocommerce.orders import cancellation, snapshot
from commissions.platforms.woocommerce.referrals import CARRIERS
from commissions.platforms.woocommerce.refunds import refunded
from commissions.platforms.woocommerce.signatures import SIGNATURE, is_authentic
from commissions.platforms.woocommerce.times import updated

__all__ = [
    "CARRIERS",
    "NAME",
    "handshake",
    "is_authentic",
    "is_coarse",
    "is_for_store",
    "parse_order",
    "parse_product",
    "parse_webhook",
    "topic",
]

FETCHED_ORDER, FETCHED_PRODUCT = "order.fetched", "product.fetched"

_PING = re.compile(rb"webhook_id=[0-9]{1,20}")
_TOPIC = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,80}", re.ASCII)
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)
_DELIVERY = {"webhook_id": "x-wc-webhook-id", "delivery_id": "x-wc-webhook-delivery-id"}


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """The ping of a webhook that was just made: it is not signed, tells nothing, and needs a 200,
    or else each later save of the webhook pings again."""
    is_form = (
        headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded")
    )
    return "" if is_form and SIGNATURE not in headers and _PING.fullmatch(body) else None


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook names the shop it was sent for.

    A copy of a shop, as made for tests, has the same webhooks and secrets and other orders under
    the same ids; only the address that it names differs.
    """
    source = headers.get("x-wc-webhook-source", "")
    return not store.domain or _address(source) == _address(store.domain)


def topic(headers: Mapping[str, str]) -> str:
    """The topic, such as `order.updated`; empty where the header holds none."""
    named = headers.get("x-wc-webhook-topic", "").lower()
    return named if _TOPIC.fullmatch(named) else ""


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The records that a webhook tells of. Raises InvalidPayload."""
    if not topic:
        raise InvalidPayload("the topic header names no topic")
    said = webhooks.parse(topic, Field(payload), store, customer_key)
    return ParsedWebhook(
        topic=topic,
        records=said.records,
        occurred_at=said.told_at,
        ignored=said.ignored,
        delivery=_delivery(headers),
    )


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of an order as the API answers it, its `refunds` in full: each as
    `GET /orders/{id}/refunds` has it. Raises InvalidPayload."""
    order = Field(payload)
    if is_coarse(order):
        raise order["total"].wrong("has fewer decimals than its currency")
    placed = snapshot(order, store, customer_key)
    refunds = [refunded(refund, placed) for refund in order.get("refunds").each()]
    return ParsedWebhook(
        topic=FETCHED_ORDER,
        records=(placed, *refunds, *cancellation(placed)),
        occurred_at=placed.updated_at,
    )


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product as the API answers it, its `variations` in full: each as
    `GET /products/{id}/variations` has it. Raises InvalidPayload."""
    product = Field(payload)
    return ParsedWebhook(
        topic=FETCHED_PRODUCT,
        records=(products.product_record(product, store),),
        occurred_at=updated(product),
    )


def _address(url: str) -> str:
    """Host, port and path; by which scheme it is reached, and a slash at the end, say nothing."""
    bare = url.strip().lower().rstrip("/")
    return bare.removeprefix("https://").removeprefix("http://")


def _delivery(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name: headers.get(header, "") for name, header in _DELIVERY.items()}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
