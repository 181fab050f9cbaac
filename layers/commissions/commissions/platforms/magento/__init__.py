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
from commissions.platforms import Reading, Unreadable
from commissions.platforms.magento import adobe, mageos, template
from commissions.platforms.magento.lines import lines_of
from commissions.platforms.magento.name import ADOBE, MAGEOS, NAME, TEMPLATE
from commissions.platforms.magento.orders import order_records
from commissions.platforms.magento.products import listed as product_listed
from commissions.platforms.magento.referrals import CARRIERS
from commissions.platforms.magento.refunds import check_is_memo, refunded
from commissions.platforms.magento.signatures import channel, is_authentic
from commissions.platforms.magento.values import moment
from commissions.platforms.payload import Field
from commissions.platforms.strict_json import NotJson, loads

__all__ = [
    "CARRIERS",
    "NAME",
    "belongs",
    "fetched",
    "greeting",
    "is_authentic",
    "listed",
    "topic",
    "translate",
]

FETCHED, CATALOGUED = "orders/fetched", "products/fetched"
VALIDATION_BYTES_MAX = 4096

_CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,128}", re.ASCII)
_DELIVERY_ID = re.compile(r"[A-Za-z0-9_.:/+=-]{1,128}", re.ASCII)
"""Adobe's stand in headers that nobody signs: no address of a person can be one."""
_DELIVERY = ("x-adobe-event-id", "x-adobe-delivery-id", "x-adobe-retry-count")


def greeting(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Adobe asks a new address to repeat its challenge; what could be more than one is not said.

    Where that failed, it sends an address to be visited within minutes: that is for a person to
    do, since whatever a stranger names here must not be asked by us.
    """
    if not body and "?challenge" in headers:
        challenge = headers["?challenge"]
        return challenge if _CHALLENGE.fullmatch(challenge) else None
    return "not visited: repeat the challenge" if _is_validation(body) else None


def belongs(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook came the way that the store was set up for."""
    return bool(store.channel) and channel(headers) == store.channel


def topic(headers: Mapping[str, str]) -> str:
    """What the headers or the address name; what the body names itself comes before it."""
    return adobe.topic(headers) or mageos.topic(headers)


def translate(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> Reading:
    """The records that a webhook tells of. Raises Unreadable, or NotOurs."""
    reading = _read(payload, topic, store, customer_key)
    return replace(reading, delivery=_delivery(payload, headers))


def _read(payload: Any, topic: str, store: Store, customer_key: bytes) -> Reading:
    if store.channel == ADOBE:
        return adobe.translate(payload, topic, store)
    if store.channel == MAGEOS:
        return mageos.translate(payload, topic, store, customer_key)
    if store.channel == TEMPLATE:
        return template.translate(payload, store)
    raise Unreadable(f"the store has no channel: {ADOBE}, {MAGEOS} or {TEMPLATE}")


def fetched(payload: Any, store: Store, customer_key: bytes) -> Reading:
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
    return Reading(topic=FETCHED, records=tuple(records), told_at=moment(order["updated_at"]))


def listed(payload: Any, store: Store) -> Reading:
    """The records of a product as REST shows it."""
    return product_listed(Field(payload), store, CATALOGUED)


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
