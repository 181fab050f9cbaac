"""The SKU map: which line of an order carries volume, and how much of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from commissions.domain.currencies import exponent
from commissions.domain.money import rounded, shown
from commissions.domain.orders.canonical import OMITTED
from commissions.domain.orders.free_exchange import told_of_free_exchange
from commissions.domain.orders.instalment import Stretch
from commissions.domain.orders.negative_lines import told_of_negative_lines
from commissions.domain.orders.order import CUSTOM, GIFT_CARD, TIP, Item, OrderPlaced, difference
from commissions.domain.orders.parking import OrderParked, WaitsFor, park
from commissions.domain.orders.parking_reasons import COUNTED_TWICE, EXCHANGE_CREDIT
from commissions.domain.orders.payment_doubts import payment_doubt
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.domain.stores.store import Policies

PARTIALLY_PAID = "partially_paid"
UNITS = ("pv", "bv", "cv", "qv")
POINT = 100
"""Volumes are whole hundredths of a point."""
OWN, PARTS = "own", "parts"
"""What counts of a bundle of which an order has the parts: its own value alone, or each line's."""
Goods = Item | SoldBundle
"""What is found in the map by its names."""
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
    """The store's SKU or variant id: the key by which lines find it."""
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
    bundle: str = field(default="", metadata=OMITTED)
    """OWN or PARTS; empty where the map does not say."""

    def volume(self, unit: str) -> str:
        volume: str = getattr(self, unit)
        return volume


@dataclass(frozen=True, slots=True)
class OrderMapped:
    """An order and the value of every line that can earn; no values while it is unpaid."""

    order: OrderPlaced
    values: tuple[SkuValue, ...] = ()

    @property
    def order_key(self) -> str:
        return self.order.order_key

    @property
    def key(self) -> str:
        return self.order.key


def check_volume(text: str) -> str:
    """The volume as written; raises NotAVolume."""
    if not _VOLUME.fullmatch(text):
        raise NotAVolume(f"{text!r} is neither points (12.50) nor a share of the net (80%)")
    return text


def names_of(item: Goods) -> tuple[str, ...]:
    """The names under which a line may stand in the map: its variant first, then its SKU."""
    return tuple(name for name in (item.variant_id, item.platform_sku) if name)


def names(order: OrderPlaced) -> set[str]:
    """The names of all lines that can earn, and of the bundles that they are parts of."""
    goods: list[Goods] = [*filter(can_earn, order.items), *order.bundles]
    return {name for each in goods for name in names_of(each)}


def can_earn(item: Item) -> bool:
    """Gift cards, tips and custom lines without a SKU never earn (M5)."""
    return item.kind not in (GIFT_CARD, TIP) and not (item.kind == CUSTOM and not names_of(item))


def may_earn(order: OrderPlaced, policies: Policies) -> bool:
    """Whether money may have come in for it, so that what it earns by is looked up: an order paid
    in part too, since what was paid for may earn (docs/money.md)."""
    return (order.status in policies.paid or order.status == PARTIALLY_PAID) and not order.test


def map_skus(
    order: OrderPlaced,
    policies: Policies,
    known: Mapping[str, SkuValue],
    *,
    amounts_accepted: bool = False,
) -> OrderMapped | OrderParked:
    """Finds each line's value as of the order's time; parks what cannot be valued.

    `known` holds the values in force at the order's time, by name of variant or SKU.
    """
    if (doubt := payment_doubt(order, policies.paid)) and not amounts_accepted:
        operator = WaitsFor.operator(order.order_key)
        return park(order, doubt.reason, doubt.detail, waits_for=operator)
    if not may_earn(order, policies):
        return OrderMapped(order)
    if not amounts_accepted and (odd := _odd_amounts(order)):
        return odd
    # Imported here, as few orders have bundles in them, and what is imported needs this module.
    from commissions.domain.catalogue.bundled_lines import is_free_container, line_values

    if twice := _counted_twice(order, known):
        return twice
    found, values = line_values(order, known), {}
    for item in filter(can_earn, order.items):
        value = found.get(item.line_id)
        if value is None and (item.net < 0 or is_free_container(item, order)):
            continue  # what takes money off earns nothing, whatever it is called
        if value is None:
            name = item.platform_sku or item.variant_id or f"line {item.line_id}"
            return park(
                order,
                "unmapped_sku",
                f"{name} has no value in the SKU map at {order.order_ts:%Y-%m-%d}",
                waits_for=WaitsFor.sku(order.store_id, name),
            )
        values[value.platform_sku] = value
    return OrderMapped(order, tuple(values.values()))


def _odd_amounts(order: OrderPlaced) -> OrderParked | None:
    """What a person has to see before the order's amounts count."""
    waits_for = WaitsFor.operator(order.order_key)
    if gap := difference(order):
        off = shown(gap, order.currency)
        detail = f"lines, shipping, tax and the rest are {off} off the total"
        return park(order, "does_not_reconcile", detail, waits_for=waits_for)
    if free := told_of_free_exchange(order):
        return park(order, EXCHANGE_CREDIT, free, waits_for=waits_for)
    if below := told_of_negative_lines(order):
        return park(order, "negative_line", below, waits_for=waits_for)
    return None


def _counted_twice(order: OrderPlaced, known: Mapping[str, SkuValue]) -> OrderParked | None:
    """Of a bundle that the map has a value for beside those of its parts: which of them counts."""
    from commissions.domain.catalogue.bundled_lines import counted_twice

    if (twice := counted_twice(order, known)) is None:
        return None
    bundle = twice.value.platform_sku
    parts = ", ".join(f"{each.platform_sku} ({shown_volumes(each)})" for each in twice.parts)
    detail = (
        f"{bundle} is worth {shown_volumes(twice.value)} of its own, and so are its parts: {parts}"
    )
    return park(order, COUNTED_TWICE, detail, waits_for=WaitsFor.sku(order.store_id, bundle))


def shown_volumes(value: SkuValue) -> str:
    return "/".join(value.volume(unit) for unit in UNITS)


def value_of(item: Goods, known: Mapping[str, SkuValue]) -> SkuValue | None:
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
