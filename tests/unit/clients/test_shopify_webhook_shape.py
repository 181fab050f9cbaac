"""What the API tells of an order is what a webhook of the same state tells."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from commissions.clients.shopify.webhook_shape import webhook_order, webhook_product
from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.platforms import ParsedWebhook, shopify
from tests.support.orders import of_order
from tests.unit.clients.shopify_nodes import answer_of, bag, journey
from tests.unit.platforms.payloads import sample
from tests.unit.platforms.shopify_builders import (
    KEY,
    STORE,
    Payload,
    a_line,
    a_refund,
    an_order,
    pair,
    told,
)
from tests.unit.platforms.shopify_strategies import rich_orders


def asked(payload: Payload) -> ParsedWebhook:
    """What the API's answer says of the state that a webhook tells, but for what came in: where
    that is needed, the webhook has the store asked."""
    reading = shopify.parse_order(webhook_order(*answer_of(payload)), STORE, KEY)
    order, *others = reading.records
    assert isinstance(order, OrderPlaced)
    return replace(reading, records=(replace(order, received=None), *others))


def identities(records: tuple[OfOrder, ...]) -> list[tuple[str, str]]:
    return [(record.key, record.digest) for record in records]


def order_of(reading: ParsedWebhook) -> OrderPlaced:
    order = reading.records[0]
    assert isinstance(order, OrderPlaced)
    return order


def refunds_of(reading: ParsedWebhook) -> list[OrderRefunded]:
    return [each for each in reading.records if isinstance(each, OrderRefunded)]


@given(rich_orders())
def test_an_order_that_was_asked_for_is_the_one_that_was_sent(payload: Payload) -> None:
    assert identities(of_order(asked(payload))) == identities(told(payload))


@given(rich_orders())
def test_even_what_no_hash_looks_at_is_the_same(payload: Payload) -> None:
    assert order_of(asked(payload)) == told(payload)[0]


@pytest.mark.parametrize(
    "name", ["orders_paid", "orders_paid_tax_included", "orders_paid_tip_gift_card"]
)
def test_our_samples_read_the_same_when_they_are_asked_for(name: str) -> None:
    payload = sample(f"shopify/{name}")

    assert identities(of_order(asked(payload))) == identities(told(payload))


def test_a_currency_without_decimals_is_told_with_one_and_read_without() -> None:
    payload = an_order(a_line(price="1200", taxes=["120"]), currency="JPY")
    store_reads = order_of(asked(payload))

    assert (store_reads.total, store_reads.tax) == (1320, 120)


def test_the_page_where_the_last_visit_began_carries_the_referral() -> None:
    payload = an_order(landing_site="/products/tea?ref=DORA")

    reading = asked(payload)

    assert order_of(reading).distributor_ref == "DORA"
    assert reading.delivery == {}


@pytest.mark.parametrize(
    "unseen", [None, {"ready": False, "lastVisit": None}, {"ready": True, "lastVisit": None}]
)
def test_a_visit_that_the_api_does_not_show_is_named_as_unseen(unseen: Any) -> None:
    node, refunds = answer_of(an_order(landing_site="/?ref=DORA"))

    reading = shopify.parse_order(
        webhook_order(node | {"customerJourneySummary": unseen}, refunds), STORE, KEY
    )

    assert order_of(reading).referrals == ()
    assert reading.delivery == {"unseen": "landing_site"}


def test_a_visit_not_yet_sorted_is_not_believed() -> None:
    node, refunds = answer_of(an_order())
    early = journey("/?ref=DORA") | {"ready": False}

    order = webhook_order(node | {"customerJourneySummary": early}, refunds)

    assert (order["landing_site"], order["unseen"]) == (None, ["landing_site"])


def test_money_paid_back_in_another_currency_is_flagged_either_way() -> None:
    refund = a_refund(paid_back=[("success", "7.00")])
    refund["transactions"][0]["currency"] = "EUR"
    payload = an_order(refunds=[refund])

    [back] = refunds_of(asked(payload))

    assert (back.amount_only, back.flags) == (0, ("amount_in_other_currency",))
    assert back == told(payload)[1]


def test_refunded_shipping_that_stands_in_two_places_counts_once() -> None:
    refund = a_refund({11: 1}, adjustments=[("shipping_refund", "-6.90")])
    node, [told_refund] = answer_of(an_order(a_line(11), refunds=[refund]))
    twice = {"reason": None, "amountSet": bag("-6.90", "USD"), "taxAmountSet": bag("0", "USD")}
    told_refund["orderAdjustments"]["nodes"].append(twice)

    refund_answer = webhook_order(node, [told_refund])
    back, short, beside = refunds_of(shopify.parse_order(refund_answer, STORE, KEY))

    assert (back.shipping, short.amount_only, beside.shipping) == (690, -1690, 690)


def test_fees_given_back_beside_goods_are_told_alike_though_the_api_does_not_name_them() -> None:
    fee = {"amount_set": pair("4.00")}
    refund = a_refund({11: 1}, paid_back=[("success", "14.00")], additional_fees=[fee])
    order = an_order(a_line(11, qty=2), refunds=[refund], total_price="24.00")
    payload = order | {"original_total_additional_fees_set": pair("4.00")}

    assert identities(of_order(asked(payload))) == identities(told(payload))
    assert [each.other for each in refunds_of(asked(payload))] == [0, 400]


@pytest.mark.parametrize(
    "refund",
    [
        a_refund({11: 1}, adjustments=[("refund_discrepancy", "10.00")]),
        a_refund({11: 1}, paid_back=[("success", "7.00")]),
        a_refund({11: 1}, paid_back=[("failure", "10.00")]),
        a_refund({11: 1}, paid_back=[("pending", "10.00")]),
        a_refund({11: 1}, duties=[{"amount_set": pair("2.00")}], paid_back=[("success", "12.00")]),
    ],
    ids=["no money", "a fee kept", "failed", "pending", "duties"],
)
def test_a_refund_that_was_asked_for_differs_by_the_same_money(refund: Payload) -> None:
    payload = an_order(a_line(11, qty=2), refunds=[refund])

    assert identities(of_order(asked(payload))) == identities(told(payload))
    assert refunds_of(asked(payload)) == list(told(payload)[1:])


def test_two_tips_are_found_without_their_mark() -> None:
    tips = [a_line(n, sku=None, price=price) for n, price in ((2, "5.00"), (3, "3.00"))]
    marked = [each | {"tip": {"payment_gateway": "shopify_payments"}} for each in tips]
    payload = an_order(a_line(1), *marked, total_tip_received="8.00")

    assert identities(of_order(asked(payload))) == identities(told(payload))
    assert [item.kind for item in order_of(asked(payload)).items] == ["product", "tip", "tip"]


@pytest.mark.parametrize(("paid", "kept"), [("4.00", 0), ("4.01", 401)])
def test_money_that_may_be_the_orders_fees_takes_no_commission(paid: str, kept: int) -> None:
    refund = a_refund(paid_back=[("success", paid)])
    payload = an_order(refunds=[refund], original_total_additional_fees_set=pair("4.00"))

    assert sum(each.amount_only for each in refunds_of(asked(payload))) == kept


def test_a_product_that_was_asked_for_is_complete() -> None:
    variant = {"legacyResourceId": "44100000001", "sku": "TEA", "title": "100 g"}
    node = {
        "legacyResourceId": "88",
        "title": "Sencha",
        "updatedAt": "2026-11-20T15:30:00Z",
        "variants": {"nodes": [variant] * 1},
    }

    [product] = shopify.parse_product(webhook_product(node), STORE).records

    assert getattr(product, "complete", None) is True


EXTRAS = ("name", "sourceName", "tags", "discountCodes", "customAttributes",
         "customerJourneySummary")  # fmt: skip


@pytest.mark.parametrize("name", EXTRAS)
@pytest.mark.parametrize("odd", [None, "", [], {}, [None], ["x", 7], {"a": {}}, 7, True])
def test_an_extra_that_the_api_tells_otherwise_than_documented_is_none(name: str, odd: Any) -> None:
    header, lists = answer_of(sample("shopify/orders_paid"))
    plain = order_of(shopify.parse_order(webhook_order(header, lists), STORE, KEY))

    reading = shopify.parse_order(webhook_order(header | {name: odd}, lists), STORE, KEY)

    read = order_of(reading)
    unhinted = replace(read, referrals=plain.referrals, distributor_ref=plain.distributor_ref)
    assert unhinted == replace(plain, continues=read.continues)
