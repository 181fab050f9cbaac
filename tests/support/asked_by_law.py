"""Requests by law as stores pass them on."""

from datetime import datetime
from typing import Any

from commissions.domain.people.privacy import DATA_REQUEST, PrivacyAsked
from commissions.tables import privacy


def asked(kind: str = DATA_REQUEST, *, at: datetime, **fields: Any) -> PrivacyAsked:
    """On record as of when it was asked."""
    plain = {"platform": "shopify", "store_id": "tea", "customer": "c0ffee"}
    request = PrivacyAsked(kind=kind, asked_at=at, **plain | fields)
    privacy.record(request, at)
    return request
