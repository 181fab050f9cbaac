from collections import Counter
from collections.abc import Iterator

import pytest

from tests.unit.tools.corner_shop import Corner, Ear, listening
from tools.fake_store.delivery_queue import ANSWERED, LOST, UNANSWERED
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with FakeStore(seed=5, workers=1) as store:
        yield store


def a_shop(store: FakeStore, ear: Ear) -> Shop:
    shop = store.open_shop("corner", "corner", api=Corner())
    shop.add_product("Tea", [("TEA", 1000)])
    shop.add_hook("order.created", ear.url)
    return shop


def placed(shop: Shop, number: int) -> list[int]:
    return [shop.place().order_id for _ in range(number)]


def test_each_hook_that_listens_gets_the_change(store: FakeStore, ear: Ear) -> None:
    shop = a_shop(store, ear)
    shop.add_hook("order.paid", ear.url)
    shop.add_hook("order.paid", ear.url).active = False

    order = shop.place(paid=True)
    assert ear.heard == []

    assert store.pump() == 2
    assert [heard[:2] for heard in ear.heard] == [
        ("order.created", order.order_id),
        ("order.paid", order.order_id),
    ]
    assert [(sent.outcome, sent.status) for sent in store.queue.sent] == [(ANSWERED, 200)] * 2


def test_in_an_outage_all_is_lost_and_nothing_comes_later(store: FakeStore, ear: Ear) -> None:
    shop = a_shop(store, ear)
    store.delivery_faults("corner").lose_percent = 100
    placed(shop, 10)
    store.delivery_faults("corner").lose_percent = 0
    after = placed(shop, 1)

    store.pump()

    assert [order_id for _, order_id, _ in ear.heard] == after
    assert Counter(sent.outcome for sent in store.queue.sent) == {LOST: 10, ANSWERED: 1}


def test_the_same_seed_loses_and_repeats_the_same(ear: Ear) -> None:
    def heard() -> list[int]:
        ear.heard.clear()
        with FakeStore(seed=9, workers=1) as store:
            shop = a_shop(store, ear)
            trouble = store.delivery_faults("corner")
            trouble.lose_percent, trouble.repeat_percent, trouble.reorder = 30, 30, True
            placed(shop, 50)
            store.pump()
        return [order_id for _, order_id, _ in ear.heard]

    first = heard()

    assert heard() == first
    assert first != sorted(first)
    assert 20 < len(set(first)) < 50
    assert len(first) > len(set(first))


def test_a_body_built_late_shows_the_order_as_it_is_by_then(store: FakeStore, ear: Ear) -> None:
    shop = a_shop(store, ear)
    early = shop.place([])
    store.delivery_faults("corner").built_late = True
    late = shop.place([])
    before = early.total
    for order in (early, late):
        line = order.lines[0]
        shop.edit(order.order_id, quantities={line.line_id: line.qty + 5}, silently=True)

    store.pump()

    assert [total for _, _, total in ear.heard] == [before, late.total]


def test_a_webhook_that_is_refused_is_tried_again_as_often_as_said(
    store: FakeStore, ear: Ear
) -> None:
    shop = a_shop(store, ear)
    ear.status, store.delivery_faults("corner").tries = 503, 3
    placed(shop, 1)

    store.pump()

    assert len(ear.heard) == 3
    assert store.queue.sent[0].status == 503


def test_a_webhook_into_the_void_stays_unanswered(store: FakeStore) -> None:
    with listening() as gone:
        shop = a_shop(store, gone)
    placed(shop, 1)

    store.pump()

    assert store.queue.sent[0].outcome == UNANSWERED


def test_live_they_are_sent_as_they_come_up(ear: Ear) -> None:
    with FakeStore(live=True) as store:
        shop = a_shop(store, ear)
        placed(shop, 1)
        assert ear.rang.wait(5)

        store.delivery_faults("corner").delay_seconds = 60
        placed(shop, 3)
        assert store.queue.waiting() >= 1

        store.pump()
        assert len(ear.heard) == 4
        assert store.queue.waiting() == 0


def test_thousands_of_webhooks_are_sent_by_several_workers(ear: Ear) -> None:
    with FakeStore(workers=4) as store:
        shop = a_shop(store, ear)
        orders = placed(shop, 1000)

        assert store.pump() == 1000

    assert sorted(order_id for _, order_id, _ in ear.heard) == orders
