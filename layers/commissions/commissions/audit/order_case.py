"""One order as it comes to be checked, by what, and what the check of it came to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from commissions.audit.figures import Figures
from commissions.audit.findings import Finding
from commissions.audit.oracle import SheetOf
from commissions.audit.order_record import OrderRecord
from commissions.audit.rule_change import RELEASED
from commissions.audit.store_order import StoreOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """An order that was looked at and is no finding, as it is not at its end."""

    order: str
    reason: str
    detail: str = ""
    record: str = ""
    """The key of what of it waits, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What the orders of one store are checked by, beside what is kept of them."""

    day: date
    now: datetime
    sheet_of: SheetOf
    paid: Collection[str]
    """Statuses that count as paid in this store whatever was looked up with an order."""
    rule_since: datetime = RELEASED
    """From when on journals have to follow the money rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCase:
    """An order, and what else is known of it."""

    record: OrderRecord
    store_order: StoreOrder | None = None
    is_gone: bool = False
    """The store was asked for it, and does not have it."""
    is_earlier: bool = False
    """It is from before the store was ours."""
    is_asked: bool = True
    """Its store was asked, and told of the day."""
    is_pending: bool = False
    """Something of it is between the inbox and the ledger."""
    parked: tuple[Deferred, ...] = ()

    @property
    def is_not_ours(self) -> bool:
        return bool(self.store_order) and self.is_earlier and self.record.order is None

    @property
    def is_told(self) -> bool:
        """The store said what it is, or that it has none: of what nobody can read, it did not."""
        return self.store_order is not None or self.is_gone

    @property
    def is_accepted(self) -> bool:
        """It is gone from the store, and counts as cancelled here."""
        return self.is_gone and self.record.order is not None and self.record.history.is_cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the check of one order came to."""

    record: OrderRecord
    findings: tuple[Finding, ...]
    figures: Figures
    in_flight: tuple[Deferred, ...] = ()
    waiting: tuple[Deferred, ...] = ()
    accepted: tuple[Deferred, ...] = ()
    """Gone from the store, and settled here: it is held against the ledger alone."""
    rule_changed: tuple[Finding, ...] = ()
    """What differs because the ledger was written by the rule of before: apart from findings."""

    @property
    def is_settled(self) -> bool:
        """At rest, and readable: what stands of it elsewhere can be compared."""
        return self.record.is_readable and not self.in_flight
