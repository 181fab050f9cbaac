import pytest

from commissions.domain.orders.parking import AwaitedKind, WaitsFor

KEPT = {
    WaitsFor.sku("tea-us", "TEA/GREEN-100"): "sku/tea-us/TEA/GREEN-100",
    WaitsFor.rate("EUR/USD"): "rate/EUR/USD",
    WaitsFor.plan("harbour"): "plan/harbour",
    WaitsFor.referrer("CARA-7"): "referrer/CARA-7",
    WaitsFor.coupon("CARA-7"): "coupon/CARA-7",
    WaitsFor.order("shopify/tea-us/1001"): "order/shopify/tea-us/1001",
    WaitsFor.coupon("SAVE10"): "coupon/SAVE10",
    WaitsFor.store("tea-us"): "store/tea-us",
    WaitsFor.access("tea-us"): "access/tea-us",
    WaitsFor.operator("shopify/tea-us/1001"): "operator/shopify/tea-us/1001",
    WaitsFor.clock(): "clock/",
}
"""Each kind as it stands in parked tables, and as others read it on the bus."""


@pytest.mark.parametrize(("waits_for", "text"), KEPT.items())
def test_what_a_record_waits_for_is_the_text_that_the_table_and_the_bus_have(
    waits_for: WaitsFor, text: str
) -> None:
    assert str(waits_for) == text
    assert WaitsFor.parse(text) == waits_for


def test_there_is_a_text_for_every_kind_that_records_wait_for() -> None:
    assert {each.kind for each in KEPT} | {AwaitedKind.UNKNOWN} == set(AwaitedKind)


@pytest.mark.parametrize(
    "text",
    ["", "/", "/tea", "sku", "moon/full", "oprator/shopify/tea/1", "SKU/tea/TEA", "unknown/tea"],
)
def test_a_text_that_nobody_knows_is_kept_as_it_is(text: str) -> None:
    unknown = WaitsFor.parse(text)

    assert unknown == WaitsFor(AwaitedKind.UNKNOWN, text)
    assert str(unknown) == text
