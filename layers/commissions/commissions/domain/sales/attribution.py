"""What an order is paid by, and whom it names: what is looked up for it, as of its time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from commissions.domain.catalogue.bundle_part import BundlePart
from commissions.domain.catalogue.sku_values import OrderMapped, SkuValue
from commissions.domain.orders.canonical import OMITTED
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.continues import COMPARED
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import RETAIL, Ancestor
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.stores.store import Policies

RATE_AGE_MAX = timedelta(days=7)
"""No rate of an older day stands in for a missing one: banks close for less than a week."""


@dataclass(frozen=True, slots=True)
class PlanRef:
    """A published version of a plan, named by its content too."""

    plan_id: str
    version: int
    digest: str
    base_currency: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of the plan's base currency one unit of the order's currency is."""

    currency: str
    base_currency: str
    rate: Decimal
    day: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a paid order is paid by, kept as a fact with the snapshot it was looked up for.

    The fold takes the lock of the earliest paid snapshot, so that what comes later, or comes in
    another order, changes nothing; its rate only if that is of the order's currency, else the first
    one that is. Whose sale it is stands in the referral matches beside it. A lock that was written
    before has people of its own instead (`match_of`), and its values by name alone.
    """

    platform: str
    store_id: str
    platform_order_id: str
    order_version: str
    order_ts: datetime
    plan: PlanRef
    policies: Policies
    rate: Rate
    values: tuple[SkuValue, ...]
    """Each value once; `lines` says which line has which."""
    seller: str | None = field(default=None, metadata=OMITTED)
    """This and the next four: of a lock that was written before; None of all others."""
    buyer: str | None = field(default=None, metadata=OMITTED)
    buyer_class: str | None = field(default=None, metadata=OMITTED)
    carrier: str | None = field(default=None, metadata=OMITTED)
    line: tuple[Ancestor, ...] | None = field(default=None, metadata=OMITTED)
    wholes: tuple[WholeLine, ...] = field(default=(), metadata=OMITTED)
    """Of lines that pay a part of what another order sold: what the whole costs."""
    lines: Mapping[str, str] | None = field(default=None, metadata=OMITTED)
    """By the id of each line that has a value, its key, under which it was found in the map; None
    of a lock that was written before."""
    parts: tuple[BundlePart, ...] = field(default=(), metadata=OMITTED)
    """Of lines that have the value of their bundle, how much of it each has."""
    compared: bool = field(default=False, metadata=OMITTED)
    """Whether the order's lines are compared with those of the one that it goes on with; never by a
    lock that was written before."""

    @property
    def order_key(self) -> str:
        return f"{self.platform}/{self.store_id}/{self.platform_order_id}"

    @property
    def has_people(self) -> bool:
        """Whether it was written before people became a fact of their own."""
        return self.seller is not None


def match_of(lock: Lock) -> ReferralMatch | None:
    """The people of a lock that was written before, as the referral match of its snapshot."""
    if lock.seller is None:
        return None
    return ReferralMatch(
        platform=lock.platform,
        store_id=lock.store_id,
        platform_order_id=lock.platform_order_id,
        order_version=lock.order_version,
        order_ts=lock.order_ts,
        seller=lock.seller,
        buyer=lock.buyer or "",
        buyer_class=lock.buyer_class or RETAIL,
        carrier=lock.carrier or "",
        line=lock.line or (),
    )


@dataclass(frozen=True, slots=True)
class SaleAttributed:
    """A snapshot with what was looked up for it; without it while the order is unpaid."""

    order: OrderPlaced
    lock: Lock | None = None
    matches: tuple[ReferralMatch, ...] = field(default=(), metadata=OMITTED)
    """None beside a lock that has people of its own."""
    carried: tuple[CarriedAttribution, ...] = field(default=(), metadata=OMITTED)
    """What earlier orders of the customer had said by then."""
    heard_lines: tuple[CarriedLines, ...] = field(default=(), metadata=OMITTED)
    """What the order that it may be a copy of had said of its lines."""

    @property
    def order_key(self) -> str:
        return self.order.order_key

    @property
    def key(self) -> str:
        return self.order.key

    @property
    def contents(
        self,
    ) -> list[OrderPlaced | Lock | ReferralMatch | CarriedAttribution | CarriedLines]:
        """As they come to the ledger."""
        lock = [self.lock] if self.lock else []
        return [self.order, *lock, *self.matches, *self.carried, *self.heard_lines]


def locked(
    mapped: OrderMapped,
    policies: Policies,
    plan: PlanRef,
    rate: Rate,
    wholes: tuple[WholeLine, ...] = (),
) -> Lock:
    """What an order is paid by."""
    order = mapped.order
    return Lock(
        platform=order.platform,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        order_version=order.version,
        order_ts=order.order_ts,
        plan=plan,
        policies=policies,
        rate=rate,
        values=mapped.values,
        wholes=wholes,
        compared=_is_compared(order),
        lines={line: value.platform_sku for line, value in mapped.by_line.items()},
        parts=mapped.parts,
    )


def _is_compared(order: OrderPlaced) -> bool:
    """Whether the store says which order it may stand for."""
    told = order.continues
    return told is not None and told.as_ in COMPARED and bool(told.order or told.number)
