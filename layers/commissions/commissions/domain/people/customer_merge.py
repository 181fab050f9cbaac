"""Customers whom a store made one."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersMerged:
    """A store keeps one of two customers, and tells no more orders of the other."""

    platform: str
    store_id: str
    kept: str
    """The keyed hash of the store's customer id, as orders carry it."""
    gone: str
    """The same of the customer that is no more."""
    merged_at: datetime
    """By the store's own clock. Orders from then on are both customers'."""

    @property
    def key(self) -> str:
        return (
            f"{self.platform}/{self.store_id}/merge/{self.gone}/{self.kept}/{stamp(self.merged_at)}"
        )
