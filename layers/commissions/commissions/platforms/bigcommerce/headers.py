"""What the headers of a BigCommerce hook say: the ids of this delivery, and little more."""

import re
from collections.abc import Mapping

from commissions.domain.stores.store import Store

_DELIVERY = {"webhook_id": "webhook-id", "sent_at": "webhook-timestamp"}
_DELIVERY_ID = re.compile(r"[!-~]{1,128}", re.ASCII)


def topic(headers: Mapping[str, str]) -> str:
    """No header names the topic; the body's scope is what is parsed."""
    return "hook"


def is_for_store(headers: Mapping[str, str], store: Store) -> bool:
    """No header names the store; the body does, and is signed (see `webhooks.check_producer`)."""
    return True


def shop_named(headers: Mapping[str, str]) -> str:
    """No header does; the body's producer, where it is another, stands in the refusal."""
    return ""


def delivery_ids(headers: Mapping[str, str]) -> dict[str, str]:
    """The platform's ids of this delivery, by their names."""
    found = {name: headers.get(header, "") for name, header in _DELIVERY.items()}
    return {name: value for name, value in found.items() if _DELIVERY_ID.fullmatch(value)}
