from dataclasses import dataclass

import pytest

from commissions.domain.stores.subscriptions import SubscriptionDiff, diff, path_of

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
