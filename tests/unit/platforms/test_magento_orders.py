from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import OrderCancelled, OrderPlaced, difference
from commissions.platforms import InvalidPayload, customer_hash
from tests.support.memory_ledger import payable, settled
from tests.support.orders import sold
from tests.unit.platforms.magento_builders import (
    KEY,
    Payload,
    a_store,
    an_item,
    an_order,
    enveloped,
    fetched,
    placed,
    read,
    told,
)


def test_an_order_is_known_by_its_entity_id_and_its_times_are_utc() -> None:
    order = placed(an_order())

    assert order.order_key == "magento/tea/41"
    assert order.order_ts.isoformat() == "2026-11-20T15:30:00+00:00"
    assert order.updated_at.isoformat() == "2026-11-20T15:30:04+00:00"


def test_the_amounts_are_of_the_orders_own_currency() -> None:
    order = placed(an_order(an_item(price="12.5", qty="2", tax_amount=5), shipping="4.90"))

    assert (order.currency, order.total, order.tax, order.shipping) == ("USD", 34_90, 5_00, 4_90)
    assert (difference(order), order.flags) == (0, ())


@pytest.mark.parametrize("price", ["200.0000", 200, Decimal("200.00"), "200", Decimal("200.0000")])
@pytest.mark.parametrize("qty", ["3.000000", 3, Decimal("3.0000")])
def test_an_amount_reads_the_same_in_whatever_form_it_comes(price: Any, qty: Any) -> None:
    plain = placed(an_order(an_item(price="200", qty="3")))

    order = placed(an_order(an_item(price="200", qty="3") | {"price": price, "qty_ordered": qty}))

    assert order.digest == plain.digest


@pytest.mark.parametrize(
    "value", [True, "1,50", "1e3", "", " 1", "\u0661", "0x10", [], {}, "NaN", "1" * 20, "--1"]
)
def test_what_is_no_amount_is_not_read(value: Any) -> None:
    with pytest.raises(InvalidPayload, match=r"items\[0\].price is not a number"):
        told(an_order() | {"items": [an_item() | {"price": value}]})


def test_a_float_with_noise_behind_the_fourth_digit_is_what_the_shop_has_stored() -> None:
    noisy = an_item(price="24.77") | {"price": Decimal("24.769999999999996")}

    order = placed(an_order(an_item(price="24.77")) | {"items": [noisy]})

    assert (order.items[0].net, order.flags) == (24_77, ())


def test_an_amount_finer_than_the_currency_is_rounded_once_and_said_so() -> None:
    order = placed(an_order(an_item(price="8.2562", qty="3"), grand_total=Decimal("24.77")))

    assert (order.items[0].net, difference(order), order.flags) == (24_77, 0, ("rounded",))


def test_currencies_without_decimals_and_with_three_count_in_their_own_units() -> None:
    yen = placed(an_order(an_item(price="1500", qty="2"), order_currency_code="JPY"))
    dinar = placed(an_order(an_item(price="1.255"), order_currency_code="KWD"))

    assert (yen.items[0].net, yen.total) == (3000, 3000)
    assert (dinar.items[0].net, dinar.total) == (1255, 1255)


@pytest.mark.parametrize("extra", [{"grand_total": 11}, {"tax_amount": 1}, {"shipping_amount": 2}])
def test_an_order_whose_totals_do_not_add_up_is_flagged(extra: Payload) -> None:
    order = placed(an_order(**extra))

    assert difference(order) != 0
    assert "totals_differ" in order.flags


def test_a_discount_on_the_shipping_is_no_ones_commission() -> None:
    more = {"shipping_amount": 10, "shipping_discount_amount": 4, "grand_total": 16}

    order = placed(an_order() | more)

    assert (order.shipping, order.items[0].net, difference(order)) == (6_00, 10_00, 0)


@pytest.mark.parametrize("where", ["order", "extension"])
def test_gift_cards_credit_and_points_are_how_it_was_paid_and_take_nothing_off(where: str) -> None:
    tender = {
        "gift_cards_amount": 2, "customer_balance_amount": "3.0000", "reward_currency_amount": 1
    }  # fmt: skip
    more: Payload = tender if where == "order" else {"extension_attributes": tender}

    order = placed(an_order(grand_total=4, total_paid=4, **more))

    assert (order.items[0].net, order.tender, order.total) == (10_00, 6_00, 4_00)
    assert (difference(order), order.flags, order.status) == (0, (), "paid")


def test_gift_wrapping_and_fixed_taxes_are_part_of_the_total_alone() -> None:
    item = an_item(weee_tax_applied_row_amount="0.5")
    extension = {"gw_price": "3.0000", "gw_items_price": 1}

    order = placed(an_order(item, extension_attributes=extension, grand_total="14.5"))

    assert (order.items[0].net, order.other, difference(order)) == (10_00, 4_50, 0)


def test_empty_extensions_that_php_writes_as_a_list_are_none() -> None:
    assert placed(an_order(extension_attributes=[])).other == 0


PAID = {"total_paid": 10, "total_due": 0}


@pytest.mark.parametrize(
    ("status", "told_of"),
    [
        ("pending", {"total_due": 10}),
        ("pending", {}),
        ("authorized", {"total_due": 10, "payment": {"amount_authorized": 10}}),
        ("partially_paid", {"total_paid": 4, "total_due": 6}),
        ("partially_paid", {"total_paid": 4, "total_due": 6, "total_refunded": 1}),
        ("paid", PAID),
        ("paid", {"total_paid": "10.0000"}),
        ("paid", {"grand_total": 0, "gift_cards_amount": 10}),
        ("paid", {"total_paid": 4, "total_due": 6, "total_canceled": 6}),
        ("partially_refunded", PAID | {"total_refunded": 4}),
        ("refunded", PAID | {"total_refunded": "10.0000", "state": "closed"}),
        ("voided", {"state": "canceled", "total_due": 10, "total_canceled": 10}),
        ("pending", {"state": "holded", "total_due": 10}),
        ("pending", {"state": "pending", "status": None, "total_due": 10}),
    ],
)
def test_what_counts_as_paid_is_told_by_the_money(status: str, told_of: Payload) -> None:
    order = an_order(paid=False) | {"total_due": None} | told_of

    assert placed(order).status == status


def test_a_store_can_name_states_that_count_as_paid() -> None:
    on_account = an_order(paid=False, state="processing")

    assert placed(on_account).status == "pending"
    assert placed(on_account, a_store(paid_when=("processing",))).status == "paid"


def test_a_cancelled_order_is_told_as_cancelled_too() -> None:
    order, cancelled = told(an_order(paid=False, state="canceled"), "sales.order.cancelled")

    assert isinstance(order, OrderPlaced)
    assert isinstance(cancelled, OrderCancelled)
    assert order.cancelled_at == cancelled.cancelled_at == order.updated_at
    assert fetched(an_order(paid=False, state="canceled")) == (order, cancelled)


def test_units_cancelled_of_a_living_order_are_gone_without_a_refund() -> None:
    order = placed(an_order(an_item(qty="3", qty_canceled="2.0000")))

    assert (order.items[0].qty, order.items[0].removed) == (Decimal(3), Decimal(2))


def test_units_of_a_cancelled_order_are_not_taken_off_twice() -> None:
    item = an_item(qty="3", qty_canceled=3)

    assert placed(an_order(item, paid=False, state="canceled")).items[0].removed == 0


def test_an_edit_cancels_and_recreates_and_counts_exactly_once() -> None:
    later = {"updated_at": "2026-11-20 16:00:00", "state": "canceled"}
    first, line = an_item(11, price="100"), "cat < bob < ann"
    before = placed(an_order(first, paid=False), a_store(paid_when=("new",)))
    dead = told(an_order(first, paid=False) | later, "sales.order.cancelled")
    named = {"increment_id": "000000041-1", "relation_parent_id": "41"}
    again = placed(an_order(an_item(31, price="100"), entity_id=42) | named)

    old, new = settled(sold(before, line), dead), settled(sold(again, line))

    assert payable(settled(sold(before, line))) == payable(new) != {}
    assert set(payable(old).values()) <= {0}
    assert (before.order_key, again.order_key) == ("magento/tea/41", "magento/tea/42")
    assert again.flags == ("recreated",)


def test_a_customer_is_a_hash_and_a_guest_nobody() -> None:
    known = placed(an_order(customer_id=7, customer_is_guest=0))

    assert known.customer == customer_hash("tea", "7", KEY)
    for nobody in (None, 0, "0"):
        assert placed(an_order(customer_id=nobody)).customer == ""


def test_nothing_of_a_person_is_kept() -> None:
    order = placed(
        an_order(
            customer_email="canary@mail.example", customer_firstname="canary", remote_ip="canary",
            billing_address={"street": ["canary"], "telephone": "canary"},
        )
    )  # fmt: skip

    assert "canary" not in repr(order)


@pytest.mark.parametrize(
    "missing",
    [
        "entity_id",
        "order_currency_code",
        "state",
        "created_at",
        "updated_at",
        "grand_total",
        "items",
    ],
)
def test_an_order_without_what_it_must_say_is_not_read(missing: str) -> None:
    order = an_order()
    del order[missing]

    with pytest.raises(InvalidPayload, match=f"{missing} is missing"):
        told(order)


@pytest.mark.parametrize("date", ["", "2026-11-20", "20.11.2026", None, 1, "2026-13-20 15:30:00"])
def test_a_date_that_is_none_is_not_read(date: Any) -> None:
    with pytest.raises(InvalidPayload, match="created_at is not a time"):
        told(an_order(created_at=date))


def test_an_order_that_was_cancelled_after_it_was_paid_is_still_what_was_paid() -> None:
    order, cancelled = told(an_order(state="canceled"))

    assert (order.status, cancelled.platform_order_id) == ("paid", "41")


def test_version_three_names_its_event_in_the_address_and_says_the_same() -> None:
    four = read(enveloped("sales.order.paid", an_order()))
    three = read({"data": an_order()}, "sales.order.paid")

    assert three.records == four.records
    assert three.topic == four.topic == "sales.order.paid"
