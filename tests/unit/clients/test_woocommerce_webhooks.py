from collections.abc import Iterator

import pytest

from commissions.clients import (
    ChangesSecrets,
    InvalidResponse,
    KnowsItsName,
    PublishedValue,
    Subscription,
    woocommerce,
)
from commissions.domain.catalogue.listing import ProductListed, Variant
from commissions.domain.stores.own_name import is_same_shop
from commissions.platforms import woocommerce as dialect
from tests.unit.clients.woocommerce_shop import SECRET, Corner, corner
from tools.fake_store.toolkit import Event, Hook
from tools.fake_store.woocommerce import PLATFORM_API

pytestmark = pytest.mark.enable_socket

URL = "https://api.example/webhooks/woocommerce/tea"


@pytest.fixture
def tea() -> Iterator[Corner]:
    with corner() as tea:
        yield tea


def known(tea: Corner) -> list[tuple[str, bool]]:
    return [(each.topic, each.active) for each in tea.client.subscriptions() if each.url == URL]


def test_a_shop_gets_its_webhooks_with_their_secret(tea: Corner) -> None:
    for topic in tea.client.TOPICS:
        tea.client.subscribe(topic, URL, "another-secret-of-ours")

    assert known(tea) == [(topic, True) for topic in woocommerce.TOPICS]
    ours = [hook for hook in tea.shop.hooks if hook.url == URL]
    assert {hook.secret for hook in ours} == {"another-secret-of-ours"}


def test_a_webhook_without_a_secret_is_not_made(tea: Corner) -> None:
    with pytest.raises(ValueError, match="without a secret"):
        tea.client.subscribe("order.updated", URL, "")


def test_surprises_12_and_14_a_webhook_that_was_switched_off_is_made_anew(tea: Corner) -> None:
    tea.client.subscribe("order.updated", URL, SECRET)
    old = tea.shop.hooks[-1]
    old.active = False
    assert known(tea) == [("order.updated", False)]

    tea.client.subscribe("order.updated", URL, SECRET)

    assert known(tea) == [("order.updated", True)]
    assert old not in tea.shop.hooks


def test_surprise_18_the_ghost_of_a_webhook_is_none(tea: Corner) -> None:
    before = tea.client.subscriptions()
    tea.shop.hooks.append(Hook(999_999, "", "", active=False))

    assert tea.client.subscriptions() == before


def test_a_webhook_is_removed_once_and_asked_for_twice(tea: Corner) -> None:
    tea.client.subscribe("order.updated", URL, SECRET)
    [made] = [each for each in tea.client.subscriptions() if each.url == URL]

    tea.client.unsubscribe(made.subscription_id)
    tea.client.unsubscribe(made.subscription_id)

    assert known(tea) == []


def test_a_new_webhook_pings_without_a_signature(tea: Corner) -> None:
    tea.client.subscribe("order.updated", URL, SECRET)
    hook = tea.shop.hooks[-1]

    event = Event("hook.created", hook.hook_id, tea.shop.clock())
    [ping] = PLATFORM_API.deliveries(tea.shop, event)

    headers = {name.lower(): value for name, value in ping.headers.items()}
    assert dialect.handshake(ping.body, headers) == ""
    assert not dialect.is_authentic(ping.body, headers, [SECRET])


def test_surprise_13_what_no_webhook_told_is_found_by_asking(tea: Corner) -> None:
    lost = tea.buy()
    lost_too = tea.buy()
    tea.shop.cancel(lost_too.order_id)

    assert tea.ids() == [str(lost.order_id), str(lost_too.order_id)]


def test_the_fake_shop_tells_as_little_as_a_real_one(tea: Corner) -> None:
    trashed, gone = tea.buy(), tea.buy()
    tea.shop.delete_order(trashed.order_id, for_good=False)
    tea.shop.delete_order(gone.order_id)

    assert [record.key for record in tea.sent("order.deleted", trashed.order_id)]
    assert tea.sent("order.deleted", gone.order_id) == ()


def test_surprise_1_all_that_is_sent_in_a_second_has_one_delivery_id(tea: Corner) -> None:
    first, second = tea.buy(), tea.buy()

    sent = [
        PLATFORM_API.deliveries(tea.shop, Event("order.created", each.order_id, tea.shop.clock()))[
            0
        ]
        for each in (first, second)
    ]

    assert sent[0].body != sent[1].body
    assert len({each.headers["X-WC-Webhook-Delivery-ID"] for each in sent}) == 1


def listed(tea: Corner) -> list[ProductListed]:
    answers = [each for page in tea.client.products() for each in page.items]
    records = [dialect.parse_product(each.payload, tea.store).records[0] for each in answers]
    return [record for record in records if isinstance(record, ProductListed)]


def test_all_products_are_listed_with_their_variations(tea: Corner) -> None:
    simple, variable = listed(tea)
    [made, varied] = tea.shop.products.values()

    assert simple.variants == (Variant(str(made.product_id), "TEA", "Green tea"),)
    assert [(each.variant_id, each.sku) for each in variable.variants] == [
        (str(each.variant_id), each.sku) for each in varied.variants
    ]
    assert [each.variants[0].name for each in (simple, variable)] == [
        "Green tea",
        "Night cream - CREAM-30",
    ]


def test_a_product_or_one_of_its_variations_can_be_asked_for(tea: Corner) -> None:
    [_, varied] = tea.shop.products.values()
    size = varied.variants[0]

    whole = tea.client.product(str(varied.product_id))
    one = tea.client.product(str(size.variant_id))

    assert whole
    assert one
    assert len(whole.payload["variations"]) == 2
    [listed] = dialect.parse_product(one.payload, tea.store).records
    assert isinstance(listed, ProductListed)
    assert (listed.product_id, listed.complete) == (str(varied.product_id), False)
    assert tea.client.product("999999") is None


def test_values_are_shown_in_the_shop(tea: Corner) -> None:
    [simple, varied] = tea.shop.products.values()
    product, size = str(simple.product_id), str(varied.variants[1].variant_id)

    tea.client.publish(
        [
            PublishedValue(product, product, "TEA", "8.00", "7.50"),
            PublishedValue(str(varied.product_id), size, "CREAM-50", "40.00", "38.00"),
        ]
    )

    assert simple.extra[product] == {"pv": "8.00", "bv": "7.50"}
    assert varied.extra[size] == {"pv": "40.00", "bv": "38.00"}


def test_a_value_of_a_product_that_is_gone_is_said_to_be_undone(tea: Corner) -> None:
    with pytest.raises(InvalidResponse, match="could not change 999999"):
        tea.client.publish([PublishedValue("999999", "999999", "TEA", "8.00", "7.50")])


def test_a_webhook_is_given_another_secret_as_it_is_and_says_its_id(tea: Corner) -> None:
    made = tea.client.subscribe("order.updated", URL, SECRET)
    [webhook] = [each for each in tea.client.subscriptions() if each.subscription_id == made]
    assert isinstance(tea.client, ChangesSecrets)

    for _ in range(2):
        tea.client.change_secret(webhook, "another-secret-of-ours")

    [hook] = [each for each in tea.shop.hooks if str(each.hook_id) == made]
    assert (hook.secret, hook.active, hook.url) == ("another-secret-of-ours", True, URL)


def test_a_webhook_that_is_gone_is_given_no_secret_and_none_is_given_an_empty_one(
    tea: Corner,
) -> None:
    assert isinstance(tea.client, ChangesSecrets)
    gone = Subscription("999999", "order.updated", URL, active=True)

    with pytest.raises(InvalidResponse, match="no such webhook"):
        tea.client.change_secret(gone, SECRET)
    with pytest.raises(ValueError, match="without a secret"):
        tea.client.change_secret(gone, "")


def test_a_shop_says_what_it_calls_itself_in_its_webhooks(tea: Corner) -> None:
    assert isinstance(tea.client, KnowsItsName)
    assert is_same_shop(tea.client.own_name(), tea.store.domain)
