from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import OrderCancelled, OrderPlaced, difference
from commissions.platforms import InvalidPayload, woocommerce
from tests.unit.platforms.woocommerce_builders import (
    KEY,
    STORE,
    a_fee,
    a_line,
    an_order,
    placed,
    told,
)


def test_an_order_keeps_its_name_times_and_status() -> None:
    order = placed(an_order())

    assert order.order_key == "woocommerce/tea/7301"
    assert order.order_ts == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert order.updated_at == datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC)
    assert (order.status, order.currency, order.total) == ("paid", "USD", 1000)


def test_what_a_line_costs_is_its_total_after_discounts_and_without_tax() -> None:
    line = a_line(total="67.00", qty=3, tax="6.70", subtotal="72.00")

    [item] = placed(an_order(line)).items

    assert (item.net, item.discount, item.tax, item.unit_price) == (6700, 500, 670, 2400)


def test_prices_with_tax_are_no_different_since_totals_are_without() -> None:
    order = placed(an_order(a_line(total="100.00", tax="20.00"), prices_include_tax=True))

    assert (order.items[0].net, order.tax, order.total) == (10000, 2000, 12000)
    assert (difference(order), order.flags) == (0, ("tax_inclusive",))


def test_shops_that_sell_by_weight_have_fractions_of_a_unit() -> None:
    [item] = placed(an_order(a_line(qty=Decimal("1.5"), total="15.00"))).items

    assert (item.qty, item.unit_price, item.net) == (Decimal("1.5"), 1000, 1500)


def test_a_product_without_variations_is_its_own_variant() -> None:
    simple, varied = placed(
        an_order(a_line(1, product_id=88, variation_id=0), a_line(2, variation_id=89))
    ).items

    assert (simple.variant_id, varied.variant_id) == ("88", "89")


def test_a_line_of_no_product_is_a_custom_one() -> None:
    line = a_line(product_id=0, variation_id=0, sku=None)

    [item] = placed(an_order(line)).items

    assert (item.kind, item.platform_sku, item.variant_id) == ("custom", "", "")


def test_a_sku_that_is_a_number_is_a_text_to_us() -> None:
    assert placed(an_order(a_line(sku=10024))).items[0].platform_sku == "10024"


@pytest.mark.parametrize("sku", ["x" * 129, "TEA\x07"])
def test_a_sku_that_no_map_could_hold_is_none_and_flagged(sku: str) -> None:
    order = placed(an_order(a_line(sku=sku)))

    assert (order.items[0].platform_sku, order.flags) == ("", ("sku_unusable",))


def test_fees_are_part_of_the_total_and_of_no_line() -> None:
    order = placed(an_order(shipping="5.00", fees=[a_fee("2.50", "0.50")]))

    assert (order.other, order.shipping, order.tax, difference(order)) == (250, 500, 50, 0)


def test_gift_cards_and_negative_fees_are_told_alike_by_webhook_and_answer() -> None:
    order = an_order(a_line(total="30.00"), fees=[a_fee("-5.00")]) | {
        "gift_cards": [{"id": 3, "amount": "4.00"}],
        "total": "21.00",
    }

    answered, *_ = woocommerce.parse_order(order, STORE, KEY).records

    assert answered == placed(order)
    assert "discount_of_all" in placed(order).flags
    assert difference(placed(order)) == 0


def test_a_gift_card_pays_and_does_not_cheapen_a_line() -> None:
    order = placed(an_order(gift_cards=[{"id": 3, "amount": "4.00"}], total="6.00"))

    assert (order.items[0].net, order.tender, difference(order)) == (1000, 400, 0)
    assert (order.other, order.total) == (0, 600)


@pytest.mark.parametrize(
    ("currency", "total", "minor"),
    [("JPY", "1200", 1200), ("KWD", "1.250", 1250), ("USD", "7.00", 700), ("CLF", "1.0000", 10000)],
)
def test_a_currency_has_its_own_decimals(currency: str, total: str, minor: int) -> None:
    zero = total.replace("1", "0").replace("2", "0").replace("5", "0").replace("7", "0")
    line = a_line(total=total, tax=zero)

    order = placed(an_order(line, currency=currency, shipping_total=zero, total=total))

    assert (order.items[0].net, order.total, order.flags) == (minor, minor, ())


STATUSES = [
    ("pending", None, "pending"),
    ("on-hold", None, "pending"),
    ("checkout-draft", None, "pending"),
    ("shipped", None, "pending"),
    ("processing", None, "authorized"),
    ("completed", None, "authorized"),
    ("failed", None, "voided"),
    ("cancelled", None, "voided"),
    ("trash", None, "voided"),
    ("refunded", None, "voided"),
    ("processing", "2026-11-20T15:30:04", "paid"),
    ("completed", "2026-11-20T15:30:04", "paid"),
    ("on-hold", "2026-11-20T15:30:04", "paid"),
    ("wc-shipped", "2026-11-20T15:30:04", "paid"),
    ("cancelled", "2026-11-20T15:30:04", "paid"),
    ("refunded", "2026-11-20T15:30:04", "refunded"),
    ("failed", "2026-11-20T15:30:04", "voided"),
]


@pytest.mark.parametrize(("shown", "paid_at", "status"), STATUSES)
def test_paid_is_what_has_a_payment_date(shown: str, paid_at: str | None, status: str) -> None:
    assert placed(an_order(status=shown, date_paid_gmt=paid_at)).status == status


def test_the_date_of_a_payment_says_nothing_of_what_an_edit_added_since() -> None:
    words = {
        shown: placed(an_order(status=shown)).word
        for shown in ("pending", "on-hold", "processing", "completed", "shipped")
    }

    assert words == {
        "pending": "payment",
        "on-hold": "payment",
        "processing": "",
        "completed": "",
        "shipped": "",
    }
    assert placed(an_order(status="on-hold", date_paid_gmt=None)).word == ""
    assert placed(an_order(status="on-hold"), replace(STORE, paid_when=("on-hold",))).word == ""


def test_a_paid_order_with_refunds_is_partially_refunded() -> None:
    order = an_order(refunds=[{"id": 7400, "reason": "", "total": "-1.00"}])

    assert placed(order).status == "partially_refunded"


def test_a_store_may_say_which_statuses_count_as_paid() -> None:
    store = replace(STORE, paid_when=("completed", "wc-shipped"))

    def status(shown: str) -> str:
        return placed(an_order(status=shown, date_paid_gmt=None), store).status

    assert status("completed") == "paid"
    assert status("shipped") == "paid"
    assert status("processing") == "authorized"


@pytest.mark.parametrize("shown", ["cancelled", "trash"])
def test_an_order_that_the_shop_is_without_is_cancelled(shown: str) -> None:
    order, cancelled = told(an_order(status=shown))

    at = datetime(2026, 11, 20, 15, 30, 4, tzinfo=UTC)
    assert isinstance(order, OrderPlaced)
    assert isinstance(cancelled, OrderCancelled)
    assert (order.cancelled_at, cancelled.cancelled_at, cancelled.updated_at) == (at, at, at)


def test_an_order_that_never_was_modified_is_as_of_its_creation() -> None:
    order = placed(an_order(date_modified_gmt=None))

    assert order.updated_at == order.order_ts


@pytest.mark.parametrize("customer", [0, None, "0"])
def test_a_guest_has_no_customer(customer: Any) -> None:
    assert placed(an_order(customer_id=customer)).customer == ""


def test_a_customer_is_a_hash_that_differs_from_store_to_store() -> None:
    one = placed(an_order(customer_id=3)).customer

    assert len(one) == 32
    assert one != placed(an_order(customer_id=4)).customer
    assert one != placed(an_order(customer_id=3), replace(STORE, store_id="cocoa")).customer


def test_the_same_state_by_two_topics_is_one_fact() -> None:
    [created], [updated] = told(an_order(), "order.created"), told(an_order(), "order.updated")

    assert created.key == updated.key


BROKEN: dict[str, dict[str, Any]] = {
    "id": {"id": None},
    "currency": {"currency": "ABC"},
    "status": {"status": ""},
    "date_created_gmt": {"date_created_gmt": "2026-02-30T00:00:00"},
    "date_modified_gmt": {"date_modified_gmt": "2026-11-20 15:30:04"},
    "date_paid_gmt": {"date_paid_gmt": "2026-11-20T15:30:04+01:00"},
    "total": {"total": "1e2"},
    "total_tax": {"total_tax": "\uff11\uff10"},
    "shipping_total": {"shipping_total": None},
    "line_items": {"line_items": {}},
    "customer_id": {"customer_id": "nora@example.org"},
    "line_items[0].quantity": {"line_items": [a_line(qty=-1)]},
    "line_items[1].total": {"line_items": [a_line(1), a_line(2) | {"total": "1_0.00"}]},
    "refunds[0].id": {"refunds": [{"id": "nora@example.org"}]},
}


@pytest.mark.parametrize("path", BROKEN)
def test_what_is_not_as_promised_is_named_and_not_repeated(path: str) -> None:
    with pytest.raises(InvalidPayload) as unreadable:
        told(an_order(**BROKEN[path]))

    assert str(unreadable.value).startswith(f"{path} ")
    assert "nora" not in str(unreadable.value)


def test_a_line_that_stands_there_twice_is_not_paid_twice() -> None:
    with pytest.raises(InvalidPayload, match="line_items names a line twice"):
        told(an_order(a_line(1), a_line(1)))


def test_an_order_that_was_paid_and_is_on_hold_may_be_disputed() -> None:
    held = placed(an_order(status="on-hold"))
    assert (held.status, held.flags, held.cancelled_at) == ("paid", ("on_hold_though_paid",), None)

    assert placed(an_order(status="on-hold", date_paid_gmt=None)).flags == ()
    assert placed(an_order(status="processing")).flags == ()
