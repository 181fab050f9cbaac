"""What a shop holds: its products, its orders with their refunds, and whom it tells of changes."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any


class NotFound(LookupError):
    """The shop has no order, product, line, refund or hook of this id."""


class Clock:
    """The shop's time: the machine's with an offset, or, given a start, one that only we move."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return (self._start or datetime.now(UTC)) + self._offset

    def advance(self, **span: int) -> None:
        """`advance(hours=24)`; what timedelta takes."""
        self._offset += timedelta(**span)


@dataclass
class Variant:
    variant_id: int
    sku: str
    title: str
    price: int
    """Minor units, net of tax."""


@dataclass
class Product:
    product_id: int
    title: str
    variants: list[Variant]
    updated_at: datetime
    created_at: datetime
    deleted: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    """What only one platform knows, such as the values that were published."""


@dataclass(frozen=True)
class Bundle:
    """Several lines that were sold as one."""

    bundle_id: int
    """Where the bundle is a line too (WooCommerce, BigCommerce), that line's."""
    variant_id: int
    sku: str
    qty: int = 1


@dataclass
class Line:
    line_id: int
    product_id: int
    variant_id: int
    sku: str
    title: str
    qty: int
    price: int
    """One unit, net of tax."""
    discount: int = 0
    """Of the whole line."""
    tax: int = 0
    """Of the whole line, after the discount."""
    bundle: Bundle | None = None
    """The bundle that it is a part of."""

    @property
    def net(self) -> int:
        return self.price * self.qty - self.discount


@dataclass
class Refund:
    refund_id: int
    created_at: datetime
    lines: dict[int, int] = field(default_factory=dict)
    """How many units of which line."""
    amount_only: int = 0
    """Money that names no line."""
    shipping: int = 0
    deleted: bool = False
    given: dict[int, tuple[int, int]] = field(default_factory=dict)
    """What it gave back of each line, net and tax: whatever becomes of the line, that stays."""


@dataclass
class Dispute:
    """A buyer's bank asks for the money of an order."""

    dispute_id: int
    opened_at: datetime
    amount: int
    status: str = "needs_response"
    finalized_on: datetime | None = None


@dataclass
class Order:
    order_id: int
    number: str
    created_at: datetime
    updated_at: datetime
    currency: str
    lines: list[Line]
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    shipping: int = 0
    code: str = ""
    """The coupon, which is the referral code."""
    customer_id: int = 0
    """0 is a guest."""
    refunds: list[Refund] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    trashed: bool = False
    deleted: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def total(self) -> int:
        return self.net + self.tax + self.shipping

    @property
    def came_in(self) -> int:
        """What was paid before anything went back: all of it, unless `extra["came_in"]` says so."""
        paid: int = self.extra.get("came_in", self.total)
        return paid if self.paid_at else 0

    @property
    def refunds_shown(self) -> list[Refund]:
        return [refund for refund in self.refunds if not refund.deleted]

    @property
    def refunded(self) -> int:
        return sum(self.refund_total(refund) for refund in self.refunds_shown)

    @property
    def refunded_in_full(self) -> bool:
        return bool(self.refunds_shown) and self.refunded >= self.total

    @property
    def bundles(self) -> list[Bundle]:
        """Each once."""
        return [*dict.fromkeys(line.bundle for line in self.lines if line.bundle)]

    def line(self, line_id: int) -> Line:
        found = next((line for line in self.lines if line.line_id == line_id), None)
        if found is None:
            raise NotFound(f"order {self.order_id} has no line {line_id}")
        return found

    def refunded_qty(self, line_id: int) -> int:
        return sum(refund.lines.get(line_id, 0) for refund in self.refunds_shown)

    def refund_net(self, refund: Refund, line_id: int) -> int:
        """What a refund gives back of a line; with the earlier ones exactly the line when full."""
        return refund.given[line_id][0]

    def refund_tax(self, refund: Refund, line_id: int) -> int:
        return refund.given[line_id][1]

    def refund_total(self, refund: Refund) -> int:
        units = sum(
            self.refund_net(refund, line_id) + self.refund_tax(refund, line_id)
            for line_id in refund.lines
        )
        return units + refund.amount_only + refund.shipping

    def worth(self, line_id: int, units: int) -> tuple[int, int]:
        """The net and tax of units of a line."""
        # Cumulative: rounded once by all units up to these, less those before them.
        line, before = self.line(line_id), self.refunded_qty(line_id)
        net, tax = (
            whole * (before + units) // line.qty - whole * before // line.qty
            for whole in (line.net, line.tax)
        )
        return net, tax


@dataclass
class Hook:
    hook_id: int
    topic: str
    url: str
    secret: str = ""
    active: bool = True
    created_at: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """A change of the shop: `order.created`, `.paid`, `.cancelled`, `.edited`, `.refunded`,
    `.deleted`, `dispute.created`, `.updated`, or `product.created`, `.updated`, `.deleted`."""

    kind: str
    id: int
    """Of the order or product."""
    at: datetime
    part: int = 0
    """Of the refund, or the dispute."""


@dataclass(frozen=True)
class Item:
    """What a buyer puts into the cart."""

    variant_id: int
    qty: int = 1
    discount: int = 0
    """Of the whole line."""
    tax: int | None = None
    """Of the whole line; None is the shop's usual percentage."""


class Ids:
    """Ids as shops give them: they grow, with gaps, and look the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(seed)  # noqa: S311
        self._last = self._dice.randrange(1_000, 9_000)

    def next(self) -> int:
        self._last += self._dice.randrange(1, 4)
        return self._last
