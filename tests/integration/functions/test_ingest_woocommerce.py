"""POST /webhooks/woocommerce/{store_id}: what a shop sends, and what it is then asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from commissions.aws import secrets
from commissions.clients import woocommerce as api
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.order import difference
from commissions.platforms import woocommerce as dialect
from commissions.tables import inbox, ledger, parked, stores
from commissions.tables.items import scan
from functions.ingest import woocommerce as ingest
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import WEBHOOK_SECRET, Published, a_company, postings, run, types
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.toolkit import Event, Item, Order
from tools.fake_store.woocommerce import PLATFORM_API

pytestmark = pytest.mark.enable_socket

ACCESS = {"consumer_key": "ck_of_the_tests", "consumer_secret": "cs_of_the_tests"}


@dataclass
class Cafe:
    """A shop, and all that it has to send."""

    shop: Shop
    told: list[Event] = field(default_factory=list)

    def send(self, **headers: str) -> list[int]:
        """Sends what has come up; tells how it was answered."""
        sent = [each for event in self.told for each in PLATFORM_API.deliveries(self.shop, event)]
        self.told.clear()
        return [answered(each.body, dict(each.headers) | headers)["statusCode"] for each in sent]

    def buy(self, qty: int = 2) -> Order:
        variant = self.shop.variant_of("TEA-GREEN-100")
        return self.shop.place([Item(variant.variant_id, qty)], code="CARA-7", paid=True)


def answered(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    return ingest.handler(http_event(body, headers, store_id="tea"), a_context())


def notes() -> list[str]:
    found = [item for item in scan(inbox.TABLE) if not item["id"].startswith("seen#")]
    return [item.get("note", "") for item in found]


@pytest.fixture
def cafe(aws: None) -> Iterator[Cafe]:
    with FakeStore(seed=3) as fake:
        shop = fake.open_shop(
            "tea", "woocommerce", secret=WEBHOOK_SECRET, access=ACCESS, domain="cafe.example"
        )
        a_company(
            platform="woocommerce",
            domain="cafe.example",
            api_url=shop.base_url,
            carriers=dialect.CARRIERS,
        )
        secrets.set_access(stores.get("tea"), ACCESS)
        cafe = Cafe(shop)
        shop.add_product("Green tea", [("TEA-GREEN-100", 2400)])
        for topic in api.TOPICS:
            shop.add_hook(topic, "https://ours.example/webhooks/woocommerce/tea")
        shop.on_change = cafe.told.append
        yield cafe


def test_a_paid_order_pays_who_referred_it(cafe: Cafe, published: Published) -> None:
    order = cafe.buy()

    assert set(cafe.send()) == {200}
    run(published)

    assert postings(f"woocommerce/tea/{order.order_id}") == [
        ["cara 8.00 USD", "cara 4.00 USD", "bob 2.00 USD"]
    ]


def test_a_refund_is_asked_for_and_takes_back_its_share(cafe: Cafe, published: Published) -> None:
    order = cafe.buy()
    cafe.send()
    run(published)

    cafe.shop.refund(order.order_id, {order.lines[0].line_id: 1})
    assert cafe.send() == [200]
    on_the_bus = types(run(published))

    assert {"order.placed", "change.hinted", "order.refunded"} <= set(on_the_bus)
    assert postings(f"woocommerce/tea/{order.order_id}")[1:] == [
        ["cara -4.00 USD", "cara -2.00 USD", "bob -1.00 USD"]
    ]


def test_an_order_in_the_trash_takes_all_back(cafe: Cafe, published: Published) -> None:
    order = cafe.buy()
    cafe.send()
    run(published)

    cafe.shop.delete_order(order.order_id, for_good=False)
    assert cafe.send() == [200]
    run(published)

    assert postings(f"woocommerce/tea/{order.order_id}")[1:] == [
        ["cara -8.00 USD", "cara -4.00 USD", "bob -2.00 USD"]
    ]


def test_a_ping_is_answered_well_and_nothing_of_it_is_kept(cafe: Cafe) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert answered(b"webhook_id=7", form)["statusCode"] == 200
    assert notes() == []


def test_a_copy_of_the_shop_is_turned_away(cafe: Cafe, published: Published) -> None:
    cafe.buy()

    copied = {"X-WC-Webhook-Source": "https://staging.cafe.example/"}

    assert set(cafe.send(**copied)) == {401}
    assert (published(), notes()) == ([], [])


def test_an_order_told_too_coarsely_is_read_from_the_shop(cafe: Cafe, published: Published) -> None:
    cafe.shop.extra["decimals"] = 0
    order = cafe.buy()

    cafe.send()
    on_the_bus = types(run(published))

    assert on_the_bus[0] == "change.hinted"
    assert postings(f"woocommerce/tea/{order.order_id}") == [
        ["cara 8.00 USD", "cara 4.00 USD", "bob 2.00 USD"]
    ]


def test_an_order_whose_total_alone_is_rounded_earns_by_its_lines(
    cafe: Cafe, published: Published
) -> None:
    cafe.shop.extra["decimals"] = 0
    cafe.shop.variant_of("TEA-GREEN-100").price = 24_35
    order = cafe.buy()

    cafe.send()
    run(published)

    key = f"woocommerce/tea/{order.order_id}"
    told = latest(ledger.read(key).facts)
    assert told is not None
    assert ([item.net for item in told.items], told.total, told.other) == ([48_70], 49_00, 30)
    assert (difference(told), list(parked.all_entries())) == (0, [])
    assert postings(key) == [["cara 8.00 USD", "cara 4.00 USD", "bob 2.00 USD"]]
