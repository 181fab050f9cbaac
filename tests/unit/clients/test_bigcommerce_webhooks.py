from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commissions.clients import ChangesSecrets, InvalidResponse, Subscription, bigcommerce
from commissions.platforms import bigcommerce as platform
from commissions.platforms.bigcommerce.signatures import hook_token
from commissions.platforms.strict_json import loads
from tests.unit.clients.bigcommerce_shop import SECRET, a_client, a_shop, of
from tools.fake_store.bigcommerce import PLATFORM_API
from tools.fake_store.platform_api import Delivery
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket
URL = "https://edge.example/webhooks/bigcommerce/harbour"
TOPIC = "store/order/updated"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with a_shop() as (_, found):
        yield found


def sent(shop: Shop) -> list[Delivery]:
    """What the shop sends of its next order's way."""
    told: list[Delivery] = []
    shop.on_change = lambda event: told.extend(PLATFORM_API.deliveries(shop, event))
    order = shop.place(paid=True)
    shop.refund_all(order.order_id)
    return told


def lower(delivery: Delivery) -> dict[str, str]:
    return {name.lower(): value for name, value in delivery.headers.items()}


def test_a_hook_that_was_set_up_is_there_and_active(shop: Shop) -> None:
    client = a_client(shop)

    client.subscribe(TOPIC, URL, SECRET)

    [hook] = client.subscriptions()
    assert (hook.topic, hook.url, hook.active) == (TOPIC, URL, True)
    assert shop.hooks[0].extra["headers"] == {"x-commissions-token": hook_token(SECRET)}


def test_all_topics_can_be_set_up_twice(shop: Shop) -> None:
    client = a_client(shop)

    for topic in client.TOPICS * 2:
        client.subscribe(topic, URL, SECRET)

    assert sorted(hook.topic for hook in client.subscriptions()) == sorted(bigcommerce.TOPICS)


def test_a_hook_that_was_switched_off_is_told_and_can_be_switched_on(shop: Shop) -> None:
    client = a_client(shop)
    client.subscribe(TOPIC, URL, SECRET)
    shop.hooks[0].active = False
    assert [hook.active for hook in client.subscriptions()] == [False]

    client.subscribe(TOPIC, URL, "client-secret-after-the-change")

    assert [hook.active for hook in client.subscriptions()] == [True]
    token = hook_token("client-secret-after-the-change")
    assert shop.hooks[0].extra["headers"]["x-commissions-token"] == token


def test_a_hook_is_given_the_token_of_another_secret_as_it_is_and_says_its_id(shop: Shop) -> None:
    client = a_client(shop)
    made = client.subscribe(TOPIC, URL, SECRET)
    [hook] = client.subscriptions()
    assert isinstance(client, ChangesSecrets)

    for _ in range(2):
        client.change_secret(hook, "client-secret-after-the-change")

    assert hook.subscription_id == made
    assert client.subscriptions() == (hook,)
    token = hook_token("client-secret-after-the-change")
    assert shop.hooks[0].extra["headers"]["x-commissions-token"] == token


def test_a_hook_that_is_gone_is_given_nothing(shop: Shop) -> None:
    client = a_client(shop)
    assert isinstance(client, ChangesSecrets)

    with pytest.raises(InvalidResponse, match="no such hook"):
        client.change_secret(Subscription("99", TOPIC, URL, active=True), SECRET)


def test_a_hook_can_be_taken_away(shop: Shop) -> None:
    client = a_client(shop)
    client.subscribe(TOPIC, URL, SECRET)
    [hook] = client.subscriptions()

    client.unsubscribe(hook.subscription_id)
    client.unsubscribe(hook.subscription_id)
    client.unsubscribe("../orders")

    assert client.subscriptions() == ()


def test_a_store_with_many_hooks_tells_of_all_of_them(shop: Shop) -> None:
    for number in range(300):
        shop.add_hook(TOPIC, f"{URL}/{number}")

    assert len(a_client(shop).subscriptions()) == 300


def test_what_the_shop_sends_is_authentic_and_says_what_to_ask_for(shop: Shop) -> None:
    client = a_client(shop)
    for topic in client.TOPICS:
        client.subscribe(topic, URL, SECRET)

    deliveries = sent(shop)

    assert len(deliveries) == 7
    for each in deliveries:
        assert platform.is_authentic(each.body, lower(each), [SECRET])
        assert not platform.is_authentic(each.body, lower(each), ["another-secret"])
        reading = platform.parse_webhook(loads(each.body), "hook", lower(each), of(shop), b"")
        assert [record.subject for record in reading.records] == ["order"]  # type: ignore[union-attr]


def test_a_hook_that_was_kept_back_for_an_hour_is_refused(shop: Shop) -> None:
    shop.add_hook(TOPIC, URL)
    [first, *_] = sent(shop)
    later = datetime.now(UTC) + timedelta(hours=1)

    assert platform.is_authentic(first.body, lower(first), [SECRET])
    assert not platform.is_authentic(first.body, lower(first), [SECRET], now=later)


def test_a_hook_that_is_off_sends_nothing_and_one_with_a_star_everything(shop: Shop) -> None:
    shop.add_hook(TOPIC, URL).active = False
    assert sent(shop) == []

    shop.add_hook("store/order/*", URL)
    assert len(sent(shop)) == 7
