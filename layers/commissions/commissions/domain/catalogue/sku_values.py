"""The SKU map: which line of an order carries volume, and how much of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from commissions.domain.catalogue.bundle_part import BundlePart
from commissions.domain.catalogue.sku_keys import keys_of
from commissions.domain.currencies import exponent
from commissions.domain.money import rounded
from commissions.domain.orders.canonical import OMITTED
from commissions.domain.orders.instalment import Stretch
from commissions.domain.orders.order import CUSTOM, GIFT_CARD, TIP, Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.domain.stores.store import Policies

PARTIALLY_PAID = "partially_paid"
UNITS = ("pv", "bv", "cv", "qv")
POINT = 100
"""Volumes are whole hundredths of a point."""
OWN, PARTS = "own", "parts"
"""What counts of a bundle of which an order has the parts: its own value alone, or each line's."""
Goods = Item | SoldBundle
"""What stands in the map by its id or its SKU."""
_ALL = Fraction(1)
_VOLUME = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?%?", re.ASCII)


class NotAVolume(ValueError):
    """A volume that is neither points (`12.50`) nor a share of the net amount (`80%`)."""


@dataclass(frozen=True, slots=True)
class Component:
    platform_sku: str
    qty: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuValue:
    """What one unit of a store's SKU is worth, in one version of the map."""

    platform_sku: str
    """Its key in the map, by which lines find it (`sku_keys`): the store's SKU, or an id."""
    sku_id: str
    effective_from: datetime
    """Names the version of the map."""
    commission_class: str
    pv: str
    bv: str
    cv: str
    qv: str
    components: tuple[Component, ...] = ()
    """What a bundle holds; its volumes are the sum of theirs, unless it has others."""
    only_sku: bool = field(default=False, metadata=OMITTED)
    """The key is a SKU and no id, as its file told the two apart."""
    of_sku: str = field(default="", metadata=OMITTED)
    """Of an id: the SKU that the variant has. Under that SKU this is what it is worth, whatever
    the SKU is worth by itself."""
    bundle: str = field(default="", metadata=OMITTED)
    """OWN or PARTS; empty where the map does not say."""

    def volume(self, unit: str) -> str:
        volume: str = getattr(self, unit)
        return volume

    @property
    def volumes(self) -> dict[str, str]:
        return {unit: self.volume(unit) for unit in UNITS}


@dataclass(frozen=True, slots=True)
class OrderMapped:
    """An order and the value of every line that can earn; no values while it is unpaid."""

    order: OrderPlaced
    values: tuple[SkuValue, ...] = ()
    lines: Mapping[str, str] | None = field(default=None, metadata=OMITTED)
    """By the id of each line that has a value, its key; None of what was mapped before."""
    parts: tuple[BundlePart, ...] = field(default=(), metadata=OMITTED)
    """Of lines that have the value of their bundle, how much of it each has."""

    @property
    def order_key(self) -> str:
        return self.order.order_key

    @property
    def key(self) -> str:
        return self.order.key

    @property
    def by_line(self) -> dict[str, SkuValue]:
        """The value of each line that has one, by the line's id."""
        known = {each.platform_sku: each for each in self.values}
        if self.lines is not None:
            return {line_id: known[key] for line_id, key in self.lines.items()}
        found = {item.line_id: value_of(item, known) for item in self.order.items if can_earn(item)}
        return {line_id: value for line_id, value in found.items() if value}


def check_volume(text: str) -> str:
    """The volume as written; raises NotAVolume."""
    if not _VOLUME.fullmatch(text):
        raise NotAVolume(f"{text!r} is neither points (12.50) nor a share of the net (80%)")
    return text


def names_of(item: Item) -> tuple[str, ...]:
    """What a line is called: its variant's id first, then its SKU."""
    return tuple(name for name in (item.variant_id, item.platform_sku) if name)


def keys(order: OrderPlaced) -> set[str]:
    """Those under which the lines that can earn may stand in the map, and the bundles that they are
    parts of."""
    goods: list[Goods] = [*filter(can_earn, order.items), *order.bundles]
    return {key for each in goods for key in keys_of(each.variant_id, each.platform_sku)}


def can_earn(item: Item) -> bool:
    """Gift cards, tips and custom lines without a SKU never earn (M5)."""
    return item.kind not in (GIFT_CARD, TIP) and not (item.kind == CUSTOM and not names_of(item))


def may_earn(order: OrderPlaced, policies: Policies) -> bool:
    """Whether money may have come in for it, so that what it earns by is looked up: an order paid
    in part too, since what was paid for may earn (docs/money.md)."""
    return (order.status in policies.paid or order.status == PARTIALLY_PAID) and not order.test


def value_of(item: Item, known: Mapping[str, SkuValue]) -> SkuValue | None:
    """As lines were valued before ids and SKUs were told apart: by whichever name is known."""
    return next((known[name] for name in names_of(item) if name in known), None)


def is_share(volume: str) -> bool:
    """Whether a volume is a share of the line's net, and no number of points."""
    return volume.endswith("%")


def line_volume(  # noqa: PLR0913 - each is known by itself
    item: Item,
    volume: str,
    *,
    currency: str,
    rate: Decimal,
    paid: Fraction = _ALL,
    stretch: Stretch | None = None,
) -> int:
    """The line's volume in hundredths of a point, rounded half-even once.

    Points count per unit; a share counts of the line's net, turned into the plan's base currency
    at the order's locked rate. A line that was given away (net 0) carries no volume. `paid`: the
    share of the line that was paid for. `stretch`: of its units, where other orders pay the rest.
    """
    if item.net <= 0 or item.qty <= 0:
        return 0
    if is_share(volume):
        return rounded(item.net * paid * _of_a_minor_unit(volume, currency, rate), "half_even")
    if stretch:
        return _of_a_stretch(stretch, paid, _of_a_unit(volume))
    return rounded(Fraction(item.qty) * paid * _of_a_unit(volume), "half_even")


def _of_a_stretch(stretch: Stretch, paid: Fraction, of_a_unit: Fraction) -> int:
    """What the points come to at its end, less what they came to where it begins: each rounded, so
    that stretches that lie end to end make up the points of the whole."""
    whole = stretch.qty * of_a_unit
    end = stretch.begin + (stretch.end - stretch.begin) * paid
    return rounded(whole * end, "half_even") - rounded(whole * stretch.begin, "half_even")


@lru_cache(maxsize=1024)
def _of_a_unit(points: str) -> Fraction:
    return Fraction(points) * POINT


@lru_cache(maxsize=1024)
def _of_a_minor_unit(share: str, currency: str, rate: Decimal) -> Fraction:
    of_a_major_unit = Fraction(share[:-1]) / 100 * Fraction(rate) * POINT
    return of_a_major_unit / int(10 ** exponent(currency))
