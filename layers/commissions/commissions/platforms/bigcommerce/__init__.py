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
from commissions.platforms import Ignored, Reading
from commissions.platforms.bigcommerce import hooks
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.orders import records_of
from commissions.platforms.bigcommerce.products import product_of
from commissions.platforms.bigcommerce.referrals import CARRIERS
from commissions.platforms.bigcommerce.signing import TOKEN_HEADER, hook_token, is_authentic
from commissions.platforms.payload import Field

__all__ = [
    "CARRIERS",
    "NAME",
    "TOKEN_HEADER",
    "belongs",
    "fetched",
    "greeting",
    "hook_token",
    "is_authentic",
    "listed",
    "topic",
    "translate",
]

_DELIVERY = {"webhook_id": "webhook-id", "sent_at": "webhook-timestamp"}
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)


def greeting(body: bytes, headers: Mapping[str, str]) -> str | None:
    """BigCommerce greets nobody: a hook's first call is its first event."""
    return None


def belongs(headers: Mapping[str, str], store: Store) -> bool:
    """No header names the store; the body does, and is signed (see `translate`)."""
    return True


def topic(headers: Mapping[str, str]) -> str:
    """No header names the topic; the body's scope is the reading's."""
    return "hook"


def translate(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> Reading:
    """The hint that a hook is. Raises Unreadable, or NotOurs for another store's."""
    body = Field(payload)
    hooks.check_producer(body, store)
    scope = hooks.scope_of(body)
    told_at = hooks.told_at(body, headers)
    found = hooks.read(body, scope, told_at, store)
    ignored = found.reason if isinstance(found, Ignored) else ""
    return Reading(
        topic=scope.text,
        records=() if isinstance(found, Ignored) else (found,),
        told_at=told_at,
        ignored=ignored,
        delivery=_delivery(headers),
    )


def fetched(payload: Any, store: Store, customer_key: bytes) -> Reading:
    """An order with its lines, coupons and refunds. Raises Unreadable."""
    records = records_of(Field(payload), store, customer_key)
    placed = next(each for each in records if isinstance(each, OrderPlaced))
    return Reading(topic="order", records=records, told_at=placed.updated_at)


def listed(payload: Any, store: Store) -> Reading:
    """A product of the V3 catalogue, asked for with `include=variants`. Raises Unreadable."""
    product = product_of(Field(payload), store)
    return Reading(topic="product", records=(product,), told_at=product.updated_at)


def _delivery(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name: headers.get(header, "") for name, header in _DELIVERY.items()}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
