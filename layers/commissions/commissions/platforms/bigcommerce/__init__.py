"""BigCommerce: https://developer.bigcommerce.com/docs/integrations/webhooks

Its hooks are thin, so what they lead to is a question to the store (`clients/bigcommerce`), whose
answer is read here:

    {"order": V2 order, "products": [V2 order products], "coupons": [V2 order coupons],
     "refunds": [V3 refunds], "metafields": [V3 order metafields, where the store is to be asked]}
"""

import re
from collections.abc import Mapping
from typing import Any

from commissions.domain.order import OrderPlaced
from commissions.domain.store import Store
from commissions.platforms import Ignored, ParsedWebhook
from commissions.platforms.bigcommerce import webhooks
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.orders import order_records
from commissions.platforms.bigcommerce.products import product_record
from commissions.platforms.bigcommerce.referrals import CARRIERS
from commissions.platforms.bigcommerce.signatures import TOKEN_HEADER, hook_token, is_authentic
from commissions.platforms.payload import Field

__all__ = [
    "CARRIERS",
    "NAME",
    "TOKEN_HEADER",
    "handshake",
    "hook_token",
    "is_authentic",
    "is_for_store",
    "parse_order",
    "parse_product",
    "parse_webhook",
    "topic",
]

_DELIVERY = {"webhook_id": "webhook-id", "sent_at": "webhook-timestamp"}
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """BigCommerce greets nobody: a hook's first call is its first event."""
    return None


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """No header names the store; the body does, and is signed (see `parse_webhook`)."""
    return True


def topic(headers: Mapping[str, str]) -> str:
    """No header names the topic; the body's scope is the reading's."""
    return "hook"


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The hint that a hook is. Raises InvalidPayload, or WrongRecipient for another store's."""
    body = Field(payload)
    webhooks.check_producer(body, store)
    scope = webhooks.scope_of(body)
    told_at = webhooks.occurred_at(body, headers)
    found = webhooks.parse(body, scope, told_at, store)
    ignored = found.reason if isinstance(found, Ignored) else ""
    return ParsedWebhook(
        topic=scope.text,
        records=() if isinstance(found, Ignored) else (found,),
        occurred_at=told_at,
        ignored=ignored,
        delivery=_delivery(headers),
    )


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """An order with its lines, coupons and refunds. Raises InvalidPayload."""
    records = order_records(Field(payload), store, customer_key)
    placed = next(each for each in records if isinstance(each, OrderPlaced))
    return ParsedWebhook(topic="order", records=records, occurred_at=placed.updated_at)


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """A product of the V3 catalogue, asked for with `include=variants`. Raises InvalidPayload."""
    product = product_record(Field(payload), store)
    return ParsedWebhook(topic="product", records=(product,), occurred_at=product.updated_at)


def _delivery(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name: headers.get(header, "") for name, header in _DELIVERY.items()}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
