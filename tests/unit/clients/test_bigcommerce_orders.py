from collections.abc import Iterator
from datetime import timedelta

import pytest

from commissions.clients import CREATED, Client, FetchedResource, InvalidResponse, Page, Window
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.platforms import bigcommerce as platform
from tests.unit.clients.bigcommerce_shop import NOON, Meddling, a_client, a_shop, of
from tools.fake_store.bigcommerce import orders
from tools.fake_store.platform_api import json_response
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket
HOUR = timedelta(hours=1)


@pytest.fixture
def opened() -> Iterator[tuple[FakeStore, Shop]]:
    with a_shop() as found:
        yield found


@pytest.fixture
def shop(opened: tuple[FakeStore, Shop]) -> Shop:
    return opened[1]


@pytest.fixture
def client(shop: Shop) -> Client:
    return a_client(shop)


def told(shop: Shop, answer: FetchedResource | None) -> tuple[StoreRecord, ...]:
    assert answer is not None
    store = of(shop, carriers=platform.CARRIERS)
    return platform.parse_order(answer.payload, store, b"key").records


def ids(pages: Iterator[Page]) -> list[str]:
    return [answer.source_id for page in pages for answer in page.items]


def an_order(shop: Shop) -> str:
    return str(shop.place(paid=True).order_id)


def test_an_order_comes_with_all_that_belongs_to_it(shop: Shop, client: Client) -> None:
    order = shop.place(code="CARA-7", customer_id=12, shipping=500, paid=True)
    shop.refund(order.order_id, {order.lines[0].line_id: 1}, shipping=500)

    placed, refund, beside = told(shop, client.order(str(order.order_id)))

    assert isinstance(placed, OrderPlaced)
    assert isinstance(refund, OrderRefunded)
    assert isinstance(beside, OrderRefunded)
    assert (beside.source_id, beside.shipping) == (refund.refund_id, 500)
    assert [item.net for item in placed.items] == [line.net for line in order.lines]
    assert (placed.distributor_ref, placed.status) == ("CARA-7", "partially_refunded")
    assert (difference(placed), len(placed.customer), refund.shipping) == (0, 32, 500)


def test_an_order_begins_as_a_checkout_that_is_not_finished(shop: Shop, client: Client) -> None:
    [placed] = told(shop, client.order(str(shop.place().order_id)))

    assert isinstance(placed, OrderPlaced)
    assert (placed.status, placed.flags) == ("pending", ("incomplete",))


def test_an_order_of_hundreds_of_lines_comes_whole(shop: Shop, client: Client) -> None:
    order = shop.place(paid=True)
    order.lines = [shop._line(item) for _ in range(200) for item in shop.pick_items()]

    [placed] = told(shop, client.order(str(order.order_id)))

    assert isinstance(placed, OrderPlaced)
    assert len(placed.items) == len(order.lines) > 250
    assert difference(placed) == 0


@pytest.mark.parametrize("order_id", ["1", "0", "-5", "", "../hooks", "12/products"])
def test_an_order_that_is_not_there_is_none(client: Client, order_id: str) -> None:
    assert client.order(order_id) is None


def test_an_archived_order_can_still_be_asked_for(shop: Shop, client: Client) -> None:
    order_id = an_order(shop)
    shop.delete_order(int(order_id), for_good=False)

    [placed] = told(shop, client.order(order_id))

    assert isinstance(placed, OrderPlaced)
    assert placed.flags == ("archived",)


@pytest.mark.parametrize("path", ["/products", "/coupons"])
def test_an_order_that_changes_while_it_is_read_is_read_again(path: str) -> None:
    with a_shop(api=Meddling(path, code="LATE-1")) as (_, shop):
        order_id = an_order(shop)
        client = a_client(shop)

        [placed] = told(shop, client.order(order_id))
        assert isinstance(placed, OrderPlaced)
        assert placed.distributor_ref == "LATE-1"
        assert placed.updated_at == NOON + timedelta(seconds=1)


def test_in_a_page_too_an_order_that_changes_meanwhile_is_read_again() -> None:
    with a_shop(api=Meddling("/products", code="LATE-1")) as (_, shop):
        changed, other = an_order(shop), an_order(shop)

        [page, *_] = a_client(shop).orders(Window(since=NOON - HOUR))

        assert [each.source_id for each in page.items] == [changed, other]
        [placed] = told(shop, page.items[0])
        assert isinstance(placed, OrderPlaced)
        assert placed.distributor_ref == "LATE-1"


def test_all_changed_orders_come_page_by_page(
    opened: tuple[FakeStore, Shop], client: Client
) -> None:
    store, shop = opened
    old = an_order(shop)
    store.clock.advance(hours=5)
    new = [an_order(shop) for _ in range(60)]

    pages = list(client.orders(Window(since=NOON + HOUR)))

    assert ids(iter(pages)) == new
    assert old not in new
    assert [len(page.items) for page in pages] == [25, 25, 10, 0]
    assert pages[-1].next == ""


def test_no_order_is_left_out_when_others_change_between_the_pages(
    opened: tuple[FakeStore, Shop], client: Client
) -> None:
    store, shop = opened
    there = [an_order(shop) for _ in range(70)]
    found: list[str] = []
    for page in client.orders(Window(since=NOON - HOUR)):
        found += [answer.source_id for answer in page.items]
        store.clock.advance(minutes=1)
        for order_id in (there[0], there[30], there[-1]):
            shop.edit(int(order_id), code="NEW")
        if len(there) < 72:
            there.append(an_order(shop))

    assert sorted(found) == sorted(there)


def test_a_walk_that_was_broken_off_goes_on_where_it_was(shop: Shop, client: Client) -> None:
    there = [an_order(shop) for _ in range(30)]
    window = Window(since=NOON - HOUR)
    first = next(iter(client.orders(window)))

    assert ids(client.orders(window, first.next)) == there[25:]


@pytest.mark.parametrize("after", ["page:2", "orders:x", "orders:-1", "orders"])
def test_a_place_that_is_none_is_refused(client: Client, after: str) -> None:
    with pytest.raises(InvalidResponse):
        list(client.orders(Window(since=NOON), after))


def test_a_refund_that_moves_no_date_of_its_order_is_found_all_the_same(
    opened: tuple[FakeStore, Shop], client: Client
) -> None:
    store, shop = opened
    order = shop.place(paid=True)
    store.clock.advance(days=2)
    shop.refund_all(order.order_id)
    order.updated_at = NOON

    [page] = [page for page in client.orders(Window(since=NOON + timedelta(days=1))) if page.items]

    _, refund = told(shop, page.items[0])
    assert isinstance(refund, OrderRefunded)


def test_an_order_that_both_changed_and_was_refunded_comes_once(shop: Shop, client: Client) -> None:
    order = shop.place(paid=True)
    shop.refund_all(order.order_id)

    assert ids(client.orders(Window(since=NOON - HOUR))) == [str(order.order_id)]


def test_orders_of_a_time_are_counted_before_they_are_read(
    opened: tuple[FakeStore, Shop], client: Client
) -> None:
    store, shop = opened
    first = an_order(shop)
    store.clock.advance(days=3)
    an_order(shop)

    window = Window(since=NOON - HOUR, until=NOON + HOUR, by=CREATED)
    [page] = client.orders(window)

    assert (page.total, page.next) == (1, "")
    assert [answer.source_id for answer in page.items] == [first]


def test_a_shop_without_orders_has_one_empty_page(client: Client) -> None:
    assert [page.items for page in client.orders(Window(since=NOON, by=CREATED))] == [()]


def test_metafields_are_read_only_where_referrals_may_stand_in_them(
    opened: tuple[FakeStore, Shop],
) -> None:
    store, shop = opened
    order = shop.place(paid=True)
    order.extra["metafields"] = [{"id": 1, "key": "distributor_id", "value": "BOB"}]

    a_client(shop).order(str(order.order_id))
    assert not [each for each in store.calls if "metafields" in each.path]

    asking = a_client(shop, carriers=("order_metafield",))
    [placed] = told(shop, asking.order(str(order.order_id)))
    assert isinstance(placed, OrderPlaced)
    assert placed.distributor_ref == "BOB"


def test_of_metafields_that_come_in_part_these_count_and_the_rest_is_unseen(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, shown = shop.place(paid=True), [{"id": 1, "key": "distributor_id", "value": "BOB"}]
    partly = json_response({"data": shown, "errors": [{"status": 422}], "meta": {}}, 422)
    monkeypatch.setattr(orders, "list_metafields", lambda *asked: partly)

    answer = a_client(shop, carriers=("order_metafield",)).order(str(order.order_id))

    assert answer is not None
    read = platform.parse_order(answer.payload, of(shop, carriers=platform.CARRIERS), b"key")
    [placed] = read.records
    assert isinstance(placed, OrderPlaced)
    assert (placed.distributor_ref, read.delivery) == ("BOB", {"unseen": "order_metafield"})


def test_the_clock_is_the_stores(opened: tuple[FakeStore, Shop], client: Client) -> None:
    opened[0].clock.advance(hours=3)

    assert client.now() == NOON + 3 * HOUR


def test_of_a_shop_with_sales_channels_only_the_stores_own_orders_are_listed(
    opened: tuple[FakeStore, Shop],
) -> None:
    _, shop = opened
    storefront, desk = shop.place(paid=True), shop.place(paid=True)
    desk.extra["fields"] = {"channel_id": 2}
    window = Window(since=NOON - HOUR)

    def listed(channel_id: str) -> list[str]:
        return ids(a_client(shop, channel_id=channel_id).orders(window))

    assert listed("1") == [str(storefront.order_id)]
    assert listed("2") == [str(desk.order_id)]
    assert listed("") == [str(storefront.order_id), str(desk.order_id)]


def test_what_a_channel_is_read_by_day_counts_its_own_orders_alone(shop: Shop) -> None:
    shop.place(paid=True).extra["fields"] = {"channel_id": 2}
    shop.place(paid=True)
    window = Window(since=NOON - HOUR, until=NOON + HOUR, by=CREATED)

    [page] = a_client(shop, channel_id="2").orders(window)

    assert page.total == len(page.items) == 1


def test_a_refund_in_another_channel_brings_no_order_of_it(
    opened: tuple[FakeStore, Shop],
) -> None:
    store, shop = opened
    orders = [shop.place(paid=True) for _ in range(2)]
    orders[1].extra["fields"] = {"channel_id": 2}
    store.clock.advance(hours=2)
    for order in orders:
        shop.refund(order.order_id, {order.lines[0].line_id: 1})
        order.updated_at = NOON  # that a refund moves its order's date is not documented

    found = ids(a_client(shop, channel_id="2").orders(Window(since=NOON + HOUR)))

    assert found == [str(orders[1].order_id)]


def test_an_order_of_another_channel_that_was_hinted_at_is_told(shop: Shop) -> None:
    """Whose it is, is said where it is taken in."""
    order_id = an_order(shop)

    assert a_client(shop, channel_id="2").order(order_id)
