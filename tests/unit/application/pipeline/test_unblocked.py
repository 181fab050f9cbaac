from typing import Any

import pytest

from commissions.application.pipeline.unblocked import arrived
from commissions.domain.orders.parking import WaitsFor


@pytest.mark.parametrize(
    ("image", "brings"),
    [
        ({"pair": "EUR/USD", "day": "2026-11-20"}, WaitsFor.rate("EUR/USD")),
        ({"plan_id": "harbour", "version": 2}, WaitsFor.plan("harbour")),
        ({"id": "member/cara", "kind": "participant"}, WaitsFor.referrer("CARA")),
    ],
)
def test_what_came_into_a_table_brings_what_orders_wait_for(
    image: dict[str, Any], brings: WaitsFor
) -> None:
    assert arrived(image) == [brings]


@pytest.mark.parametrize("key", ["TEA/GREEN", "id:TEA/GREEN"])
def test_a_row_of_the_sku_map_brings_what_waits_for_it_as_a_sku_or_as_an_id(key: str) -> None:
    brings = [WaitsFor.sku("tea-us", "TEA/GREEN"), WaitsFor.sku("tea-us", "id:TEA/GREEN")]

    assert arrived({"sku": f"tea-us/{key}", "name": key}) == brings


def test_a_code_brings_what_waits_for_it_and_what_was_noted_for_it() -> None:
    brings = [WaitsFor.referrer("CARA-7"), WaitsFor.coupon("CARA-7")]

    assert arrived({"id": "code/CARA-7", "member": "cara"}) == brings


@pytest.mark.parametrize("image", [{}, {"id": "customer/tea-us/c0ffee"}, {"store_id": "tea-us"}])
def test_nothing_waits_for_a_customers_account_or_another_tables_item(
    image: dict[str, Any],
) -> None:
    assert arrived(image) == []
