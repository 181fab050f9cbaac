"""Shopify's times: ISO 8601 with a zone, which `Field.moment` reads; of a message, its header's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commissions.platforms import NO_TIME
from commissions.platforms.payload import moment_of
from commissions.platforms.shopify.headers import header


def sent_at(payload: Any, headers: Mapping[str, str]) -> datetime:
    """Shopify's own time of a message: its header's, else what the body offers."""
    body = payload if isinstance(payload, dict) else {}
    named = (header(headers, "triggered-at"), body.get("updated_at"), body.get("created_at"))
    return next((moment for value in named if (moment := moment_of(value))), NO_TIME)
