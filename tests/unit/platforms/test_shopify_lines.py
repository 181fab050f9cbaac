from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import difference
from commissions.platforms import InvalidPayload
from tests.unit.platforms.shopify_builders import (
    a_line,
    a_refund,
    an_order,
    placed,
    told,
)


def test_what_a_line_costs_is_its_price_less_all_its_discounts() -> None:
    order = placed(an_order(a_line(price="24.00", qty=3, discounts=["4.80", "0.20"])))

    [item] = order.items
    assert (item.unit_price, item.discount, item.net) == (2400, 500, 6700)
    assert item.qty == Decimal(3)


def test_the_field_total_discount_is_not_believed() -> None:
    line = a_line(price="24.00", discounts=["4.00"], total_discount="24.00")

    assert placed(an_order(line)).items[0].net == 2000


def test_tax_on_top_is_not_part_of_a_line() -> None:
    order = placed(an_order(a_line(price="100.00", taxes=["6.25", "1.75"])))

    assert (order.items[0].net, order.items[0].tax, order.tax) == (10000, 800, 800)
    assert (order.total, difference(order)) == (10800, 0)


@pytest.mark.parametrize(
    ("currency", "price", "minor"),
    [("JPY", "1200", 1200), ("VND", "20.0", 20), ("KWD", "1.250", 1250), ("USD", "7", 700)],
)
def test_a_currency_has_its_own_decimals(currency: str, price: str, minor: int) -> None:
    order = placed(an_order(a_line(price=price), currency=currency))

    assert (order.items[0].net, order.total) == (minor, minor)


@pytest.mark.parametrize("price", [0, Decimal("0.0"), Decimal("10.50"), 10])
def test_an_amount_may_be_a_number(price: Any) -> None:
    order = an_order(a_line(price=str(price)))
    order["line_items"][0]["price"] = price

    assert difference(placed(order)) == 0


def test_a_gift_card_a_custom_line_and_a_deleted_product_are_told_apart() -> None:
    order = placed(
        an_order(
            a_line(1),
            a_line(2, gift_card=True),
            a_line(3, sku=None),
            a_line(4, sku="GONE", variant_id=None, product_id=None),
            a_line(5, variant_id=None),
            a_line(6, product_id=None),
        )
    )

    assert [(item.kind, item.platform_sku) for item in order.items] == [
        ("product", "TEA"),
        ("gift_card", "TEA"),
        ("custom", ""),
        ("custom", "GONE"),
        ("product", "TEA"),
        ("product", "TEA"),
    ]


def test_a_tip_that_is_a_line_is_not_counted_twice() -> None:
    order = placed(
        an_order(a_line(1), a_line(2, sku=None, price="3.00"), total_tip_received="3.00")
        | {"subtotal_price": "10.00"}
    )

    assert [item.kind for item in order.items] == ["product", "tip"]
    assert (order.other, difference(order), order.flags) == (0, 0, ())


def test_a_tip_beside_the_lines_is_nobodys_commission() -> None:
    order = placed(an_order(total_tip_received="3.00", total_price="13.00"))

    assert (order.other, difference(order)) == (300, 0)
    assert [item.kind for item in order.items] == ["product"]


def test_two_custom_lines_of_the_tips_amount_are_one_tip() -> None:
    lines = a_line(1, sku=None, price="3.00"), a_line(2, sku=None, price="3.00")

    kinds = [item.kind for item in placed(an_order(*lines, total_tip_received="3.00")).items]

    assert kinds == ["tip", "custom"]


@pytest.mark.parametrize("prices", [["3.00"], ["1.00", "2.00"], ["3.00", "4.00"]])
def test_a_custom_line_is_no_tip_for_being_worth_as_much_as_one_beside_the_lines(
    prices: list[str],
) -> None:
    customs = [a_line(n, sku=None, price=price) for n, price in enumerate(prices, start=2)]
    order = an_order(a_line(1), *customs, total_tip_received="3.00")
    order["total_price"] = f"{Decimal(order['total_price']) + 3}"

    tipped = placed(order)

    assert [item.kind for item in tipped.items] == ["product", *["custom"] * len(prices)]
    assert (tipped.other, difference(tipped), tipped.flags) == (300, 0, ())


@pytest.mark.parametrize("mark", [{}, {"tip": {"payment_gateway": "shopify_payments"}}])
@pytest.mark.parametrize("rounding", ["0.00", "0.02"])
def test_of_two_tips_one_is_a_line_and_one_beside_a_custom_line(
    mark: dict[str, Any], rounding: str
) -> None:
    lines = a_line(1), a_line(2, sku=None, price="5.00", **mark), a_line(3, sku=None, price="8.00")
    order = an_order(
        *lines, total_tip_received="8.00", subtotal_price="18.00",
        total_price=f"{Decimal(26) + Decimal(rounding)}",
        total_cash_rounding_payment_adjustment_set={
            "shop_money": {"amount": rounding, "currency_code": "USD"}
        },
    )  # fmt: skip

    tipped = placed(order)

    assert [item.kind for item in tipped.items] == ["product", "tip", "custom"]
    assert (difference(tipped), tipped.flags) == (0, ())


def test_two_tips_are_known_by_their_mark_and_without_one_by_their_sum() -> None:
    unnamed = [a_line(n, sku=None, price=price) for n, price in ((2, "5.00"), (3, "4.00"))]
    unnamed.append(a_line(4, sku=None, price="3.00"))
    tip = {"payment_gateway": "shopify_payments"}
    marked = [line | {"tip": tip} if line["id"] != 3 else line for line in unnamed]

    for lines in (marked, unnamed):
        order = placed(an_order(a_line(1), *lines, total_tip_received="8.00"))

        assert [item.kind for item in order.items] == ["product", "tip", "custom", "tip"]
        assert (order.other, difference(order)) == (0, 0)


def test_a_line_that_is_said_to_be_no_tip_is_none() -> None:
    custom = a_line(2, sku=None, price="3.00", tip=False)

    assert [item.kind for item in placed(an_order(a_line(1), custom)).items] == [
        "product",
        "custom",
    ]


def test_of_two_tips_one_may_be_a_line_and_the_other_beside_the_lines() -> None:
    tip = a_line(2, sku=None, price="5.00", tip={"payment_gateway": "shopify_payments"})

    order = placed(an_order(a_line(1), tip, total_tip_received="8.00", total_price="18.00"))

    assert ([item.kind for item in order.items], order.other) == (["product", "tip"], 300)
    assert difference(order) == 0


def test_a_line_of_no_units_costs_nothing_whatever_is_written_beside_it() -> None:
    gone = a_line(2, price="50.00", qty=0, discounts=["5.00"], taxes=["4.50"])

    order = placed(an_order(a_line(1)) | {"line_items": [a_line(1), gone]})

    assert [item.net for item in order.items] == [1000, 0]
    assert [item.qty for item in order.items] == [1, 0]
    assert (difference(order), order.flags) == (0, ())


def test_a_line_with_a_sku_is_no_tip_and_without_a_tip_there_is_none() -> None:
    named = a_line(variant_id=None, product_id=None, price="3.00")
    given_away = a_line(sku=None, price="0.00")

    tipped = placed(an_order(named, total_tip_received="3.00", total_price="6.00"))

    assert ([item.kind for item in tipped.items], tipped.other) == (["custom"], 300)
    assert [item.kind for item in placed(an_order(given_away)).items] == ["custom"]


def test_a_line_discounted_below_nothing_is_flagged() -> None:
    assert "negative_net" in placed(an_order(a_line(discounts=["10.01"]))).flags


def test_a_line_below_nothing_is_a_discount_of_everything() -> None:
    order = placed(an_order(a_line(1, price="150.00"), a_line(2, price="-50.00")))

    assert (order.flags, difference(order)) == (("discount_of_all", "negative_net"), 0)


def test_units_taken_off_by_an_edit_are_removed() -> None:
    order = placed(an_order(a_line(qty=5, current_quantity=3)))

    assert order.items[0].removed == Decimal(2)


def test_units_that_a_refund_tells_of_are_not_removed_again() -> None:
    order = placed(
        an_order(a_line(11, qty=5, current_quantity=2), refunds=[a_refund({11: 2}), a_refund()])
    )

    assert order.items[0].removed == Decimal(1)


def test_a_snapshot_with_units_taken_off_says_which_refunds_it_has_counted() -> None:
    edited = placed(an_order(line_items=[a_line(qty=3, current_quantity=1)]))

    assert edited.counted_refunds == ()
    assert placed(an_order()).counted_refunds is None


@pytest.mark.parametrize("current", [5, None])
def test_nothing_is_removed_without_a_word_of_it(current: int | None) -> None:
    line = a_line(11, qty=5, current_quantity=current)
    order = placed(an_order(line, refunds=[a_refund({11: 2})]))

    assert order.items[0].removed == Decimal(0)


def test_a_sku_is_kept_in_one_spelling() -> None:
    composed, decomposed = "TH\u00c9", "THE\u0301"

    assert placed(an_order(a_line(sku=f" {decomposed} "))).items[0].platform_sku == composed


@pytest.mark.parametrize("sku", ["X" * 129, "TEA\n100", "TEA\u0000", "TEA\u202e001"])
def test_a_sku_that_no_map_could_hold_is_none_and_flagged(sku: str) -> None:
    order = placed(an_order(a_line(sku=sku)))

    assert order.items[0].platform_sku == ""
    assert order.flags == ("sku_unusable",)


def test_a_line_that_stands_there_twice_is_not_paid_twice() -> None:
    with pytest.raises(InvalidPayload, match="line_items names a line twice"):
        told(an_order(a_line(1), a_line(1)))


def test_nothing_is_nothing_in_whatever_currency() -> None:
    rounding = {"shop_money": {"amount": "0.00", "currency_code": "EUR"}}

    order = placed(an_order(total_cash_rounding_payment_adjustment_set=rounding))

    assert (difference(order), order.flags) == (0, ())
