"""The canonical order: what every store's dialect is translated into.

Amounts are whole minor units of the record's currency. Names follow the requirement M3.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from commissions.domain.orders.canonical import LATER, OMITTED, UNHASHED, digest_of, stamp
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.orders.sold_bundle import SoldBundle

PRODUCT, GIFT_CARD, TIP, CUSTOM = "product", "gift_card", "tip", "custom"
DISCOUNT_OF_ALL = "discount_of_all"
"""Flags a snapshot whose `other` below 0 is a discount that names no line: it lowers everything in
proportion to gross. Snapshots that were read before 2026-11-28 have no such flag."""
DISPUTED, ON_HOLD = "disputed", "on_hold_though_paid"
"""Flags a snapshot of an order that is disputed, or may be: the store says nothing more of it, so
one that was cancelled before stays cancelled."""
OF_PAYMENT, OF_ORDER = "payment", "order"
"""Whose word a status is, where it is not that of whom its platform usually has say it: what is
said of a payment stays when an edit raises the total, what is said of the order is said of it as it
is."""
WORD_TAKES_ALL = frozenset({"bigcommerce", "woocommerce"})
"""Platforms of which `refunded` takes back all units, though no refund may name any."""
PAYMENT_PLATFORMS = frozenset({"bigcommerce"})
"""Platforms whose statuses are said of the payment, unless a snapshot says otherwise."""
STATUSES = (
    "pending",
    "authorized",
    "partially_paid",
    "paid",
    "partially_refunded",
    "refunded",
    "voided",
)
AWAITING_PAYMENT = frozenset({"pending", "authorized"})
"""In which nothing has come in, and something may."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order: what was bought, and its net amount."""

    line_id: str
    platform_sku: str
    """The store's SKU; empty where the line has none."""
    variant_id: str
    qty: Decimal
    unit_price: int
    """Of one unit, before discounts, as the store shows it (with tax in a tax-inclusive store)."""
    discount: int
    tax: int
    net: int
    """Of the whole line: after all discounts, without tax."""
    kind: str = PRODUCT
    removed: Decimal = Decimal(0)
    """Units taken off by an edit that no refund tells of."""
    full: int | None = field(default=None, metadata=OMITTED)
    """Net of the whole line, where the order charges only a part of it, a deposit, and other orders
    the rest; 0 where the store does not say how much it is."""
    part_of: str = field(default="", metadata=OMITTED)
    """The platform's id of the order whose line this one pays the rest of, or some more of, and
    with a slash the id of that line, where it is told: `9701`, `9701/55`."""
    bundle_id: str = field(default="", metadata=OMITTED)
    """The bundle that it is a part of: the id of the line that stands for the bundle, or of one of
    the order's `bundles`, which no line stands for."""


@dataclass(frozen=True, slots=True)
class Referral:
    """A hint at whose sale it is, and where the store carries it."""

    carrier: str
    value: str
    forgeable: bool
    """Whether the buyer can write it."""


# Without slots: its hash is asked for at every hop and in every comparison, and is kept.
@dataclass(frozen=True, kw_only=True)
class OrderPlaced:
    """A snapshot of an order as the store told it at `updated_at`."""

    platform: str
    store_id: str
    platform_order_id: str
    order_ts: datetime
    updated_at: datetime
    status: str
    currency: str
    distributor_ref: str
    """The first usable referral in the store's order of carriers; empty where there is none."""
    items: tuple[Item, ...]
    total: int
    shipping: int = 0
    tax: int = 0
    """All tax that is part of the total."""
    other: int = 0
    """Tips, duties, fees and cash rounding: part of the total, of nobody's commission."""
    referrals: tuple[Referral, ...] = ()
    customer: str = ""
    """A keyed hash of the store's customer id; empty for a guest."""
    cancelled_at: datetime | None = None
    test: bool = False
    flags: tuple[str, ...] = ()
    refund_ids: tuple[str, ...] | None = field(default=None, metadata=LATER)
    """All refunds the order has as of this snapshot, where the store can take a refund back
    without a word; None where it does not say, or refunds are for ever."""
    read_at: datetime | None = field(default=None, metadata=LATER)
    """When, by the store's clock, the store was asked; stated only of a snapshot that contradicts
    another of the same `updated_at`: then the later answer counts."""
    received: int | None = field(default=None, metadata=OMITTED)
    """All that has come in before anything went back, gross, tender included, as the platform tells
    it; None where it does not say, or where it is the total and the status says paid."""
    unpaid: int = field(default=0, metadata=OMITTED)
    """Gross, what the platform says is still to be paid; never below 0."""
    tender: int = field(default=0, metadata=OMITTED)
    """Gift cards, store credit and points that paid a part, and that the total leaves out: money
    received, never a discount."""
    continues: Continues | None = field(default=None, metadata=OMITTED)
    """The order that this one goes on with."""
    contract: str = field(default="", metadata=OMITTED)
    """What several orders are placed under, a subscription, as the store names it."""
    rounds_to: int = field(default=1, metadata=OMITTED)
    """The unit that the shop rounds to, in minor units, where that is coarser than one of them."""
    discount: int = field(default=0, metadata=OMITTED)
    """Gross, of a DISCOUNT_OF_ALL: what it takes off, where `other` has more than it in it."""
    word: str = field(default="", metadata=OMITTED)
    """OF_PAYMENT or OF_ORDER: whose word the status is, where that is not what is usual on the
    platform. The payment's vouches for the total that it was first said of, for no later one."""
    counted_refunds: tuple[str, ...] | None = field(default=None, metadata=OMITTED)
    """Where units were taken off by edits, the refunds whose units are not among them. The units of
    a refund that the snapshot does not know of yet are; None where none were taken off."""
    refunded_total: int | None = field(default=None, metadata=OMITTED)
    """Gross, what the platform says went back in all; told only where that is more than the refunds
    that it shows. It is never spread: the refund that names its lines is missing."""
    number: str = field(default="", compare=False, metadata=UNHASHED)
    """The shop's own number, without `#`, where others may name the order by it and not by its id
    (`Continues.number`)."""
    bundles: tuple[SoldBundle, ...] = field(default=(), metadata=OMITTED)
    """Bundles that no line stands for, by their ids: their parts are lines."""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is none of the statuses {', '.join(STATUSES)}")
        if len({item.line_id for item in self.items}) < len(self.items):
            raise ValueError(f"order {self.platform_order_id} has two lines of one id")

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def is_machine_made(self) -> bool:
        """Whether no buyer placed it, so that its codes are copies of another order's, or none."""
        return self.continues is not None

    @property
    def is_gone_by_word(self) -> bool:
        """Whether all of it is gone by its status alone: it says nothing of goods, and with another
        status they are there as they were."""
        return (
            self.status == "refunded"
            and self.platform in WORD_TAKES_ALL
            and all(item.removed == item.qty for item in self.items)
        )

    @property
    def has_word_of_payment(self) -> bool:
        """Whether its status is said of a payment, and not of the order as it is."""
        return self.word == OF_PAYMENT or (not self.word and self.platform in PAYMENT_PLATFORMS)

    @property
    def version(self) -> str:
        """What tells this snapshot from another of the order: when it was updated, and its hash."""
        return f"{stamp(self.updated_at)}~{self.digest[:16]}"

    @cached_property
    def digest(self) -> str:
        return digest_of(self)

    @property
    def key(self) -> str:
        return f"{self.order_key}/order/{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled:
    """A cancellation as the store told it."""

    platform: str
    store_id: str
    platform_order_id: str
    cancelled_at: datetime
    updated_at: datetime

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def digest(self) -> str:
        return digest_of(self)

    @property
    def key(self) -> str:
        return f"{self.order_key}/cancel/{stamp(self.updated_at)}"


OfOrder = OrderPlaced | OrderRefunded | OrderCancelled | OrderDisputed
"""Any of the things that a store tells of an order."""


def difference(order: OrderPlaced) -> int:
    """Lines, shipping, tax and the rest, less the total and what was paid besides it: 0 for an
    order that reconciles."""
    parts = sum_of(order.items) + order.shipping + order.tax + order.other
    return parts - order.total - order.tender


def sum_of(items: Iterable[Item]) -> int:
    return sum(item.net for item in items)
