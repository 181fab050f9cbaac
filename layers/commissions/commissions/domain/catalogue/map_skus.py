"""Which value each line of an order has as of the order's time, or why the order waits for one."""

from commissions.domain.catalogue.bundled_lines import BundledOrder, CountedTwice
from commissions.domain.catalogue.kept_values import NOTHING_KEPT, KeptValues
from commissions.domain.catalogue.sku_keys import id_key
from commissions.domain.catalogue.sku_lookup import Known, TwoValues
from commissions.domain.catalogue.sku_values import (
    UNITS,
    Goods,
    OrderMapped,
    SkuValue,
    can_earn,
    may_earn,
)
from commissions.domain.money import shown
from commissions.domain.orders.free_exchange import told_of_free_exchange
from commissions.domain.orders.negative_lines import told_of_negative_lines
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.parking import OrderParked, WaitsFor, park
from commissions.domain.orders.parking_reasons import (
    COUNTED_TWICE,
    EXCHANGE_CREDIT,
    TWO_VALUES,
    UNMAPPED_SKU,
)
from commissions.domain.orders.payment_doubts import payment_doubt
from commissions.domain.stores.store import Policies


def map_skus(
    order: OrderPlaced,
    policies: Policies,
    known: Known,
    *,
    kept: KeptValues = NOTHING_KEPT,
    amounts_accepted: bool = False,
) -> OrderMapped | OrderParked:
    """Finds each line's value as of the order's time; parks what cannot be valued.

    `known` holds the values in force at the order's time, by key; `kept`, what lines and bundles
    were valued at before, for those that the map does not know, or does not know for sure.
    """
    if (doubt := payment_doubt(order, policies.paid)) and not amounts_accepted:
        operator = WaitsFor.operator(order.order_key)
        return park(order, doubt.reason, doubt.detail, waits_for=operator)
    if not may_earn(order, policies):
        return OrderMapped(order)
    if not amounts_accepted and (odd := _odd_amounts(order)):
        return odd
    return _valued(order, BundledOrder(order, known, kept))


def _valued(order: OrderPlaced, sold: BundledOrder) -> OrderMapped | OrderParked:
    if doubt := sold.doubt():
        goods, why = doubt
        if isinstance(why, CountedTwice):
            return _counted_twice(order, why)
        return _without_value(order, goods, goods.platform_sku, why)
    values: dict[str, SkuValue] = {}
    lines: dict[str, str] = {}
    for item in filter(can_earn, order.items):
        value = sold.value(item)
        if isinstance(value, SkuValue):
            values.setdefault(value.platform_sku, value)
            lines[item.line_id] = value.platform_sku
        elif item.net >= 0 and not sold.is_free_container(item):
            name = item.platform_sku or item.variant_id or f"line {item.line_id}"
            return _without_value(order, item, name, value)
        # What takes money off earns nothing, whatever it is called.
    return OrderMapped(order, tuple(values.values()), lines, tuple(sold.parts()))


def _without_value(
    order: OrderPlaced, goods: Goods, name: str, two: TwoValues | None
) -> OrderParked:
    if two:
        waits_for = WaitsFor.sku(order.store_id, id_key(goods.variant_id))
        return park(order, TWO_VALUES, f"{name} is worth {two}", waits_for=waits_for)
    detail = f"{name} has no value in the SKU map at {order.order_ts:%Y-%m-%d}"
    return park(order, UNMAPPED_SKU, detail, waits_for=WaitsFor.sku(order.store_id, name))


def _counted_twice(order: OrderPlaced, twice: CountedTwice) -> OrderParked:
    bundle = twice.value.platform_sku
    parts = ", ".join(f"{each.platform_sku} ({_volumes(each)})" for each in twice.parts)
    detail = f"{bundle} is worth {_volumes(twice.value)} of its own, and so are its parts: {parts}"
    return park(order, COUNTED_TWICE, detail, waits_for=WaitsFor.sku(order.store_id, bundle))


def _volumes(value: SkuValue) -> str:
    return "/".join(value.volume(unit) for unit in UNITS)


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
