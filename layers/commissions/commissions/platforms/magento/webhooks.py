"""What each of Magento's webhooks tells, whichever way it came: see the three `webhook_*`."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from commissions.domain.stores.store import Store
from commissions.platforms import InvalidPayload, ParsedWebhook
from commissions.platforms.magento import webhook_adobe, webhook_mageos, webhook_template
from commissions.platforms.magento.headers import delivery_ids
from commissions.platforms.magento.name import ADOBE, MAGEOS, TEMPLATE
from commissions.platforms.strict_json import NotJson, loads

VALIDATION_BYTES_MAX = 4096

_CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,128}", re.ASCII)


def handshake(body: bytes, headers: Mapping[str, str]) -> str | None:
    """Adobe asks a new address to repeat its challenge; what could be more than one is not said.

    Where that failed, it sends an address to be visited within minutes: that is for a person to
    do, since whatever a stranger names here must not be asked by us.
    """
    if not body and "?challenge" in headers:
        challenge = headers["?challenge"]
        return challenge if _CHALLENGE.fullmatch(challenge) else None
    return "not visited: repeat the challenge" if _is_validation(body) else None


def parse_webhook(
    payload: Any, topic: str, headers: Mapping[str, str], store: Store, customer_key: bytes
) -> ParsedWebhook:
    """The records that a webhook tells of. Raises InvalidPayload, or WrongRecipient."""
    parsed = _parse(payload, topic, store, customer_key)
    return replace(parsed, delivery=delivery_ids(payload, headers))


def _parse(payload: Any, topic: str, store: Store, customer_key: bytes) -> ParsedWebhook:
    if store.channel == ADOBE:
        return webhook_adobe.parse(payload, topic, store)
    if store.channel == MAGEOS:
        return webhook_mageos.parse(payload, topic, store, customer_key)
    if store.channel == TEMPLATE:
        return webhook_template.parse(payload, store)
    raise InvalidPayload(f"the store has no channel: {ADOBE}, {MAGEOS} or {TEMPLATE}")


def _is_validation(body: bytes) -> bool:
    if len(body) > VALIDATION_BYTES_MAX or b"validationUrl" not in body:
        return False
    with suppress(NotJson):
        payload = loads(body)
        return isinstance(payload, dict) and payload.keys() == {"validationUrl"}
    return False
