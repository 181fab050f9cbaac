"""Orders and products as our client reads them from a shop."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from commissions.clients import CREATED, InvalidResponse, Page, Unavailable, Window
from commissions.clients.shopify import queries
from commissions.platforms import shopify
from tests.support.orders import of_order
from tests.unit.clients.shopify_shops import (
    NOON,
    Talk,
    heard,
    ids_of,
    read,
    talking,
)
from tools.fake_store.toolkit import Item

pytestmark = pytest.mark.enable_socket
SINCE = Window(since=NOON)


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as talk:
        yield talk


def test_an_order_is_read_as_its_webhooks_told_it(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    order = talk.shop.order(order_id)
    order.extra |= {"landing_site": "/?ref=DORA", "attributes": {"sponsor": "BOB"}}
    talk.fake.clock.advance(hours=1)
    line = order.lines[0].line_id
    talk.shop.refund(order_id, {line: 1}, amount_only=250, shipping=100)
    talk.fake.clock.advance(hours=1)
    talk.shop.cancel(order_id)

    answer = talk.client.order(str(order_id))
    told = of_order(heard(talk, "orders/updated")[-1])

    assert answer is not None
    assert read(answer, talk.store) == told
    assert len(told) == 5
    assert answer.read_at == NOON + timedelta(hours=2, minutes=1)
    refunds = of_order(heard(talk, "refunds/create")[0])
    assert [(each.key, each.digest) for each in refunds] == [
        (each.key, each.digest) for each in told[1:4]
    ]


def test_an_order_that_is_gone_is_none(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    talk.shop.delete_order(order_id)

    assert talk.client.order(str(order_id)) is None
    assert talk.client.order("1") is None


def test_what_is_no_id_is_not_asked_for(talk: Talk) -> None:
    with pytest.raises(InvalidResponse):
        talk.client.order("1 OR true")

    assert talk.asked() == 0


def test_an_order_with_more_lines_than_a_page_is_read_whole(talk: Talk) -> None:
    [product] = talk.shop.products.values()
    variant_id = product.variants[0].variant_id
    order = talk.shop.place([Item(variant_id) for _ in range(queries.LINES * 3)], paid=True)
    talk.shop.refund(order.order_id, {line.line_id: 1 for line in order.lines[:90]})

    answer = talk.client.order(str(order.order_id))
    [page] = talk.client.orders(SINCE)

    assert answer is not None
    assert [page.items[0].payload] == [answer.payload]
    assert read(answer, talk.store) == of_order(heard(talk, "orders/updated")[-1])
    assert len(answer.payload["refunds"][0]["refund_line_items"]) == 90


def test_an_order_with_many_refunds_is_read_whole(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    for _ in range(7):
        talk.shop.refund(order_id, amount_only=10)

    answer = talk.client.order(str(order_id))

    assert answer is not None
    assert len(read(answer, talk.store)) == 1 + 7


def test_an_order_that_changes_between_its_pages_is_read_again(talk: Talk) -> None:
    [product] = talk.shop.products.values()
    items = [Item(product.variants[0].variant_id) for _ in range(queries.LINES + 1)]
    order = talk.shop.place(items, paid=True)
    talk.shop.refund(order.order_id, {order.lines[0].line_id: 1})

    def refund_one_more() -> None:
        talk.fake.clock.advance(minutes=1)
        talk.shop.refund(order.order_id, {order.lines[1].line_id: 1})

    talk.api.happening[2] = refund_one_more
    answer = talk.client.order(str(order.order_id))

    assert answer is not None
    assert read(answer, talk.store) == of_order(heard(talk, "orders/updated")[-1])
    assert len(answer.payload["refunds"]) == 2


def test_an_order_that_never_stands_still_is_left_for_later(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    talk.shop.refund(order_id, amount_only=1)

    def refund_one_more() -> None:
        talk.fake.clock.advance(minutes=1)
        talk.shop.refund(order_id, amount_only=1)

    talk.api.happening |= dict.fromkeys(range(2, 40), refund_one_more)

    with pytest.raises(Unavailable, match="changes all the time"):
        talk.client.order(str(order_id))


def test_an_order_deleted_between_its_pages_is_left_for_later(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    talk.shop.refund(order_id, amount_only=1)

    def delete() -> None:
        talk.fake.clock.advance(minutes=1)
        talk.shop.delete_order(order_id)

    talk.api.happening[2] = delete

    with pytest.raises(Unavailable):
        talk.client.order(str(order_id))
    assert talk.client.order(str(order_id)) is None


def test_all_orders_of_a_window_come_in_pages(talk: Talk) -> None:
    made = talk.bought(12)

    pages = list(talk.client.orders(SINCE))

    assert ids_of(pages) == made
    assert [len(page.items) for page in pages] == [5, 5, 2]
    assert [bool(page.next) for page in pages] == [True, True, False]


def test_a_full_last_page_is_followed_by_an_empty_one(talk: Talk) -> None:
    made = talk.bought(5)

    pages = list(talk.client.orders(SINCE))

    assert ids_of(pages) == made
    assert pages[-1] == Page((), "", None)


def test_reading_goes_on_where_it_ended(talk: Talk) -> None:
    made = talk.bought(12)
    first = next(talk.client.orders(SINCE))

    assert ids_of(list(talk.client.orders(SINCE, first.next))) == made[5:]


def test_no_order_is_lost_when_orders_change_while_they_are_read(talk: Talk) -> None:
    made = talk.bought(23)
    window = Window(since=NOON, until=NOON + timedelta(hours=1))
    seen: list[int] = []
    for number, page in enumerate(talk.client.orders(window)):
        seen += ids_of([page])
        talk.fake.clock.advance(hours=3)
        for order_id in (made[0], made[-1], made[number * 5 + 3]):
            talk.shop.refund(order_id, amount_only=1)
        made += talk.bought(2) if number < 3 else []

    assert seen == made


def test_only_what_changed_since_is_read(talk: Talk) -> None:
    made = talk.bought(4)
    changed = Window(since=talk.fake.clock() + timedelta(seconds=30))
    talk.fake.clock.advance(minutes=1)
    talk.shop.cancel(made[1])

    assert ids_of(list(talk.client.orders(changed))) == [made[1]]


def test_what_was_created_is_counted_before_it_is_read(talk: Talk) -> None:
    made = talk.bought(9)
    window = Window(
        since=NOON + timedelta(minutes=2),
        until=NOON + timedelta(minutes=8),
        by=CREATED,
    )

    pages = list(talk.client.orders(window))

    assert ids_of(pages) == made[1:7]
    assert {page.total for page in pages} == {6}


def test_products_come_with_all_their_variants(talk: Talk) -> None:
    many = talk.shop.add_product("Matcha", [(f"M-{number}", 900) for number in range(130)])
    for number in range(21):
        talk.shop.add_product(f"Pot {number}", [(f"POT-{number}", 1900)])
    talk.shop.delete_product(max(talk.shop.products))

    pages = list(talk.client.products())
    one = talk.client.product(str(many.product_id))

    answers = [answer for page in pages for answer in page.items]
    assert [len(page.items) for page in pages] == [20, 2]
    assert one is not None
    assert one.payload in [answer.payload for answer in answers]
    [listed] = shopify.parse_product(one.payload, talk.store).records
    assert len(getattr(listed, "variants", ())) == 130
    assert ids_of(list(talk.client.products(pages[0].next))) == ids_of(pages[1:])


def test_a_product_that_is_gone_is_none(talk: Talk) -> None:
    [product] = talk.shop.products.values()
    talk.shop.delete_product(product.product_id)

    assert talk.client.product(str(product.product_id)) is None


def test_the_shops_clock_is_its_own(talk: Talk) -> None:
    talk.fake.clock.advance(hours=24)

    assert talk.client.now() == NOON + timedelta(hours=24)


@pytest.mark.parametrize("topic", ["orders/edited", "orders/delete", "products/create"])
def test_the_shops_other_webhooks_are_read_too(talk: Talk, topic: str) -> None:
    [order_id] = talk.bought(1)
    talk.shop.edit(order_id, code="ANN")
    talk.shop.delete_order(order_id)

    assert all(reading.records for reading in heard(talk, topic))
    assert heard(talk, topic)
