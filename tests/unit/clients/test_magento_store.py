from datetime import timedelta
from typing import Any

import pytest

from commissions.clients import (
    AccessDenied,
    ChangesSecrets,
    FetchedResource,
    InvalidResponse,
    NotAllowed,
    PublishedValue,
    Window,
    magento,
)
from commissions.clients.http import Http, Reply
from commissions.domain.catalogue.listing import ProductListed
from commissions.domain.stores.store import Store
from commissions.domain.stores.subscriptions import diff
from commissions.platforms import magento as dialect
from tests.unit.clients.fake_server import a_reply, answering
from tests.unit.clients.magento_shop import (
    ACCESS,
    SECRET,
    START,
    URL,
    a_shop,
    a_store,
    sold,
    variants,
)
from tools.fake_store.magento import webhooks

pytestmark = pytest.mark.enable_socket


def test_products_are_read_one_by_one_and_all() -> None:
    with a_shop() as (shop, client):
        store, ids = a_store(shop.base_url), variants(shop)
        [one] = listed(client.product(str(ids["TEA"])), store)
        [by_sku] = listed(client.product("sku:CREAM/30 ML"), store)
        answers = [answer for page in client.products() for answer in page.items]
        nothing = client.product("999999"), client.product("sku:NOTHING")

    assert (one.product_id, one.variants[0].sku) == (str(ids["TEA"]), "TEA")
    assert by_sku.product_id == str(ids["CREAM/30 ML"])
    assert sorted(record.variants[0].sku for each in answers for record in listed(each, store)) == [
        "CREAM-50", "CREAM/30 ML", "TEA",
    ]  # fmt: skip
    assert len(answers) == 4
    assert nothing == (None, None)


def listed(answer: FetchedResource | None, store: Store) -> list[ProductListed]:
    assert answer is not None
    records = dialect.parse_product(answer.payload, store).records
    return [record for record in records if isinstance(record, ProductListed)]


def test_a_store_is_told_what_its_products_are_worth() -> None:
    with a_shop() as (_, client):
        client.publish(
            [
                PublishedValue("", "", "CREAM/30 ML", "12.50", "9"),
                PublishedValue("", "", "TEA", "1", "1"),
            ]
        )
        answer = client.product("sku:CREAM/30 ML")

    assert answer is not None
    assert answer.payload["custom_attributes"] == [
        {"attribute_code": "commission_pv", "value": "12.50"},
        {"attribute_code": "commission_bv", "value": "9"},
    ]


def test_mageos_subscriptions_are_made_seen_and_switched_off() -> None:
    with a_shop() as (_, client):
        for topic in client.TOPICS[:2]:
            client.subscribe(topic, URL, SECRET)
        before = client.subscriptions()
        client.unsubscribe(before[0].subscription_id)
        client.unsubscribe("999999")
        after = client.subscriptions()

    assert [(each.topic, each.url, each.active) for each in before] == [
        (topic, URL, True) for topic in client.TOPICS[:2]
    ]
    assert [each.active for each in after] == [False, True]


def test_a_subscription_says_its_id_or_is_found_by_what_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its token cannot be changed, so the client offers no such thing."""
    with a_shop() as (_, client):
        first = client.subscribe(client.TOPICS[0], URL, SECRET)
        monkeypatch.setattr(webhooks, "webhook_json", lambda hook: {"event_name": hook.topic})
        posted = Http.post

        def wordless(http: Http, *args: Any, **options: Any) -> Reply:
            reply = posted(http, *args, **options)
            monkeypatch.undo()
            return reply

        monkeypatch.setattr(Http, "post", wordless)
        second = client.subscribe(client.TOPICS[0], URL, SECRET)

        assert [each.subscription_id for each in client.subscriptions()] == [first, second]
        assert not isinstance(client, ChangesSecrets)


def test_a_subscription_that_was_replaced_is_not_shown_any_more() -> None:
    """The module cannot delete one: it would count as disabled for ever."""
    with a_shop() as (_, client):
        client.subscribe(client.TOPICS[0], URL, "the-secret-before-16")
        [old] = client.subscriptions()
        client.unsubscribe(old.subscription_id)
        client.subscribe(client.TOPICS[0], URL, SECRET)
        [new] = client.subscriptions()

    assert (new.active, new.subscription_id != old.subscription_id) == (True, True)


def test_adobes_events_are_subscribed_in_commerce_and_their_address_elsewhere() -> None:
    with a_shop("adobe") as (shop, client):
        for topic in client.TOPICS:
            client.subscribe(topic, URL, SECRET)
        client.unsubscribe(client.TOPICS[-1])
        seen = client.subscriptions()
        fields = shop.extra["eventing"]["observer.sales_order_invoice_save_after"]["fields"]

    assert [(each.topic, each.url) for each in seen] == [(t, "") for t in client.TOPICS[:-1]]
    assert {"name": "order_id"} in fields
    compared_with = diff(client.TOPICS, URL, seen, platform="magento")
    assert (compared_with.missing, len(compared_with.fine)) == (client.TOPICS[-1:], 4)


def test_a_template_is_set_up_by_hand() -> None:
    with a_shop("template") as (_, client):
        assert (client.TOPICS, client.subscriptions()) == ((), ())
        with pytest.raises(NotAllowed, match="by hand"):
            client.subscribe("order", URL, SECRET)
        with pytest.raises(NotAllowed, match="by hand"):
            client.unsubscribe("1")


def test_the_stores_clock_is_that_of_its_answers() -> None:
    with a_shop() as (shop, client):
        shop.clock.advance(minutes=7)

        assert client.now() == START + timedelta(minutes=7)


def test_a_bearer_token_opens_where_the_shop_allows_it() -> None:
    with a_shop(token="t0ken-4711") as (shop, client):
        order = sold(shop)

        assert client.order(str(order.order_id)) is not None


def test_an_access_that_lacks_a_part_opens_nothing() -> None:
    with pytest.raises(AccessDenied, match="lacks consumer_secret, access_token_secret"):
        magento.create_client(
            a_store("https://shop.example"), {"consumer_key": "ck", "access_token": "at"}
        )


@pytest.mark.parametrize("part", sorted(ACCESS))
def test_a_wrong_key_or_secret_opens_nothing(part: str) -> None:
    with a_shop() as (shop, _):
        wrong = magento.create_client(
            a_store(shop.base_url), ACCESS | {part: "wrong"}, ["127.0.0.1"]
        )

        with pytest.raises(AccessDenied) as error:
            wrong.order("1")

    assert "4711" not in str(error.value)


@pytest.mark.parametrize(
    "body",
    [b"[]", b'{"items": 7}', b'{"items": [7]}', b'{"items": [{"id": 1}]}', b'"x"', b"null"],
)
def test_an_answer_that_is_no_search_is_a_bad_one(body: bytes) -> None:
    with answering(a_reply(body=body)) as played:
        client = magento.create_client(a_store(played.url), ACCESS, ["127.0.0.1"])

        with pytest.raises(InvalidResponse):
            list(client.orders(Window(since=START)))


def test_a_search_that_goes_in_circles_is_left() -> None:
    body = b'{"items": [{"id": 7}], "total_count": 99}'
    with answering(a_reply(body=body)) as played:
        client = magento.create_client(a_store(played.url), ACCESS, ["127.0.0.1"])

        with pytest.raises(InvalidResponse, match="in circles"):
            list(client.products())


def test_a_search_that_finds_nothing_may_say_null() -> None:
    with answering(a_reply(body=b'{"items": null, "total_count": 0}')) as played:
        client = magento.create_client(a_store(played.url), ACCESS, ["127.0.0.1"])

        assert [page.items for page in client.products()] == [()]
