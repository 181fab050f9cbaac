"""The company of the made-up orders in `tests.support.histories`: its people, SKUs and plan."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from commissions.domain.catalogue.sku_values import SkuValue, names_of
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan

MAPPED_FROM = datetime(2026, 11, 1, tzinfo=UTC)
PEOPLE = ("ann", "bob", "cat", "dan", "eve")
VALUES = {
    "TEA": ("12.50", "100%", "80%", "product"),
    "POT": ("3", "7.25", "33.33%", "product"),
    "KIT": ("50", "40%", "40", "kit"),
    "CUP": ("0", "0%", "66.6%", "sample"),
    "V-9": ("0.05", "1", "90%", "product"),
    "GIFT": ("10", "100%", "100%", "product"),
}


@cache
def plan_in(currency: str) -> Plan:
    """The plan whose rules `tests.support.oracle` knows."""
    everybody = ["own_orders", "customer_orders", "participant_orders"]
    return a_plan(
        a_customer_bonus("0.20"),
        a_levels_bonus("0.10", "0.045", "0.033", start="seller"),
        currency=currency,
        volumes={
            unit: {"from": "sku_map", "include": everybody, "exclude": exclude}
            for unit, exclude in (("pv", ["kit"]), ("bv", []), ("cv", ["kit", "sample"]))
        },
    )


def values_of(order: OrderPlaced, *, factor: int = 1) -> tuple[SkuValue, ...]:
    """Of the snapshot's own lines; with a `factor` where the map has changed since."""
    named = {name for item in order.items for name in names_of(item) if name in VALUES}
    return tuple(
        SkuValue(
            platform_sku=name,
            sku_id=name,
            effective_from=MAPPED_FROM,
            commission_class=VALUES[name][3],
            pv=f"{Decimal(VALUES[name][0]) * factor}",
            bv=VALUES[name][1],
            cv=VALUES[name][2],
            qv="0",
        )
        for name in sorted(named)
    )
