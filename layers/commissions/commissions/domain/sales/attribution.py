"""Whose sale it was, and who stood above, as of the order's time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from commissions.domain.catalogue.sku_values import OrderMapped, SkuValue, may_earn
from commissions.domain.orders.canonical import OMITTED
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import PARTICIPANT, RETAIL, Ancestor
from commissions.domain.stores.store import BUYER_IN_TREE, REPLICATED_SITE, Policies, Store

COMPANY = ""
"""The seller of an order that is nobody's: the company itself."""
ORIGINAL = "original"
"""Carries the seller of an order that goes on with another one: whoever sold that."""
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
    """What was looked up for a paid order, kept as a fact with the snapshot it was looked up for.

    The fold takes the lock of the earliest paid snapshot, so that what comes later, or comes in
    another order, changes nothing; its rate only if that is of the order's currency, else the first
    one that is.
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
    seller: str
    """Level 0: who is credited with the sale; empty for the company."""
    buyer: str
    """The buyer's member id, where the buyer is a member."""
    buyer_class: str
    carrier: str
    """Which referral named the seller, and so whether the buyer could have forged it."""
    line: tuple[Ancestor, ...]
    """The seller and who stands above, nearest first, as of the order's time."""
    wholes: tuple[WholeLine, ...] = field(default=(), metadata=OMITTED)
    """Of lines that pay a part of what another order sold: what the whole costs."""

    @property
    def order_key(self) -> str:
        return f"{self.platform}/{self.store_id}/{self.platform_order_id}"

    @property
    def own_purchase(self) -> bool:
        return bool(self.seller) and self.buyer == self.seller


@dataclass(frozen=True, slots=True)
class SaleAttributed:
    """A snapshot with what was locked for it; without a lock while the order is unpaid."""

    order: OrderPlaced
    lock: Lock | None = None

    @property
    def order_key(self) -> str:
        return self.order.order_key

    @property
    def key(self) -> str:
        return self.order.key


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whom an order names, as far as they are known; empty for nobody."""

    buyer: str = ""
    """The member that the store's customer is linked to."""
    buyer_class: str = RETAIL
    inviter: str = ""
    """Under whom the buyer stands."""
    referrer: str = ""
    """The member behind the order's referral."""
    carrier: str = ""
    """The referral that named them."""


@dataclass(frozen=True, slots=True)
class Seller:
    """Who is credited with a sale, who bought, and through which referral that is known."""

    seller: str
    buyer: str
    buyer_class: str
    carrier: str


def who_sold(store: Store, people: People) -> Seller:
    """The credited member in the store's mode (M10).

    A participant's purchase is their own. Replicated site: the owner sells. Buyer in tree: the
    inviter sells, who for a buyer already placed is their sponsor whatever the referral says.
    Retail channel: the referrer sells.
    """
    buyer, buyer_class = people.buyer, people.buyer_class
    if buyer and buyer_class == PARTICIPANT:
        return Seller(buyer, buyer, PARTICIPANT, "linked_account")
    if store.mode == REPLICATED_SITE:
        return Seller(store.owner, buyer, buyer_class, "site_owner")
    if store.mode == BUYER_IN_TREE and people.inviter:
        return Seller(people.inviter, buyer, buyer_class, "placement")
    return Seller(people.referrer or COMPANY, buyer, buyer_class, people.carrier)


def attribute(  # noqa: PLR0913, PLR0917 - each is looked up elsewhere
    mapped: OrderMapped,
    store: Store,
    sold: Seller,
    line: Sequence[Ancestor],
    plan: PlanRef,
    rate: Rate,
    wholes: tuple[WholeLine, ...] = (),
) -> SaleAttributed:
    """Locks what was found for a paid order; an unpaid one passes without a lock."""
    order = mapped.order
    if not may_earn(order, store.policies):
        return SaleAttributed(order)
    return SaleAttributed(
        order,
        Lock(
            platform=order.platform,
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            order_version=order.version,
            order_ts=order.order_ts,
            plan=plan,
            policies=store.policies,
            rate=rate,
            values=mapped.values,
            seller=sold.seller,
            buyer=sold.buyer,
            buyer_class=sold.buyer_class,
            carrier=sold.carrier,
            line=tuple(line),
            wholes=wholes,
        ),
    )
