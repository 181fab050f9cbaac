"""Magento 2, Adobe Commerce and Mage-OS: one dialect for the three ways their webhooks come.

https://developer.adobe.com/commerce, https://github.com/mage-os/mageos-async-events
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from commissions.domain.order import OfOrder
from commissions.domain.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.magento import webhook_adobe, webhook_mageos, webhook_template
from commissions.platforms.magento.amounts import moment
from commissions.platforms.magento.lines import lines_of
from commissions.platforms.magento.name import ADOBE, MAGEOS, NAME, TEMPLATE
from commissions.platforms.magento.orders import order_records
from commissions.platforms.magento.products import parsed_product
from commissions.platforms.magento.referrals import CARRIERS
from commissions.platforms.magento.refunds import check_is_memo, refunded
from commissions.platforms.magento.signatures import channel, is_authentic
from commissions.platforms.payload import Field
from commissions.platforms.strict_json import NotJson, loads

__all__ = [
    "CARRIERS",
    "NAME",
    "handshake",
    "is_authentic",
    "is_for_store",
    "parse_order",
    "parse_product",
    "parse_webhook",
    "topic",
]

FETCHED_ORDER, FETCHED_PRODUCT = "orders/fetched", "products/fetched"
VALIDATION_BYTES_MAX = 4096

_CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,128}", re.ASCII)
_DELIVERY_ID = re.compile(r"[A-Za-z0-9_.:/+=-]{1,128}", re.ASCII)
"""Adobe's stand in headers that nobody signs: no address of a person can be one."""
_DELIVERY = ("x-adobe-event-id", "x-adobe-delivery-id", "x-adobe-retry-count")


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Adobe asks a new address to repeat its challenge; what could be more than one is not said.

    Where that failed, it sends an address to be visited within minutes: that is for a person to
    do, since whatever a stranger names here must not be asked by us.
    """
    if not body and "?challenge" in headers:
        challenge = headers["?challenge"]
        return challenge if _CHALLENGE.fullmatch(challenge) else None
    return "not visited: repeat the challenge" if _is_validation(body) else None


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook came the way that the store was set up for."""
    return bool(store.channel) and channel(headers) == store.channel


def topic(headers: Mapping[str, str]) -> str:
    """What the headers or the address name; what the body names itself comes before it."""
    return webhook_adobe.topic(headers) or webhook_mageos.topic(headers)


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The records that a webhook tells of. Raises InvalidPayload, or WrongRecipient."""
    reading = _parse(payload, topic, store, customer_key)
    return replace(reading, delivery=_delivery(payload, headers))


def _parse(payload: Any, topic: str, store: Store, customer_key: bytes) -> ParsedWebhook:
    if store.channel == ADOBE:
        return webhook_adobe.parse(payload, topic, store)
    if store.channel == MAGEOS:
        return webhook_mageos.parse(payload, topic, store, customer_key)
    if store.channel == TEMPLATE:
        return webhook_template.parse(payload, store)
    raise InvalidPayload(f"the store has no channel: {ADOBE}, {MAGEOS} or {TEMPLATE}")


def parse_order(payload: Any, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records of `{"order": …, "creditmemos": […]}`, both as REST shows them."""
    body = Field(payload)
    order = body["order"]
    lines = {line.item["item_id"].identity() for line in lines_of(order)}
    records: list[OfOrder] = [*order_records(order, store, customer_key)]
    for memo in body["creditmemos"].each():
        check_is_memo(memo)
        if memo["order_id"].identity() != order["entity_id"].identity():
            raise memo["order_id"].wrong("is another order's")
        records += refunded(memo, store, lines=lines)
    return ParsedWebhook(
        topic=FETCHED_ORDER, records=tuple(records), occurred_at=moment(order["updated_at"])
    )


def parse_product(payload: Any, store: Store) -> ParsedWebhook:
    """The records of a product as REST shows it."""
    return parsed_product(Field(payload), store, FETCHED_PRODUCT)


def _delivery(payload: Any, headers: Mapping[str, str]) -> dict[str, str]:
    found = {
        name.removeprefix("x-adobe-").replace("-", "_"): headers.get(name) for name in _DELIVERY
    }
    if isinstance(payload, dict) and not found["event_id"]:
        found["event_id"] = payload.get("id")  # mage-os names its deliveries in the body
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, str) and _DELIVERY_ID.fullmatch(value)
    }


def _is_validation(body: bytes) -> bool:
    if len(body) > VALIDATION_BYTES_MAX or b"validationUrl" not in body:
        return False
    with suppress(NotJson):
        payload = loads(body)
        return isinstance(payload, dict) and payload.keys() == {"validationUrl"}
    return False
