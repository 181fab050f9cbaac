"""A webhook of Shopify as it is read, and what is read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.domain.hint import ORDER, ChangeHinted
from commissions.domain.store import Store
from commissions.domain.told import Told
from commissions.platforms import NO_TIME
from commissions.platforms.payload import Field, moment_of
from commissions.platforms.shopify.name import NAME

TEST_NOTIFICATION = "a test notification"


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    topic: str
    body: Field
    sent_at: datetime
    """When Shopify sent it, or what comes nearest to that."""
    store: Store
    customer_key: bytes

    def refetch(self, subject: str, subject_id: str) -> "Said":
        """That the store has to be asked."""
        hinted = ChangeHinted(
            platform=NAME,
            store_id=self.store.store_id,
            subject=subject,
            subject_id=subject_id,
            hinted_at=self.sent_at,
            reason=self.topic,
        )
        return Said((hinted,), self.sent_at)

    def refetch_order(self, order_id: str) -> "Said":
        return self.refetch(ORDER, order_id)

    def ignored(self, reason: str) -> "Said":
        return Said((), self.sent_at, reason)


@dataclass(frozen=True, slots=True)
class Said:
    """The records of a webhook, or why there are none."""

    records: tuple[Told, ...]
    told_at: datetime
    ignored: str = ""


def header(headers: Mapping[str, str], name: str) -> str:
    """Newer webhooks name their headers without `x-`; where both are, these win."""
    return headers.get(f"shopify-{name}", headers.get(f"x-shopify-{name}", ""))


def sent_at(payload: Any, headers: Mapping[str, str]) -> datetime:
    """Shopify's own time of a message: its header's, else what the body offers."""
    body = payload if isinstance(payload, dict) else {}
    told = (header(headers, "triggered-at"), body.get("updated_at"), body.get("created_at"))
    return next((moment for value in told if (moment := moment_of(value))), NO_TIME)
