"""A shop on each platform: what it tells, what it is asked for, and what becomes of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.orders.keys import order_key
from tests.journey.deployed import Commissions, Said
from tests.journey.four_stores import PLATFORMS, Town, founded
from tests.journey.ledger_reads import Books
from tests.journey.stores import happens
from tools.fake_store.faults import FAILING, Fault
from tools.fake_store.records import Item, Order
from tools.fake_store.shop import Shop
from tools.fake_store.shopify.access import issued
from tools.stack import Stack

Standing = Callable[[Shop, Order], int]
on_every_platform = pytest.mark.parametrize("platform", PLATFORMS)


@pytest.fixture(scope="module")
def town(
    stack: Stack, company: Said, commissions: Commissions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    # Yesterday by day: whatever the hour of the test, no midnight passes in it.
    yesterday = datetime.now(UTC) - timedelta(days=1)
    start = yesterday.replace(hour=9, minute=0, second=0, microsecond=0)
    with founded("town", stack, commissions, folder, start=start) as town:
        yield town


@pytest.fixture
def cara_has(books: Books) -> Standing:
    """What stands for Cara of an order, in cents."""

    def standing(shop: Shop, order: Order) -> int:
        legs = [leg for journal in books.journals(key(shop, order)) for leg in journal.legs]
        return sum(leg.amount for leg in legs if leg.account == "commission_payable:cara")

    return standing


def key(shop: Shop, order: Order) -> str:
    return order_key(shop.platform, shop.store_id, str(order.order_id))


def test_a_token_that_a_shop_ended_is_renewed_by_the_role_of_whoever_asks_next(town: Town) -> None:
    shop = town.fake.shops[town.id("shopify")]
    town.ask(shop.store_id)

    assert happens(lambda: len(issued(shop)) == 1)
    assert {call.status for call in town.fake.calls if "oauth" in call.path} == {200}


def buys_four(town: Town, shop: Shop) -> Order:
    """Four teas of 20 points each with Cara's code: 20 % and 5 % to her are 20.00."""
    [tea] = [
        variant
        for product in shop.products.values()
        for variant in product.variants
        if variant.sku == "TOWN-GREEN"
    ]
    town.fake.clock.advance(seconds=5)
    return shop.place([Item(tea.variant_id, 4)], code="CARA-7", shipping=490, paid=True)


def send(town: Town) -> None:
    town.fake.clock.advance(seconds=5)
    town.fake.pump()


@on_every_platform
def test_what_is_sold_is_paid_and_what_comes_back_is_taken_back(
    town: Town, cara_has: Standing, platform: str
) -> None:
    shop = town.fake.shops[town.id(platform)]
    order = buys_four(town, shop)
    send(town)
    assert happens(lambda: cara_has(shop, order) == 20_00)

    town.fake.clock.advance(seconds=60)
    shop.refund(order.order_id, {order.lines[0].line_id: 1}, shipping=490)
    send(town)
    assert happens(lambda: cara_has(shop, order) == 15_00)

    town.fake.clock.advance(seconds=60)
    shop.refund_all(order.order_id)
    send(town)
    assert happens(lambda: cara_has(shop, order) == 0)


@on_every_platform
def test_a_cancelled_order_pays_nobody(town: Town, cara_has: Standing, platform: str) -> None:
    shop = town.fake.shops[town.id(platform)]
    order = buys_four(town, shop)
    send(town)
    assert happens(lambda: cara_has(shop, order) == 20_00)

    town.fake.clock.advance(seconds=60)
    shop.cancel(order.order_id)
    send(town)
    assert happens(lambda: cara_has(shop, order) == 0)


def test_a_refund_that_is_deleted_without_a_word_is_found_by_the_second_look(
    town: Town, books: Books, cara_has: Standing
) -> None:
    shop = town.fake.shops[town.id("woocommerce")]
    order = buys_four(town, shop)
    town.fake.clock.advance(seconds=60)
    refund = shop.refund(order.order_id, {order.lines[0].line_id: 2})
    send(town)
    assert happens(lambda: cara_has(shop, order) == 10_00)

    town.fake.clock.advance(seconds=3700)
    shop.delete_refund(order.order_id, refund.refund_id)
    assert town.fake.pump() == 0
    town.ask(shop.store_id, "second")

    assert happens(lambda: cara_has(shop, order) == 20_00)


def test_a_hint_waits_for_a_store_that_does_not_answer_and_then_goes_on(
    town: Town, books: Books, cara_has: Standing
) -> None:
    shop = town.fake.shops[town.id("bigcommerce")]
    shop.faults.add(Fault(FAILING, percent=100))
    order = buys_four(town, shop)
    send(town)
    assert happens(lambda: "store_unavailable" in books.parked().values(), within=120)
    assert cara_has(shop, order) == 0

    shop.faults.clear()
    town.fake.clock.advance(seconds=600)
    assert happens(lambda: _asked_again(town, shop, order, cara_has), within=180)
    assert happens(lambda: key(shop, order) not in books.parked())


def _asked_again(town: Town, shop: Shop, order: Order, cara_has: Standing) -> bool:
    """As the poller does until the circuit lets a try through."""
    town.ask(shop.store_id)
    return happens(lambda: cara_has(shop, order) == 20_00, within=10)


@on_every_platform
def test_a_webhook_that_is_gone_is_seen_and_made_anew(
    town: Town, stack: Stack, commissions: Commissions, platform: str
) -> None:
    shop = town.fake.shops[town.id(platform)]
    assert commissions("store", "check", shop.store_id, "--json").code == 0
    hooks = len(shop.hooks)
    lost = next(hook for hook in shop.hooks if "order" in hook.topic)
    shop.remove_hook(lost.hook_id)

    assert commissions("store", "check", shop.store_id, "--json").code == 1

    answer = stack.client("lambda").invoke(FunctionName=stack.resources["Check"], Payload=b"{}")
    assert "FunctionError" not in answer
    assert happens(lambda: len(shop.hooks) == hooks), "each store is looked at by its own message"
    assert commissions("store", "check", shop.store_id, "--json").code == 0


@on_every_platform
def test_a_new_product_waits_for_a_value_until_it_is_not_sold_any_more(
    town: Town, books: Books, commissions: Commissions, platform: str
) -> None:
    shop = town.fake.shops[town.id(platform)]

    def pending() -> bool:
        said = commissions("skus", "pending", "--store", shop.store_id, "--json")
        return f"NEW-{platform}" in said.text

    product = shop.add_product("A new tea", [(f"NEW-{platform}", 1900)])
    send(town)
    if platform == "magento":  # it tells of no new product before it is looked through
        town.ask(shop.store_id, "catalogue")
    assert happens(pending)
    assert happens(books.is_quiet), "a look at the catalogue that has begun would still see it"

    town.fake.clock.advance(seconds=60)
    shop.delete_product(product.product_id)
    send(town)
    town.ask(shop.store_id, "catalogue")
    assert happens(lambda: not pending())


@on_every_platform
def test_a_stores_past_is_read_once_however_often_it_is_asked_for(
    town: Town, books: Books, commissions: Commissions, cara_has: Standing, platform: str
) -> None:
    shop = town.fake.shops[town.id(platform)]
    town.fake.delivery_faults(shop.store_id).lose_percent = 100
    order = buys_four(town, shop)
    town.fake.pump()
    town.fake.delivery_faults(shop.store_id).lose_percent = 0
    since = (town.fake.clock() - timedelta(days=1)).date().isoformat()

    first = commissions("backfill", "--store", shop.store_id, "--since", since, "--json")
    assert happens(lambda: cara_has(shop, order) == 20_00)
    assert happens(books.is_quiet)
    again = commissions("backfill", "--store", shop.store_id, "--since", since, "--again", "--json")

    assert (first.code, again.code) == (0, 0)
    assert first.json["new"] >= 1
    assert again.json["new"] == 0
    assert again.json["read"] == first.json["read"] == len(shop.orders)
