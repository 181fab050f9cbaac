from dataclasses import dataclass

import pytest

from commissions.domain.stores.store import Store
from commissions.domain.stores.subscriptions import (
    APP,
    BY_HAND,
    GIVEN,
    OWN_KEY,
    SubscriptionDiff,
    diff,
    path_of,
    signing_of,
)

URL = "https://api.example.com/webhooks/shopify/tea"
TOPICS = ("orders/paid", "refunds/create")


@dataclass(frozen=True)
class Hook:
    topic: str
    url: str = URL
    active: bool = True
    subscription_id: str = "1"


PAID, REFUND = Hook("orders/paid"), Hook("refunds/create")


def held_against(*has: Hook) -> SubscriptionDiff[Hook]:
    return diff(TOPICS, URL, has, platform="shopify")


def test_a_store_that_has_all_its_webhooks_is_fine() -> None:
    found = held_against(PAID, REFUND)

    assert (found.fine, found.missing, found.wrong) == ((PAID, REFUND), (), 0)


def test_a_topic_that_nothing_tells_of_is_missing() -> None:
    found = held_against(PAID)

    assert (found.missing, found.wrong) == (("refunds/create",), 1)


def test_a_disabled_webhook_is_as_good_as_none() -> None:
    disabled = Hook("refunds/create", active=False)
    found = held_against(PAID, disabled)

    assert (found.disabled, found.missing, found.wrong) == ((disabled,), ("refunds/create",), 1)


@pytest.mark.parametrize(
    "url",
    [
        "https://old.example.com/webhooks/shopify/tea",
        "https://api.example.com/webhooks/shopify/another",
        "https://api.example.com/stage/webhooks/shopify/tea",
    ],
)
def test_a_webhook_on_our_path_that_goes_elsewhere_is_misdirected(url: str) -> None:
    misdirected = Hook("refunds/create", url)
    found = held_against(PAID, misdirected)

    assert (found.misdirected, found.missing) == ((misdirected,), ("refunds/create",))


@pytest.mark.parametrize(
    "hook",
    [
        Hook("refunds/create", "https://erp.example.com/hooks/refunds"),
        Hook("refunds/create", "https://api.example.com/webhooks/woocommerce/tea"),
        Hook("refunds/create", "https://api.example.com/webhooks/shopify/"),
        Hook("carts/update"),
    ],
)
def test_the_webhooks_of_others_are_left_alone(hook: Hook) -> None:
    found = held_against(PAID, REFUND, hook)

    assert (found.foreign, found.wrong) == ((hook,), 0)


def test_the_second_webhook_of_a_topic_is_a_duplicate() -> None:
    again = Hook("orders/paid", subscription_id="2")
    found = held_against(PAID, REFUND, again)

    assert (found.duplicates, found.missing, found.wrong) == ((again,), (), 1)


def test_a_disabled_one_beside_a_good_one_is_too_much_and_nothing_is_missing() -> None:
    found = held_against(Hook("orders/paid", active=False), PAID, REFUND)

    assert (len(found.disabled), found.missing, found.wrong) == (1, (), 1)


def test_where_a_stores_webhooks_come_in() -> None:
    assert path_of("shopify", "tea") == "/webhooks/shopify/tea"


def test_what_is_signed_with_another_secret_is_outdated_and_not_missing() -> None:
    found = diff(TOPICS, URL, (PAID, REFUND), platform="shopify", is_outdated=PAID.__eq__)

    assert (found.fine, found.outdated, found.missing) == ((REFUND,), (PAID,), ())
    assert found.wrong == 1


def test_of_two_of_a_topic_the_one_with_the_right_secret_stays() -> None:
    former, new = Hook("orders/paid", subscription_id="1"), Hook("orders/paid", subscription_id="2")
    found = diff(TOPICS, URL, (former, new, REFUND), platform="shopify", is_outdated=former.__eq__)

    assert (found.fine, found.duplicates, found.outdated) == ((new, REFUND), (former,), ())


def test_a_webhook_that_goes_elsewhere_is_so_whatever_it_is_signed_with() -> None:
    elsewhere = Hook("orders/paid", "https://old.example.com/webhooks/shopify/tea")
    found = diff(TOPICS, URL, (elsewhere,), platform="shopify", is_outdated=lambda _: True)

    assert (found.misdirected, found.outdated) == ((elsewhere,), ())


@pytest.mark.parametrize(
    ("platform", "channel", "by"),
    [
        ("shopify", "", APP),
        ("woocommerce", "", GIVEN),
        ("bigcommerce", "", GIVEN),
        ("magento", "mageos", GIVEN),
        ("magento", "adobe", OWN_KEY),
        ("magento", "template", BY_HAND),
    ],
)
def test_it_is_known_what_each_platforms_webhooks_are_signed_with(
    platform: str, channel: str, by: str
) -> None:
    store = Store("tea", platform, "retail_channel", "USD", "demo", channel=channel)

    assert signing_of(store) == by
