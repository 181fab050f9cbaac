from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.catalogue.kept_values import KeptValues
from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import (
    NotAVolume,
    OrderMapped,
    can_earn,
    check_volume,
    keys,
    line_volume,
)
from commissions.domain.orders.order import CUSTOM, GIFT_CARD, TIP, OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.stores.store import Policies
from tests.support.orders import a_value, an_item, an_order

KNOWN = {value.platform_sku: value for value in (a_value("TEA"), a_value("V-9"))}
ONE = Decimal(1)


def mapped(order: OrderPlaced, **fields: Any) -> list[str]:
    outcome = map_skus(order, Policies(), KNOWN, **fields)
    assert isinstance(outcome, OrderMapped)
    return [value.platform_sku for value in outcome.values]


def parked(order: OrderPlaced) -> OrderParked:
    outcome = map_skus(order, Policies(), KNOWN)
    assert isinstance(outcome, OrderParked)
    return outcome


def test_a_line_is_known_by_its_variant_before_its_sku() -> None:
    assert mapped(an_order(an_item(variant_id="V-9"))) == ["V-9"]
    assert mapped(an_order(an_item(variant_id="V-0"))) == ["TEA"]


def test_a_value_that_two_lines_share_is_kept_once() -> None:
    assert mapped(an_order(an_item("1"), an_item("2"))) == ["TEA"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ({"sku": "NEW"}, "NEW"),
        ({"sku": "", "variant_id": "V-0"}, "V-0"),
        ({"sku": ""}, "line 1"),
    ],
)
def test_a_line_without_a_value_parks_the_order(line: dict[str, Any], name: str) -> None:
    outcome = parked(an_order(an_item(**line)))

    assert outcome.reason == "unmapped_sku"
    assert outcome.detail == f"{name} has no value in the SKU map at 2026-11-20"
    assert outcome.waits_for == f"sku/tea/{name}"


NUMBERS = {"1001": a_value("1001", "1"), "1002": a_value("1002", "40")}
NUMERIC = an_order(an_item(variant_id="1001", sku="1002"))


def test_a_line_of_two_values_parks_the_order_with_both_and_waits_for_its_id() -> None:
    outcome = map_skus(NUMERIC, Policies(), NUMBERS)

    assert isinstance(outcome, OrderParked)
    assert (outcome.reason, outcome.waits_for) == ("two_values", "sku/tea/id:1001")
    assert outcome.detail.startswith("1002 is worth 1 in every unit (product, by the row 1001")
    assert "40 in every unit" in outcome.detail
    assert "skus.csv" in outcome.advice


def test_a_line_that_takes_money_off_has_no_value_to_ask_for() -> None:
    off = an_item("2", variant_id="1001", sku="1002", net=-1)

    outcome = map_skus(an_order(an_item(), off), Policies(), NUMBERS | KNOWN)

    assert isinstance(outcome, OrderMapped)
    assert outcome.lines == {"1": "TEA"}


@pytest.mark.parametrize("order", [NUMERIC, an_order(an_item(sku="NEW"))])
def test_a_line_that_was_valued_before_keeps_that_where_the_map_does_not_say(
    order: OrderPlaced,
) -> None:
    outcome = map_skus(order, Policies(), NUMBERS, kept=KeptValues({"1": a_value("OLD")}))

    assert isinstance(outcome, OrderMapped)
    assert (outcome.lines, outcome.values) == ({"1": "OLD"}, (a_value("OLD"),))


def test_what_a_line_was_valued_at_is_not_asked_for_where_the_map_says() -> None:
    outcome = map_skus(an_order(), Policies(), KNOWN, kept=KeptValues({"1": a_value("OLD")}))

    assert isinstance(outcome, OrderMapped)
    assert outcome.lines == {"1": "TEA"}


def test_a_mapped_order_says_what_each_line_is_worth() -> None:
    order = an_order(an_item(), an_item("2", sku="CARD", kind=GIFT_CARD))
    outcome = map_skus(order, Policies(), KNOWN)
    assert isinstance(outcome, OrderMapped)

    assert outcome.by_line == {"1": KNOWN["TEA"]}
    of_before = OrderMapped(order, (*outcome.values, a_value("CARD")))
    assert of_before.by_line == {"1": KNOWN["TEA"]}


@pytest.mark.parametrize(
    "line", [{"kind": GIFT_CARD}, {"kind": TIP}, {"kind": CUSTOM, "sku": ""}], ids=str
)
def test_what_never_earns_needs_no_value(line: dict[str, Any]) -> None:
    item = an_item("2", **{"sku": "UNKNOWN"} | line)

    assert not can_earn(item)
    assert mapped(an_order(an_item(), item)) == ["TEA"]


def test_only_lines_that_can_earn_are_looked_up() -> None:
    order = an_order(an_item(variant_id="V-9"), an_item("2", sku="CARD", kind=GIFT_CARD))

    assert keys(order) == {"id:V-9", "V-9", "TEA"}


def test_a_mapped_order_keeps_the_name_of_its_snapshot() -> None:
    order = an_order()
    mapped = OrderMapped(order)

    assert (mapped.key, mapped.order_key) == (order.key, order.order_key)


@pytest.mark.parametrize("order", [an_order(status="pending"), an_order(test=True)])
def test_an_order_that_is_not_paid_needs_no_values(order: OrderPlaced) -> None:
    assert map_skus(order, Policies(), {}) == OrderMapped(order)


def test_an_order_that_does_not_reconcile_is_parked_and_not_guessed() -> None:
    outcome = parked(an_order(total=99_99))

    assert outcome.reason == "does_not_reconcile"
    assert "0.01 USD off the total" in outcome.detail
    assert outcome.waits_for == "operator/shopify/tea/1001"


def test_an_operator_can_let_an_order_pass_that_does_not_reconcile() -> None:
    assert mapped(an_order(total=99_99), amounts_accepted=True) == ["TEA"]


def test_an_order_with_a_line_below_nothing_waits_for_a_person_with_both_figures() -> None:
    order = an_order(an_item(net=150_00), an_item("2", sku="TRADE-IN", net=-50_00))

    outcome = parked(order)

    assert outcome.reason == "negative_line"
    assert outcome.detail == (
        "TRADE-IN: -50.00 USD of 150.00 USD of goods, of an order of 100.00 USD"
    )
    assert outcome.waits_for == "operator/shopify/tea/1001"
    assert mapped(order, amounts_accepted=True) == ["TEA"]


def test_a_line_below_nothing_by_rounding_or_that_was_taken_off_holds_nothing_up() -> None:
    by_rounding = an_item("2", net=-1)
    taken_off = an_item("3", net=-50_00, removed=Decimal(1))

    assert mapped(an_order(an_item(), by_rounding, taken_off)) == ["TEA"]


@pytest.mark.parametrize(
    ("volume", "line", "hundredths"),
    [
        ("12.50", {"qty": "3"}, 37_50),
        ("12.50", {"qty": "0.5"}, 6_25),
        ("0.01", {"qty": "0.5"}, 0),
        ("0.01", {"qty": "1.5"}, 2),
        ("80%", {"net": 100_00}, 80_00),
        ("33.33%", {"net": 1_00}, 33),
        ("12.50%", {"net": 1_00}, 12),
        ("13.50%", {"net": 1_00}, 14),
        ("100%", {"net": 0}, 0),
        ("12.50", {"net": 0}, 0),
        ("12.50", {"net": -5_00}, 0),
        ("100%", {"qty": "0"}, 0),
        ("12.50", {"qty": "-1"}, 0),
    ],
)
def test_points_count_per_unit_and_a_share_counts_of_the_net(
    volume: str, line: dict[str, Any], hundredths: int
) -> None:
    assert line_volume(an_item(**line), volume, currency="USD", rate=ONE) == hundredths


@pytest.mark.parametrize(
    ("net", "currency", "rate", "hundredths"),
    [
        (100_00, "EUR", "1.0843", 108_43),
        (10_000, "JPY", "0.0066", 66_00),
        (12_345, "KWD", "3.25", 40_12),
        (1, "EUR", "1.0843", 1),
    ],
)
def test_a_share_counts_in_the_plans_currency_at_the_locked_rate(
    net: int, currency: str, rate: str, hundredths: int
) -> None:
    volume = line_volume(an_item(net=net), "100%", currency=currency, rate=Decimal(rate))

    assert volume == hundredths


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_dearer_line_never_carries_less_volume(one: int, more: int) -> None:
    volumes = [
        line_volume(an_item(net=net), "33.33%", currency="EUR", rate=Decimal("1.0843"))
        for net in (one, one + more)
    ]

    assert volumes == sorted(volumes)


@pytest.mark.parametrize("text", ["0", "12.5", "12.50", "80%", "33.33%", "999999999"])
def test_a_volume_is_points_or_a_share(text: str) -> None:
    assert check_volume(text) == text


@pytest.mark.parametrize("text", ["", "%", "-1", "1e3", "12.505", "80 %", "\uff18", "1,5", "8%%"])
def test_a_volume_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(NotAVolume):
        check_volume(text)
