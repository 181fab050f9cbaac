from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from commissions.clients import CREATED, AccessDenied, InvalidResponse, Window, woocommerce
from commissions.domain.orders.continues import Continues
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from tests.unit.clients.woocommerce_shop import ACCESS, LOCAL, NOON, Corner, corner

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def tea() -> Iterator[Corner]:
    with corner() as tea:
        yield tea


def test_what_a_webhook_says_and_what_the_shop_answers_is_one_fact(tea: Corner) -> None:
    order = tea.buy(3, code="CARA-7", shipping=500, customer_id=3)
    tea.fake.clock.advance(minutes=5)
    tea.shop.refund(order.order_id, {order.lines[0].line_id: 1})
    tea.shop.refund(order.order_id, amount_only=250)

    sent, hint = tea.sent("order.refunded", order.order_id)
    answered, *back = tea.records(order)

    assert isinstance(sent, OrderPlaced)
    assert isinstance(answered, OrderPlaced)
    assert isinstance(hint, ChangeHinted)
    assert (sent.key, sent.digest) == (answered.key, answered.digest)
    assert (sent.distributor_ref, sent.status) == ("cara-7", "partially_refunded")
    assert {each.source_id for each in back if isinstance(each, OrderRefunded)} == set(
        answered.refund_ids or ()
    )


def test_a_refund_is_answered_with_its_lines(tea: Corner) -> None:
    order = tea.buy(3, shipping=500)
    tea.shop.refund(order.order_id, {order.lines[0].line_id: 2}, shipping=500)

    refund, beside = [each for each in tea.records(order) if isinstance(each, OrderRefunded)]

    assert [(item.line_id, int(item.qty)) for item in refund.items] == [
        (str(order.lines[0].line_id), 2)
    ]
    assert (refund.shipping, refund.tax, refund.amount_only) == (500, 200, 0)
    assert (beside.source_id, beside.shipping, beside.tax) == (refund.refund_id, 500, 0)


def test_surprise_10_an_order_in_the_trash_counts_as_cancelled(tea: Corner) -> None:
    order = tea.buy()
    tea.shop.delete_order(order.order_id, for_good=False)

    assert [type(each) for each in tea.records(order)] == [OrderPlaced, OrderCancelled]


def test_surprise_9_an_order_deleted_for_good_is_gone_without_a_word(tea: Corner) -> None:
    order = tea.buy()
    tea.shop.delete_order(order.order_id)

    assert tea.client.order(str(order.order_id)) is None
    assert tea.client.order("999999") is None


def test_a_wrong_address_is_no_order_that_is_gone(tea: Corner) -> None:
    elsewhere = woocommerce.create_client(
        type(tea.store)("tea", "woocommerce", "", "USD", "", api_url=f"{tea.shop.base_url}/blog"),
        ACCESS,
        LOCAL,
    )

    with pytest.raises(InvalidResponse, match="no address of this shop's API"):
        elsewhere.order("7301")
    with pytest.raises(InvalidResponse, match="no address of this shop's API"):
        list(elsewhere.orders(Window(since=NOON)))
    elsewhere.close()


@pytest.mark.parametrize("access", [{}, {"consumer_key": "ck"}, {"consumer_secret": "cs"}])
def test_without_both_keys_no_shop_is_opened(tea: Corner, access: dict[str, str]) -> None:
    with pytest.raises(AccessDenied):
        woocommerce.create_client(tea.store, access, LOCAL)


@pytest.mark.parametrize("wrong", [{"consumer_key": "ck_x"}, {"consumer_secret": "cs_x"}])
def test_a_wrong_key_is_denied(tea: Corner, wrong: dict[str, str]) -> None:
    client = woocommerce.create_client(tea.store, ACCESS | wrong, LOCAL)

    with pytest.raises(AccessDenied) as denied:
        client.order("1")
    assert "cs_" not in str(denied.value)
    client.close()


def test_the_clock_is_the_shops(tea: Corner) -> None:
    assert tea.client.now() == NOON


def test_no_name_and_no_address_is_asked_for(tea: Corner) -> None:
    order = tea.buy()

    [answer] = tea.changed()

    assert "billing" not in answer.payload
    assert "order_key" not in answer.payload
    assert "ada@example.com" not in str(answer.payload)
    assert answer.source_id == str(order.order_id)


def test_amounts_that_the_shop_shows_too_coarse_are_asked_for_in_full(tea: Corner) -> None:
    order = tea.shop.place(paid=True, shipping=75)
    tea.shop.refund(order.order_id, shipping=75)
    tea.shop.extra["decimals"] = 0

    [hint] = tea.sent("order.refunded", order.order_id)
    [answer] = tea.changed()

    assert isinstance(hint, ChangeHinted)
    assert hint.reason == "coarse amounts"
    assert answer.payload["shipping_total"] == "0.75"
    assert answer.payload["refunds"][0]["amount"] == "0.75"
    assert answer.payload["shown_decimals"] == 0


def test_a_shop_without_decimals_rounds_the_total_whatever_it_is_asked_for(tea: Corner) -> None:
    order = tea.shop.place(paid=True, shipping=75)
    tea.shop.extra["decimals"] = 0

    [answer] = tea.changed()
    told = tea.snapshot(order)

    assert (answer.payload["total"], answer.payload["total_tax"]) == ("215.00", "19.00")
    assert sum(Decimal(line["total"]) for line in answer.payload["line_items"]) == Decimal("194.80")
    assert (told.total, told.rounds_to, told.other, difference(told)) == (215_00, 100, 45, 0)
    assert "totals_differ" not in told.flags


def test_surprise_20_an_order_changed_in_the_very_second_is_answered(tea: Corner) -> None:
    order = tea.buy()

    assert tea.ids(NOON) == [str(order.order_id)]
    assert tea.ids(NOON + timedelta(microseconds=900_000)) == [str(order.order_id)]
    assert tea.ids(NOON + timedelta(seconds=1)) == []


def test_surprise_19_the_shops_own_zone_leaves_no_order_out(tea: Corner) -> None:
    order = tea.buy()
    asked = {"modified_after": "2026-11-20T11:59:59", "dates_are_gmt": "true"}

    assert tea.ids(NOON) == [str(order.order_id)]
    # The trap: said with a zone, the same moment is one hour later for this shop.
    assert tea.ask(**asked) == [order.order_id]
    assert tea.ask(**asked | {"modified_after": "2026-11-20T11:59:59Z"}) == []
    assert tea.ask(**asked | {"modified_after": "2026-11-20T11:59:59+00:00"}) == []


def test_orders_of_a_day_are_those_created_on_it(tea: Corner) -> None:
    day = timedelta(days=1)
    made = []
    for _ in range(3):
        made.append(str(tea.buy().order_id))
        tea.fake.clock.advance(hours=12)
    tea.shop.cancel(int(made[0]))

    window = Window(since=NOON, until=NOON + day, by=CREATED)
    pages = list(tea.client.orders(window))

    assert [each.source_id for page in pages for each in page.items] == made[:2]


def test_surprises_6_and_8_a_silent_change_is_seen_by_asking_for_the_order(tea: Corner) -> None:
    order = tea.buy(2)
    refund = tea.shop.refund(order.order_id, amount_only=500)
    before = tea.snapshot(order)

    tea.shop.delete_refund(order.order_id, refund.refund_id)
    tea.shop.edit(order.order_id, code="DORA", silently=True)
    after = tea.snapshot(order)

    assert after.updated_at == before.updated_at
    assert after.digest != before.digest
    assert (before.refund_ids, after.refund_ids) == ((str(refund.refund_id),), ())
    assert after.distributor_ref == "dora"


def test_a_renewal_is_answered_with_the_order_that_its_subscription_began_with(
    tea: Corner,
) -> None:
    first, plain = tea.buy(customer_id=3), tea.buy()
    renewal = tea.buy(customer_id=3)
    renewal.extra["meta"] = {"_subscription_renewal": "9801"}
    tea.shop.extra["subscriptions"] = {9801: first.order_id}

    snapshot = tea.snapshot(renewal)

    assert snapshot.continues == Continues(f"woocommerce/tea/{first.order_id}", "renewal")
    assert (snapshot.contract, tea.snapshot(plain).continues) == ("9801", None)
    listed = {each.source_id: each.payload for each in tea.changed()}
    assert listed[str(renewal.order_id)]["subscription_began_with"] == first.order_id
    assert "subscription_began_with" not in listed[str(plain.order_id)]


@pytest.mark.parametrize("known", [None, {}, {9801: 0}])
def test_a_renewal_is_read_though_the_shop_does_not_show_its_subscription(
    tea: Corner, known: dict[int, int] | None
) -> None:
    """The plug-in is gone, or the subscription is, or it was made by hand."""
    renewal = tea.buy()
    renewal.extra["meta"] = {"_subscription_renewal": "9801"}
    if known is not None:
        tea.shop.extra["subscriptions"] = known

    snapshot = tea.snapshot(renewal)

    assert (snapshot.continues, snapshot.contract) == (Continues("", "renewal"), "9801")
