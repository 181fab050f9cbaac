"""What the headers of a Magento webhook say: its event, its way, and the ids of this delivery."""

import re
from collections.abc import Mapping
from typing import Any

from commissions.domain.stores.store import Store
from commissions.platforms.magento.signatures import channel

CODE_HEADER = "x-adobe-event-code"
NAME_PARAMETER = "?event"
"""Where version 3 of mage-os, whose bodies do not, names its event."""
EVENT_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,200}", re.ASCII)
EVENT_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}(?:\.[a-z0-9_]{1,40}){1,4}", re.ASCII)

_DELIVERY_ID = re.compile(r"[A-Za-z0-9_.:/+=-]{1,128}", re.ASCII)
"""Adobe's stand in headers that nobody signs: no address of a person can be one."""
_DELIVERY = ("x-adobe-event-id", "x-adobe-delivery-id", "x-adobe-retry-count")


def topic(headers: Mapping[str, str]) -> str:
    """What the headers or the address name; what the body names itself comes before it."""
    code, name = headers.get(CODE_HEADER, ""), headers.get(NAME_PARAMETER, "")
    if EVENT_CODE.fullmatch(code):
        return code
    return name if EVENT_NAME.fullmatch(name) else ""


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """Whether the webhook came the way that the store was set up for."""
    return bool(store.channel) and channel(headers) == store.channel


def shop_named(headers: Mapping[str, str]) -> str:
    """No header names the shop: what is not meant for it came another way than it should."""
    return channel(headers)


def delivery_ids(payload: Any, headers: Mapping[str, str]) -> dict[str, str]:
    """The platform's ids of this delivery, by their names."""
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
