"""What a real shop did that its documentation does not say; the numbers are those of its README.

Those that only show when the shop is asked are tests of the client.
"""

from dataclasses import replace

import pytest

from commissions.domain.catalogue.listing import ProductListed
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, difference
from commissions.platforms import woocommerce
from commissions.platforms.strict_json import loads
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.woocommerce_builders import STORE, an_order, back, placed, refunds
from tests.unit.platforms.woocommerce_builders import a_refund as refund_of
from tests.unit.platforms.woocommerce_real import (
    SECRETS,
    answered,
    beside,
    deliveries,
    delivery,
    fetched,
    orders,
)


def order_of(number: int) -> OrderPlaced:
    [order] = [each for each in delivery(number).read().records if isinstance(each, OrderPlaced)]
    return order


@beside
def test_surprise_1_one_delivery_id_for_many_bodies() -> None:
    sent = [delivery(number) for number in (257, 259, 261)]

    assert len({each.read().delivery["delivery_id"] for each in sent}) == 1
    assert len({record.key for each in sent for record in each.read().records}) == 3


@beside
def test_surprise_2_the_ping_is_not_signed_and_comes_again() -> None:
    pings = deliveries("-ping-")

    assert {woocommerce.handshake(each.body, each.headers) for each in pings} == {""}
    assert not any(woocommerce.topic(each.headers) for each in pings)


@beside
def test_surprise_3_a_created_order_may_be_completed_already() -> None:
    created, updated = order_of(37), order_of(38)

    assert loads(delivery(37).body)["status"] == "completed"
    assert created.status == "paid"
    assert (created.key, created.digest) == (updated.key, updated.digest)


@beside
def test_surprise_4_a_signed_error_never_earns() -> None:
    errors = [each for each in deliveries("-order.") if each.body.startswith(b'{"code"')]

    assert all(woocommerce.is_authentic(each.body, each.headers, SECRETS) for each in errors)
    assert {each.read().records for each in errors} == {()}
    statuses = sorted(loads(each.body)["data"]["status"] for each in errors)
    assert statuses == [401, 401, 403, 403, 404, 404]
    assert all("could not read its own order" in each.read().ignored for each in errors)


@beside
def test_surprise_4_a_deletion_is_still_told_when_nothing_else_is() -> None:
    [hint] = delivery(230).read().records

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.reason) == ("order", "order.deleted")


@beside
def test_surprise_5_a_secret_is_decoded_and_changes_at_once() -> None:
    probes = {each.headers["x-wc-webhook-id"]: each for each in deliveries("secret-rotated")}
    secrets = {
        "33": "p&q<r>\"s' \u00fc",
        "34": "p&amp;q",
        "35": " lead and trail ",
        "36": "woo-test-secret-2",
    }

    for webhook, secret in secrets.items():
        probe = probes[webhook]
        assert woocommerce.is_authentic(probe.body, probe.headers, [secret])
        assert not woocommerce.is_authentic(probe.body, probe.headers, [secret.strip() + "x"])


def test_surprise_7_two_states_of_one_second_are_two_facts() -> None:
    meta = [{"id": 1, "key": "distributor_ref", "value": "CARA-7"}]
    before, after = placed(an_order()), placed(an_order(meta_data=meta))

    assert before.updated_at == after.updated_at
    assert before.key != after.key


@beside
def test_surprise_8_an_order_whose_refund_was_deleted_lists_none() -> None:
    with_refund, without = order_of(54), fetched(answered(68))[0]

    assert with_refund.updated_at == without.updated_at
    assert (with_refund.refund_ids, without.refund_ids) == (("30",), ())
    assert (with_refund.status, without.status) == ("partially_refunded", "paid")


@beside
@pytest.mark.parametrize("number", [147, 152, 242])
def test_surprise_11_what_was_deleted_may_be_no_product(number: int) -> None:
    [hint] = delivery(number).read().records

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.reason) == ("product", "product.deleted")


@beside
def test_surprise_21_a_webhook_of_a_refund_holds_no_lines() -> None:
    [order, hint] = delivery(44).read().records
    _, [refund], _ = fetched(answered(52) | {"refunds": answered(53)})

    assert isinstance(order, OrderPlaced)
    assert isinstance(hint, ChangeHinted)
    assert (order.total, order.refund_ids, hint.reason) == (11000, ("25",), "refunds")
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [("21", 1)]
    assert (refund.tax, refund.amount_only) == (200, 0)


def test_surprise_22_an_amount_may_exceed_its_lines_or_have_none() -> None:
    [status_only] = refunds(refund_of(amount="80.00"))
    [more] = refunds(refund_of(back(11, qty=-2, total="-20.00"), amount="30.00"))
    tax, beside_goods = refunds(
        refund_of(back(11, qty=0, total="0.00", tax="-4.00"), amount="4.00")
    )

    assert (status_only.items, status_only.amount_only) == ((), 8000)
    assert (len(more.items), more.amount_only) == (1, 1000)
    assert (tax.items, tax.tax, tax.amount_only) == ((), 400, 0)
    assert (beside_goods.items, beside_goods.tax) == ((), 400)


@beside
def test_surprise_23_an_order_cancelled_after_payment_stays_paid_and_has_no_refund() -> None:
    order, back, others = fetched(answered(88))

    assert (order.status, order.refund_ids, back) == ("paid", (), [])
    assert order.cancelled_at == order.updated_at
    assert [type(each) for each in others] == [OrderCancelled]


@beside
@pytest.mark.parametrize(("two", "six"), [(124, 127), (129, 131), (133, 135)])
def test_surprise_24_rounded_views_and_exact_amounts_are_one_order(two: int, six: int) -> None:
    view, exact = fetched(answered(two))[0], fetched(answered(six))[0]

    assert [item.net for item in view.items] == [item.net for item in exact.items]
    assert (view.tax, view.total, view.other) == (exact.tax, exact.total, exact.other)
    assert set(exact.flags) - set(view.flags) == {"finer_amounts"}
    assert (difference(view), difference(exact)) == (0, 0)


def test_surprise_25_an_order_told_coarser_than_it_is_overwrites_nothing() -> None:
    reading = woocommerce.parse_webhook(
        sample("woocommerce/order_updated_coarse"), "order.updated", {}, STORE, b"k"
    )

    [hint] = reading.records
    assert isinstance(hint, ChangeHinted)
    assert (hint.subject_id, hint.reason) == ("7307", "coarse amounts")


@beside
def test_surprise_26_net_is_what_the_shop_took_for_it_whatever_the_price_was() -> None:
    order = fetched(orders()["44"])[0]

    assert [(item.net, item.tax) for item in order.items] == [(4364, 873)]
    assert (order.total, order.flags) == (5237, ("tax_inclusive",))


@beside
def test_surprise_27_a_negative_fee_lowers_the_total_and_no_line() -> None:
    order = order_of(35)

    assert [item.net for item in order.items] == [4000]
    assert (order.other, order.tax, order.total) == (-500, 350, 3850)
    assert order.flags == ("discount_of_all", "negative_fee")


def test_surprise_28_a_draft_of_the_checkout_is_pending() -> None:
    assert placed(sample("woocommerce/order_created_checkout_draft")).status == "pending"


def test_surprise_28_cash_on_delivery_is_paid_when_the_store_says_so() -> None:
    order = sample("woocommerce/order_updated_cash_on_delivery")

    assert placed(order).status == "authorized"
    assert placed(order, replace(STORE, paid_when=("completed",))).status == "authorized"
    assert placed(order, replace(STORE, paid_when=("processing",))).status == "paid"


@beside
@pytest.mark.parametrize("number", [14, 139, 149])
def test_surprise_29_a_variation_comes_as_a_product(number: int) -> None:
    [product] = delivery(number).read().records

    assert isinstance(product, ProductListed)
    assert product.product_id != product.variants[0].variant_id
    assert not product.complete


@beside
def test_surprise_30_the_order_of_a_deleted_customer_has_none() -> None:
    before, after = order_of(156), fetched(answered(226))[0]

    assert (bool(before.customer), after.customer) == (True, "")
