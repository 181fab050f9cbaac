"""A webhook of Shopify as it is read, and what is parsed from it."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.store_record import StoreRecord
from commissions.domain.stores.store import Store
from commissions.platforms import ParsedWebhook
from commissions.platforms.payload import Field
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

    def parsed(
        self, records: tuple[StoreRecord, ...], occurred_at: datetime, ignored: str = ""
    ) -> ParsedWebhook:
        return ParsedWebhook(
            topic=self.topic, records=records, occurred_at=occurred_at, ignored=ignored
        )

    def ignored(self, reason: str) -> ParsedWebhook:
        return self.parsed((), self.sent_at, reason)

    def refetch(self, subject: str, subject_id: str) -> ParsedWebhook:
        """That the store has to be asked."""
        return self.parsed((self.hint(subject, subject_id),), self.sent_at)

    def hint(self, subject: str, subject_id: str) -> ChangeHinted:
        return ChangeHinted(
            platform=NAME,
            store_id=self.store.store_id,
            subject=subject,
            subject_id=subject_id,
            hinted_at=self.sent_at,
            reason=self.topic,
        )
