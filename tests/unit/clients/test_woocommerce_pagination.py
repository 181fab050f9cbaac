"""Lists that are cut into pages by number, while orders come into them and go."""

from collections.abc import Iterator

import pytest

from commissions.clients import Page, Window
from tests.unit.clients.woocommerce_shop import NOON, Corner, corner

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def tea() -> Iterator[Corner]:
    with corner() as tea:
        yield tea


@pytest.fixture
def many(tea: Corner) -> list[str]:
    return [str(tea.buy().order_id) for _ in range(120)]


def seen(*pages: Page) -> list[str]:
    return [answer.source_id for page in pages for answer in page.items]


def test_every_order_is_answered_once_and_counted(tea: Corner, many: list[str]) -> None:
    pages = list(tea.client.orders(Window(since=NOON)))

    assert seen(*pages) == many
    assert pages[0].total == 120
    assert pages[-1].next == ""
    assert all(len(page.items) <= 50 for page in pages)


def test_surprise_10_orders_in_the_trash_are_answered_too(tea: Corner, many: list[str]) -> None:
    thrown = many[3:70]
    for order_id in thrown:
        tea.shop.delete_order(int(order_id), for_good=False)

    pages = list(tea.client.orders(Window(since=NOON)))

    assert seen(*pages) == [each for each in many if each not in thrown] + thrown
    assert pages[-1].total == 120


def test_reading_goes_on_after_any_page(tea: Corner, many: list[str]) -> None:
    window = Window(since=NOON)
    first, *others = tea.client.orders(window)

    again = list(tea.client.orders(window, first.next))

    assert seen(first, *again) == many
    assert seen(*again) == seen(*others)


def test_orders_that_leave_the_list_take_no_other_with_them(tea: Corner, many: list[str]) -> None:
    pages = tea.client.orders(Window(since=NOON))
    first = next(pages)
    gone = many[:45]
    for order_id in gone:
        tea.shop.delete_order(int(order_id))

    assert set(seen(first, *pages)) == set(many)


def test_so_many_can_leave_that_hardly_a_page_is_left(tea: Corner, many: list[str]) -> None:
    pages = tea.client.orders(Window(since=NOON))
    first, second = next(pages), next(pages)
    for order_id in many[:90]:
        tea.shop.delete_order(int(order_id))

    assert set(seen(first, second, *pages)) == set(many)


def test_orders_that_come_into_the_list_push_none_out_of_sight(tea: Corner) -> None:
    old = [str(tea.buy().order_id) for _ in range(30)]
    tea.fake.clock.advance(hours=1)
    fresh = [str(tea.buy().order_id) for _ in range(70)]
    pages = tea.client.orders(Window(since=tea.shop.clock()))
    first = next(pages)

    for order_id in old:
        tea.shop.edit(int(order_id), code="DORA")

    assert set(seen(first, *pages)) >= set(fresh)


def test_an_empty_shop_has_an_empty_page(tea: Corner) -> None:
    pages = list(tea.client.orders(Window(since=NOON)))

    assert seen(*pages) == []
    assert [page.total for page in pages] == [0, 0]


def test_many_refunds_of_one_order_are_all_answered(tea: Corner) -> None:
    order = tea.buy(70)
    line_id = order.lines[0].line_id
    made = [tea.shop.refund(order.order_id, {line_id: 1}).refund_id for _ in range(60)]

    answer = tea.client.order(str(order.order_id))

    assert answer
    assert [refund["id"] for refund in answer.payload["refunds"]] == made
