"""Vectors about money before any plan: what an order's lines are worth, and how it is rounded."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import SkuValue, line_volume
from commissions.domain.money import ROUNDINGS, minor_units, rounded
from commissions.domain.orders.order import Item, OrderPlaced, difference, sum_of
from commissions.domain.orders.parking import OrderParked
from commissions.domain.stores.store import Policies
from tools.vectors import facts
from tools.vectors.closing import NotComputed, closed
from tools.vectors.matching_vectors import EARNED
from tools.vectors.plans import customer_bonus, plan
from tools.vectors.shown import NotOurs, decimal, money, paid, total
from tools.vectors.vector import Vector

USD, ALL_OF_IT = "USD", "100%"
MODES = {"half_even": "half_even", "toward_zero": "down"}
"""By the names that examples have for a plan's roundings."""
PLACED = datetime(2026, 10, 1, tzinfo=UTC)


def item(line: str, price: str, *, currency: str = USD, discount: str = "0", qty: int = 1) -> Item:
    """A line that costs so much a unit, less a discount of the whole line."""
    unit, off = minor_units(price, currency), minor_units(discount, currency)
    return Item(line, line, "", Decimal(qty), unit, off, 0, unit * qty - off)


def commission_base(vector: Vector) -> dict[str, Any]:
    """A share of what a line costs after its discount; what is beside the lines earns nothing."""
    if beside := {word for case in vector.cases for word in case["include"]}:
        raise NotComputed(f"no volume comes from {' and '.join(sorted(beside))} here")
    found = []
    for case in vector.cases:
        line = item("1", case["price"], discount=case["discount"])
        volume = line_volume(line, ALL_OF_IT, currency=USD, rate=Decimal(1))
        found.append(_commission(volume, case["rate"]))
    return {"amounts": found}


def _commission(volume: int, share: str) -> str:
    """Of hundredths of a point that a member sold."""
    sold = facts.own_sales({"seller": decimal(Fraction(volume, 100))})
    period = facts.period([{"id": "seller", "sponsor": None}], sold)
    return total(paid(closed(plan(customer_bonus(share)), period), EARNED))


def fx_sum(vector: Vector) -> dict[str, Any]:
    """Orders of several currencies: each is turned into the plan's before anything is added."""
    parameters = vector.parameters
    amounts = [
        line_volume(
            item("1", amount, currency=currency),
            ALL_OF_IT,
            currency=currency,
            rate=Decimal(parameters["rates_to"][currency]),
        )
        for amount, currency in parameters["amounts"]
    ]
    amount, rate = parameters["single"]
    single = line_volume(item("1", amount), ALL_OF_IT, currency=USD, rate=Decimal(rate))
    members = {f"m{number}": decimal(Fraction(each, 100)) for number, each in enumerate(amounts)}
    tree = [{"id": member, "sponsor": None} for member in members]
    period = facts.period(tree, facts.own_sales(members))
    return {
        "sum": total(paid(closed(plan(customer_bonus("1")), period))),
        "single": _commission(single, "1"),
    }


def rounding(vector: Vector) -> dict[str, Any]:
    """Each product of two numbers, rounded by itself; but in modes that no plan can ask for."""
    places, cases = vector.parameters["places"], vector.parameters["cases"]
    if not any(mode in MODES for _, _, mode in cases):
        raise NotComputed(f"a plan rounds {' or '.join(ROUNDINGS)}")
    return {
        "values": [
            _rounded(Fraction(quantity) * Fraction(unit), places, mode)
            for quantity, unit, mode in cases
        ]
    }


def _rounded(exact: Fraction, places: int, mode: str) -> str | NotOurs:
    if mode not in MODES:
        return NotOurs(f"{mode} is none of the roundings of a plan, {' or '.join(ROUNDINGS)}")
    scale = 10**places
    return decimal(Fraction(rounded(exact * scale, MODES[mode]), scale))


def reconcile(vector: Vector) -> dict[str, Any]:
    """Whether an order's lines and its total agree: one that does not is parked."""
    [told] = vector.orders
    currency = str(told["currency"])
    items = [
        item(str(number), line["unit_price"], currency=currency, qty=line["qty"])
        for number, line in enumerate(told["items"], 1)
    ]
    order = OrderPlaced(
        platform="shopify",
        store_id="vector",
        platform_order_id=told["id"],
        order_ts=PLACED,
        updated_at=PLACED,
        status="paid",
        currency=currency,
        distributor_ref="",
        items=tuple(items),
        total=minor_units(told["total"], currency),
        shipping=minor_units(told.get("shipping", "0"), currency),
        tax=minor_units(told.get("tax", "0"), currency),
        other=-minor_units(told.get("discounts", "0"), currency),
    )
    parked = map_skus(order, Policies(), {each.platform_sku: _worth(each) for each in items})
    return {
        "items_sum": money(sum_of(items)),
        "difference": money(difference(order)),
        "reconciles": not isinstance(parked, OrderParked),
    }


def _worth(line: Item) -> SkuValue:
    """What it costs is what it is worth."""
    return SkuValue(
        platform_sku=line.platform_sku,
        sku_id=line.platform_sku,
        effective_from=PLACED,
        commission_class="standard",
        pv=ALL_OF_IT,
        bv=ALL_OF_IT,
        cv=ALL_OF_IT,
        qv=ALL_OF_IT,
    )
