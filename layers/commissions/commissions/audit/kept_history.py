"""A customer's or a contract's history as its table has it: who is found there, what is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.domain.sales.carried_attribution import SaidAttribution


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHistory:
    name: str
    places: Sequence[str] = ()
    """The keys of the orders that entered, the earliest first."""
    said: Mapping[str, SaidAttribution] = field(default_factory=dict)
    """By its source what stands there, taken back or not."""
    erased_at: datetime | None = None
    """When its customer was erased: what is of before is of no customer any more."""

    def is_of_before(self, order_ts: datetime) -> bool:
        """Whether an order of that time was erased with its customer."""
        return self.erased_at is not None and order_ts <= self.erased_at
