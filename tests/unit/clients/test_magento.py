from datetime import datetime, timedelta
from typing import Any

import pytest

from commissions.clients import CREATED, Client, FetchedResource, Window
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store
from commissions.platforms import magento as dialect
from commissions.platforms.strict_json import loads
from tests.unit.clients.magento_shop import KEY, SECRET, START, URL, a_shop, a_store, sold
from tools.fake_store.magento import PLATFORM_API
from tools.fake_store.toolkit import Delivery

pytestmark = pytest.mark.enable_socket


def read(answer: FetchedResource, store: Store) -> tuple[Any, ...]:
    return dialect.parse_order(answer.payload, store, KEY).records


def found(client: Client, since: datetime = START, **window: Any) -> list[str]:
    pages = client.orders(Window(since=since, **window))
    return [answer.source_id for page in pages for answer in page.items]


def test_an_order_is_read_with_all_that_was_refunded() -> None:
    with a_shop() as (shop, client):
        order = sold(shop, paid=True, customer_id=7)
        shop.refund(order.order_id, {order.lines[0].line_id: 1}, amount_only=5_00)
        answer = client.order(str(order.order_id))
        assert answer is not None
        placed, refund = read(answer, a_store(shop.base_url))

    assert isinstance(placed, OrderPlaced)
    assert [(item.platform_sku, item.net) for item in placed.items] == [
        ("TEA", 34_00), ("CREAM/30 ML", 32_50)
    ]  # fmt: skip
    assert (difference(placed), placed.flags) == (0, ())
    assert (placed.status, placed.distributor_ref) == ("partially_refunded", "CARA-7")
    assert isinstance(refund, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [
        (str(order.lines[0].line_id), 1)
    ]
    assert refund.amount_only == 5_00
    assert answer.read_at == START


def test_an_order_that_is_not_there_is_none() -> None:
    with a_shop() as (_, client):
        assert client.order("999999") is None


def test_what_changed_comes_in_pages_and_no_order_is_left_out() -> None:
    with a_shop() as (shop, client):
        orders = [sold(shop, paid=True) for _ in range(205)]
        for order in orders[::40]:
            shop.refund_all(order.order_id)
        pages = list(client.orders(Window(since=START)))

    assert [len(page.items) for page in pages] == [100, 100, 5]
    assert [page.total for page in pages] == [205, None, None]
    ids = [answer.source_id for page in pages for answer in page.items]
    assert ids == [str(order.order_id) for order in orders]
    memos = [len(answer.payload["creditmemos"]) for page in pages for answer in page.items]
    assert [number for number, count in enumerate(memos) if count] == [0, 40, 80, 120, 160, 200]


def test_a_reading_goes_on_where_another_ended() -> None:
    with a_shop() as (shop, client):
        orders = [sold(shop) for _ in range(101)]
        first = next(iter(client.orders(Window(since=START))))
        rest = list(client.orders(Window(since=START), first.next))

    assert first.next == str(orders[99].order_id)
    assert [answer.source_id for page in rest for answer in page.items] == [
        str(orders[100].order_id)
    ]
    assert rest[-1].next == ""


def test_an_order_that_changes_while_pages_are_read_is_not_lost() -> None:
    with a_shop() as (shop, client):
        orders = [sold(shop) for _ in range(150)]
        shop.clock.advance(hours=1)
        pages = client.orders(Window(since=START))
        seen = [answer.source_id for answer in next(pages).items]
        for order in orders[90:110]:
            shop.pay(order.order_id)
        seen += [answer.source_id for page in pages for answer in page.items]

    assert seen == [str(order.order_id) for order in orders]


def test_a_window_is_of_changes_or_of_creations() -> None:
    with a_shop() as (shop, client):
        old = sold(shop)
        shop.clock.advance(days=1)
        new = sold(shop)
        shop.clock.advance(days=1)
        shop.pay(old.order_id)
        later = START + timedelta(hours=12)

        assert found(client, later) == [str(old.order_id), str(new.order_id)]
        assert found(client, later, by=CREATED) == [str(new.order_id)]
        assert found(client, START, by=CREATED, until=later) == [str(old.order_id)]
        assert found(client, later, until=later) == [str(old.order_id), str(new.order_id)]
        assert found(client, later + timedelta(days=9)) == []


def test_a_webhook_and_the_api_tell_the_very_same() -> None:
    with a_shop() as (shop, client):
        for topic in client.TOPICS:
            client.subscribe(topic, URL, SECRET)
        sent: list[Delivery] = []
        shop.on_change = lambda event: sent.extend(PLATFORM_API.deliveries(shop, event))
        order = sold(shop, paid=True)
        shop.refund(order.order_id, {line.line_id: 1 for line in order.lines}, shipping=4_90)
        shop.cancel(order.order_id)
        answer = client.order(str(order.order_id))
        store = a_store(shop.base_url)
    assert answer is not None
    told = [record for each in sent for record in webhook(each, store)]

    assert {one.digest for one in read(answer, store)} <= {
        one.digest for one in told if not isinstance(one, ChangeHinted)
    }
    assert {each.url.partition("?event=")[2] for each in sent} == {
        topic for topic in client.TOPICS if topic.startswith("sales.")
    }


def webhook(delivery: Delivery, store: Store) -> tuple[Any, ...]:
    headers = {name.lower(): value for name, value in delivery.headers.items()}
    assert dialect.is_authentic(delivery.body, headers, [SECRET])
    assert dialect.is_for_store(headers, store)
    return dialect.parse_webhook(loads(delivery.body), "", headers, store, KEY).records
