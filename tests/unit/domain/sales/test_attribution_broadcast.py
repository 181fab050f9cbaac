"""What many orders hear is told in parts, so that each step comes to its end."""

from datetime import UTC, datetime

import pytest

from commissions.domain.sales.attribution_broadcast import (
    ONE_BY_ONE_MAX,
    PART_MAX,
    AttributionBroadcast,
    with_broadcasts,
)
from commissions.domain.sales.carried_attribution import (
    AttributionCarried,
    SaidAttribution,
    carried_to,
)
from commissions.domain.sales.customer_place import CustomerNamed

NOV = datetime(2026, 11, 2, tzinfo=UTC)
SAID = SaidAttribution(source="shopify/tea/1001", source_ts=NOV, version=3, seller="cara")
NAMED = CustomerNamed(
    platform="shopify", store_id="tea", platform_order_id="1001", customer="one", version=3
)


def told_to(orders: int) -> list[AttributionCarried]:
    keys = (f"shopify/tea/{2000 + number}" for number in range(orders))
    return [AttributionCarried(carried_to(key, NOV, "customer/tea/one", SAID)) for key in keys]


@pytest.mark.parametrize("orders", [0, 1, ONE_BY_ONE_MAX])
def test_few_orders_are_told_one_by_one(orders: int) -> None:
    told = [*told_to(orders), NAMED]

    assert [*with_broadcasts(told)] == told


@pytest.mark.parametrize("orders", [ONE_BY_ONE_MAX + 1, PART_MAX, PART_MAX + 1, 10_000])
def test_each_of_many_orders_is_in_one_part_of_a_bounded_size(orders: int) -> None:
    told = told_to(orders)
    named, *parts = [*with_broadcasts([*told, NAMED])]

    broadcasts = [each for each in parts if isinstance(each, AttributionBroadcast)]
    assert (named, len(broadcasts)) == (NAMED, -(-orders // PART_MAX))
    assert max(len(each.carried) for each in broadcasts) <= PART_MAX
    assert [told for part in broadcasts for told in part.each] == told
    assert len({each.key for each in broadcasts}) == len(broadcasts)
