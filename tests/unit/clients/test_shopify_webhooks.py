"""A shop's webhooks and shown values, and how its client is opened."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from commissions.clients import (
    AccessDenied,
    Client,
    InvalidResponse,
    NotAllowed,
    PublishedValue,
    StoreError,
)
from commissions.clients.shopify import TOPICS
from commissions.clients.shopify import create_client as open_client
from commissions.clients.shopify.webhooks import topic_enum, topic_name
from tests.unit.clients.shopify_shops import TOKEN, Talk, private_of, store_at, talking

pytestmark = pytest.mark.enable_socket
OURS = "https://ours.example/webhooks/shopify/tea"
ACCESS = {"token": TOKEN}


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as talk:
        talk.shop.hooks.clear()
        yield talk


def test_the_webhooks_that_a_shop_should_have_can_all_be_made(talk: Talk) -> None:
    for topic in talk.client.TOPICS:
        talk.client.subscribe(topic, OURS, "a secret that Shopify does not ask for")

    found = talk.client.subscriptions()

    assert [each.topic for each in found] == list(TOPICS)
    assert {(each.url, each.active) for each in found} == {(OURS, True)}


def test_a_webhook_that_is_there_already_is_no_failure(talk: Talk) -> None:
    made = talk.client.subscribe("orders/create", OURS, "")
    again = talk.client.subscribe("orders/create", OURS, "")

    assert [each.subscription_id for each in talk.client.subscriptions()] == [made]
    assert again == ""


def test_a_shop_says_what_it_calls_itself_in_its_webhooks(talk: Talk) -> None:
    assert talk.client.own_name() == talk.store.domain


def test_a_webhook_can_be_removed_and_once_more(talk: Talk) -> None:
    talk.client.subscribe("orders/create", OURS, "")
    [made] = talk.client.subscriptions()
    talk.client.unsubscribe(made.subscription_id)
    talk.client.unsubscribe(made.subscription_id)

    assert talk.client.subscriptions() == ()


def test_all_webhooks_are_told_however_many(talk: Talk) -> None:
    for number in range(230):
        talk.shop.add_hook("orders/paid", f"https://other.example/{number}")

    assert len(talk.client.subscriptions()) == 230


def test_a_topic_that_the_shop_does_not_know_is_refused(talk: Talk) -> None:
    with pytest.raises(InvalidResponse):
        talk.client.subscribe("nothing", OURS, "")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_one_name_in_the_api(topic: str) -> None:
    assert topic_name(topic_enum(topic)) == topic


def test_the_name_of_a_topic_that_is_none_of_ours_is_told_as_well_as_can_be() -> None:
    assert topic_name("APP_UNINSTALLED") == "app/uninstalled"
    assert topic_name("ORDER_TRANSACTIONS_CREATE") == "order_transactions/create"


def test_values_are_shown_at_their_variants(talk: Talk) -> None:
    product = talk.shop.add_product("Matcha", [(f"M-{number}", 900) for number in range(30)])
    first, *others = (str(each.variant_id) for each in product.variants)
    values = [PublishedValue("1", first, "M-0", pv="12.50", bv="80%")]
    values += [PublishedValue("1", each, "", pv="1", bv="2") for each in others]

    talk.client.publish(values)

    shown = product.extra["metafields"]
    assert len(shown) == 30
    assert shown[int(first)] == {"commissions.pv": "12.50", "commissions.bv_percent": "80"}
    assert shown[int(others[-1])] == {"commissions.pv": "1", "commissions.bv": "2"}


def test_a_value_of_a_variant_that_is_gone_is_refused(talk: Talk) -> None:
    with pytest.raises(InvalidResponse, match="does not exist"):
        talk.client.publish([PublishedValue("1", "77", "", pv="1", bv="1")])


def test_a_client_is_opened_with_the_shops_token(talk: Talk) -> None:
    url = talk.shop.base_url
    client = open_client(store_at(url), ACCESS, private_of(url))
    other = open_client(store_at(url), {"token": "another"}, private_of(url))

    assert client.subscriptions() == ()
    with pytest.raises(AccessDenied):
        other.subscriptions()


def test_shopify_itself_is_at_the_shops_domain() -> None:
    client: Client = open_client(store_at(""), ACCESS)

    assert client.TOPICS == TOPICS


@pytest.mark.parametrize(
    ("domain", "api_url", "access", "kind"),
    [
        ("", "", ACCESS, NotAllowed),
        ("tea.example", "", ACCESS, NotAllowed),
        ("tea.myshopify.com.example", "", ACCESS, NotAllowed),
        ("tea.myshopify.com/x", "", ACCESS, NotAllowed),
        ("a.b.myshopify.com", "", ACCESS, NotAllowed),
        ("tea.myshopify.com", "https://collector.example", ACCESS, NotAllowed),
        ("tea.myshopify.com", "http://127.0.0.1:1", ACCESS, NotAllowed),
        ("tea.myshopify.com", "no address", ACCESS, NotAllowed),
        ("tea.myshopify.com", "https://[", ACCESS, NotAllowed),
        ("tea.myshopify.com", "", {}, AccessDenied),
        ("tea.myshopify.com", "", {"token": "two\nlines"}, AccessDenied),
    ],
)
def test_the_token_goes_to_nobody_else(
    domain: str, api_url: str, access: dict[str, str], kind: type[StoreError]
) -> None:
    store = replace(store_at(api_url), domain=domain)

    with pytest.raises(kind):
        open_client(store, access, ["localhost:8080"])
