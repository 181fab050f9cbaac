"""What an order says of its lines to those that may stand for it, or for which it may stand: a
parent to its copies which lines it has, a copy to its parent what of them came back.

An order speaks only of its own facts, never of what others told it: nothing cascades. The latest
that it says counts, by the number of its own facts and of those of the orders above it, as far as
it knows of them: a number made of content, not of arrival. It says at once how it was at each
moment, so that a month's end is the same whenever that is heard.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from commissions.domain.orders.canonical import OMITTED
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.keys import order_key

PARENT, CHILD = "parent", "child"
"""What the order that speaks is to the one that hears: a child may be a copy of it, or a part."""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line of an order, as another order hears of it."""

    line_id: str
    product: str
    """The store's id of the variant, or of the product; `sku:` and the SKU of a line without."""
    qty: Decimal
    net: int
    """Of the whole line: after all discounts, without tax."""
    price: int
    """The same before discounts."""
    sku: str = field(default="", metadata=OMITTED)
    """Beside an id; empty where `product` has the SKU, or there is none."""
    back: str = field(default="0", metadata=OMITTED)
    """What of it came back, as a fraction: `1/4`."""

    @property
    def is_gone(self) -> bool:
        return self.back == "1"


@dataclass(frozen=True, slots=True)
class UnitsTakenOff:
    """Units of a product that edits took off an order."""

    product: str
    qty: Decimal
    at: datetime
    """When the order was first told with no more than it has now."""


@dataclass(frozen=True, slots=True)
class LinesState:
    """The lines of an order, as they were from a moment on."""

    since: datetime
    lines: tuple[ComparedLine, ...]
    """None of an order that does not stand: unpaid, or called off; of a child those that may be of
    its parent."""
    stands: bool = field(default=True, metadata=OMITTED)
    """Whether it was paid, and is not called off."""
    taken_off: tuple[UnitsTakenOff, ...] = field(default=(), metadata=OMITTED)
    unit: int = field(default=1, metadata=OMITTED)
    """What the shop rounds to, in minor units."""
    is_copy: bool = field(default=False, metadata=OMITTED)
    """Of a child: whether it is a copy without any comparison, as was told, or as a person said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLines:
    """What an order says of its lines."""

    source: str
    """The key of the order that says it."""
    source_ts: datetime
    """When that was placed."""
    version: int
    """How many facts it had of its own, and knew of those above it, when it said so; the highest
    counts."""
    states: tuple[LinesState, ...]
    """The earliest first, at least one: that holds from ever."""
    below: Continues | None = None
    """The order that the source may be a copy, or a part of itself, by its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedLines:
    """What another order said of its lines, as a fact of the order that hears it."""

    platform: str
    store_id: str
    platform_order_id: str
    role: str
    """PARENT or CHILD: what the source is to the order that hears."""
    source: str
    source_ts: datetime
    version: int
    states: tuple[LinesState, ...]
    order_ts: datetime | None = field(default=None, metadata=OMITTED)
    """Of the order that hears, where whoever told it knew that: nothing was so before it."""
    below: Continues | None = field(default=None, metadata=OMITTED)
    """The order below which the source itself stands, as SaidLines has it."""

    @property
    def order_key(self) -> str:
        return order_key(self.platform, self.store_id, self.platform_order_id)

    @property
    def found_as(self) -> str:
        """What tells it from all others that its order heard."""
        return f"{self.role}|{self.source}|{self.version}"

    @property
    def times(self) -> tuple[datetime, ...]:
        """Since when each of its states was so, for the order that hears."""
        earliest = self.order_ts
        return tuple(max(each.since, earliest or each.since) for each in self.states)


@dataclass(frozen=True, slots=True)
class LinesCarried:
    """That an order said of its lines what another one has to hear."""

    carried: CarriedLines

    @property
    def order_key(self) -> str:
        return self.carried.order_key

    @property
    def key(self) -> str:
        told = self.carried
        return f"{told.order_key}/{told.role}-lines/{told.source}/{told.version}"


def heard(told: Iterable[CarriedLines], role: str) -> dict[str, CarriedLines]:
    """By source, what it said last."""
    latest: dict[str, CarriedLines] = {}
    for each in told:
        if each.role == role:
            known = latest.get(each.source)
            latest[each.source] = each if known is None or each.version > known.version else known
    return latest


def carried_lines(
    hearing: str, role: str, said: SaidLines, order_ts: datetime | None = None
) -> CarriedLines:
    """What was said, as the fact of the order that hears it. `hearing`: its key."""
    platform, store_id, platform_order_id = hearing.split("/", 2)
    return CarriedLines(
        platform=platform,
        store_id=store_id,
        platform_order_id=platform_order_id,
        role=role,
        source=said.source,
        source_ts=said.source_ts,
        version=said.version,
        states=said.states,
        order_ts=order_ts,
        below=said.below,
    )
