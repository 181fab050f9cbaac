"""What people may ask about their data: what is held of a customer, and that it be erased."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.domain.orders.canonical import canonical, stamp

DATA_REQUEST, CUSTOMER_ERASURE, STORE_ERASURE = "data_request", "customer_erasure", "store_erasure"
KINDS = (DATA_REQUEST, CUSTOMER_ERASURE, STORE_ERASURE)
DAYS = timedelta(days=30)
"""What the law, and the platforms, leave us to act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyAsked:
    """A request by law that a store passes on; it must be acted on within 30 days."""

    platform: str
    store_id: str
    kind: str
    """One of KINDS."""
    asked_at: datetime
    customer: str = ""
    """The keyed hash of the store's customer id, as orders carry it; empty for a whole store."""
    orders: tuple[str, ...] = ()
    """The platform's ids of the orders that the request names."""
    request_id: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is none of {', '.join(KINDS)}")

    @property
    def key(self) -> str:
        who = self.customer or "store"
        return f"{self.platform}/{self.store_id}/{self.kind}/{who}/{stamp(self.asked_at)}"

    @property
    def ticket(self) -> str:
        """What people call the request by: the same each time that it is told."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()[:12]
