"""Another webhook secret: set here, and in the store, and nothing is refused in between."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from commissions.application.sync import signing, subscriptions
from commissions.application.sync.connection import client_for
from commissions.application.sync.rotate_secret import (
    FormerStillSigns,
    Rotation,
    rotate_webhook_secret,
)
from commissions.application.sync.subscriptions import CalledOtherwise, Subscriptions
from commissions.aws import secrets
from commissions.clients import AccessDenied, InvalidResponse
from commissions.clients.http import Http
from commissions.clients.woocommerce import webhooks
from commissions.domain.stores.store import Store
from commissions.domain.stores.subscriptions import APP, GIVEN
from commissions.tables import connections, last_messages, stores
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import WEBHOOK_SECRET, open_store
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop

pytestmark = pytest.mark.enable_socket

NEW, NEXT = "the-webhook-secret-that-is-new", "the-webhook-secret-after-that"
HERE = "https://ours.example"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MAGEOS_PARTS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
KEYS: dict[str, tuple[str, ...]] = {
    "shopify": ("token",),
    "woocommerce": ("consumer_key", "consumer_secret"),
    "magento": MAGEOS_PARTS,
    "bigcommerce": ("token",),
}
DOMAINS = {
    "shopify": "tea.myshopify.com",
    "woocommerce": "tea.example",
    "magento": "",
    "bigcommerce": "abc12345",
}
GIVES = ("woocommerce", "magento", "bigcommerce")
"""Platforms whose webhooks are each given our secret."""


@dataclass
class Town:
    """One shop that sends to our edge, and what it was answered."""

    shop: Shop
    fake: FakeStore
    store: Store
    slept: list[float] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def deliver(self) -> set[int]:
        """An order is placed and paid; the statuses that all of its webhooks were answered with."""
        api = import_module(f"tools.fake_store.{self.store.platform}").PLATFORM_API
        edge = import_module(f"functions.ingest.{self.store.platform}")
        told: list[Any] = []
        self.shop.on_change = told.append
        self.shop.place(paid=True)
        sent = [each for event in told for each in api.deliveries(self.shop, event)]
        events = [http_event(each.body, dict(each.headers), store_id="tea") for each in sent]
        return {edge.handler(event, a_context())["statusCode"] for event in events}

    def connect(self) -> tuple[Subscriptions, Subscriptions]:
        return subscriptions.connect(self.store, HERE, now=NOW)

    def rotate(self, secret: str = NEW, *, keep: int = 24) -> Rotation:
        return rotate_webhook_secret("tea", secret, keep_previous_hours=keep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.meanwhile()


@pytest.fixture
def opened(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Town]]:
    with FakeStore(seed=3, workers=1) as fake:

        def open_town(platform: str) -> Town:
            access = {name: f"{name}-of-the-tests" for name in KEYS[platform]}
            shop = fake.open_shop(
                "tea", platform, secret=WEBHOOK_SECRET, access=access, domain=DOMAINS[platform]
            )
            shop.add_product("Green tea", [("TEA-GREEN-100", 2400)])
            store = open_store(
                platform=platform,
                domain=DOMAINS[platform],
                api_url=shop.base_url,
                channel="mageos" if platform == "magento" else "",
            )
            secrets.set_access(store, access)
            town = Town(shop, fake, store)
            monkeypatch.setattr(signing, "sleep", town.sleep)
            return town

        yield open_town


def ours(town: Town) -> list[str]:
    """The topics of the webhooks that send to us, one for each."""
    return sorted(hook.topic for hook in town.shop.hooks if hook.active and HERE in hook.url)


@pytest.mark.parametrize("platform", GIVES)
def test_the_store_signs_with_the_new_secret_and_the_one_before_may_end_at_once(
    opened: Callable[[str], Town], platform: str
) -> None:
    town = opened(platform)
    town.connect()
    topics = ours(town)
    assert town.deliver() == {200}

    if platform == "bigcommerce":
        town.shop.secret = NEW  # its signature goes by the account's own client secret
    done = town.rotate(keep=0)

    assert (done.given, done.failed, done.signing) == (len(topics), "", GIVEN)
    assert secrets.secrets(town.store).webhook == (NEW,)
    assert town.deliver() == {200}
    assert ours(town) == topics


@pytest.mark.parametrize("platform", GIVES)
def test_nothing_is_refused_while_the_store_is_given_it(
    opened: Callable[[str], Town], platform: str
) -> None:
    """Every function has to know the new secret before a webhook is signed with it."""
    town = opened(platform)
    town.connect()
    answered: set[int] = set()
    town.meanwhile = lambda: answered.update(town.deliver())
    town.rotate(keep=0)

    assert answered == {200}
    assert 0 < max(town.slept) <= secrets.REFRESH_SECONDS


def test_a_first_secret_has_nobody_to_wait_for(opened: Callable[[str], Town]) -> None:
    town = opened("woocommerce")
    town.connect()

    assert town.slept == []


@pytest.mark.parametrize("platform", GIVES)
def test_connected_again_with_another_secret_no_webhook_is_said_to_be_there_that_signs_wrong(
    opened: Callable[[str], Town], platform: str
) -> None:
    """What was seen: 8 were there, and five minutes later every delivery was refused."""
    town = opened(platform)
    town.connect()
    secrets.set_secret(town.store, NEW)
    if platform == "bigcommerce":
        town.shop.secret = NEW

    found, now = town.connect()

    assert len(found.outdated) == len(ours(town)) > 0
    assert (found.fine, now.wrong, len(now.fine)) == ((), 0, len(ours(town)))
    secrets.set_secret(town.store, NEW, keep_previous_hours=0)
    assert town.deliver() == {200}


def test_a_webhook_of_which_nobody_knows_the_secret_is_given_the_one_that_is_set(
    opened: Callable[[str], Town],
) -> None:
    """As after a release that did not remember any, or by hand to our address."""
    town = opened("woocommerce")
    for topic in ("order.created", "order.updated"):
        url = f"{HERE}/webhooks/woocommerce/tea"
        town.shop.add_hook(topic, url, "the-secret-of-somebody-before")
    assert town.deliver() == {401}

    found, now = town.connect()

    assert sorted(each.topic for each in found.outdated) == ["order.created", "order.updated"]
    assert now.wrong == 0
    assert town.deliver() == {200}


def test_the_hourly_check_gives_what_a_rotation_could_not(opened: Callable[[str], Town]) -> None:
    town = opened("woocommerce")
    town.connect()
    town.shop.access["consumer_secret"] = "another-key-of-the-shop"
    done = town.rotate()
    assert (done.given, "401" in done.failed) == (0, True)
    assert town.deliver() == {200}

    town.shop.access["consumer_secret"] = "consumer_secret-of-the-tests"
    subscriptions.check(town.store.store_id, now=NOW)

    secrets.set_secret(town.store, NEW, keep_previous_hours=0)
    assert town.deliver() == {200}


def test_a_magento_subscription_is_made_anew_before_the_former_one_goes(
    opened: Callable[[str], Town],
) -> None:
    """Its token cannot be changed. Cut off in between, the next check takes the former one away."""
    town = opened("magento")
    town.connect()
    before, topics = town.shop.hooks, ours(town)
    alive = [hook.hook_id for hook in before if hook.active]
    secrets.set_secret(town.store, NEW)
    found = subscriptions.inspect(town.store, client_for(town.store))
    [first, *_] = found.outdated
    url = connections.get("tea").url
    signing.subscribe(town.store, client_for(town.store), first.topic, url)
    assert len(ours(town)) == len(topics) + 1

    town.connect()

    assert ours(town) == topics
    assert not {hook.hook_id for hook in town.shop.hooks if hook.active} & set(alive)


def test_shopify_signs_with_the_apps_secret_whichever_is_set_here(
    opened: Callable[[str], Town],
) -> None:
    town = opened("shopify")
    town.connect()
    done = town.rotate()

    assert (done.given, done.failed, done.signing, town.slept) == (0, "", APP, [])
    assert town.deliver() == {200}
    town.shop.secret = NEW  # within an hour, Shopify signs with it
    assert town.deliver() == {200}
    assert town.connect()[0].wrong == 0


def test_it_is_known_by_which_secret_the_last_message_was_proven(
    opened: Callable[[str], Town],
) -> None:
    """Shopify does not tell which one it signs with: its messages do."""
    town = opened("shopify")
    town.connect()
    town.rotate()
    live = secrets.secrets(town.store)

    for secret in (WEBHOOK_SECRET, NEW):
        town.shop.secret = secret
        town.deliver()
        seen = last_messages.last_proof("tea")
        assert seen
        assert seen[1] == live.version(secret)


def test_what_is_remembered_of_a_webhook_is_no_secret_and_goes_with_it(
    opened: Callable[[str], Town],
) -> None:
    town = opened("woocommerce")
    _, now = town.connect()
    version = secrets.secrets(town.store).version(WEBHOOK_SECRET)

    assert {each.signed_with for each in now.fine} == {version}
    assert WEBHOOK_SECRET not in str(connections.signed_with("tea"))
    for hook in town.shop.hooks:
        hook.active = False
    town.connect()
    assert len(connections.signed_with("tea")) == len(ours(town))


def test_of_two_who_rotate_at_once_the_later_secret_is_what_the_store_signs_with(
    opened: Callable[[str], Town],
) -> None:
    town = opened("woocommerce")
    town.connect()

    def another() -> None:
        town.meanwhile = lambda: None
        town.rotate(NEXT)

    town.meanwhile = another
    town.rotate()

    assert secrets.secrets(town.store).webhook[0] == NEXT
    found = subscriptions.inspect(town.store, client_for(town.store))
    assert (found.wrong, len(found.fine)) == (0, len(ours(town)))
    assert {hook.secret for hook in town.shop.hooks} == {NEXT}


def test_a_store_that_is_not_connected_is_not_asked(opened: Callable[[str], Town]) -> None:
    town = opened("woocommerce")
    done = town.rotate(keep=0)

    assert (done.given, done.failed, len(town.fake.calls)) == (0, "", 0)
    assert secrets.secrets(stores.get("tea")).webhook == (NEW,)


@pytest.mark.parametrize(
    ("platform", "named", "domain"),
    [
        ("shopify", "harbour.myshopify.com", "tea.myshopify.com"),
        ("woocommerce", "www.tea.example", "tea.example"),
    ],
)
def test_a_shop_that_calls_itself_otherwise_is_not_connected_and_says_what_to_change(
    opened: Callable[[str], Town], platform: str, named: str, domain: str
) -> None:
    town = opened(platform)
    town.shop.domain = named
    before = len(town.shop.hooks)

    with pytest.raises(CalledOtherwise, match=f"calls itself {named}.*`domain: {named}`"):
        town.connect()

    assert (len(town.shop.hooks), connections.get("tea").url) == (before, "")
    assert town.store.domain == domain


@pytest.mark.parametrize("platform", KEYS)
def test_a_shop_of_the_same_name_is_connected(opened: Callable[[str], Town], platform: str) -> None:
    town = opened(platform)
    town.shop.domain = town.shop.domain.upper() if platform == "shopify" else town.shop.domain

    _, now = town.connect()

    assert now.wrong == 0


def test_a_shop_that_does_not_tell_its_name_is_connected(
    opened: Callable[[str], Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a plug-in shuts WordPress's index."""
    town = opened("woocommerce")
    client = client_for(town.store)

    def shut() -> str:
        raise AccessDenied("GET  answered 401")

    monkeypatch.setattr(client, "_home", shut)

    assert town.connect()[1].wrong == 0


def test_a_webhook_that_the_store_does_not_change_keeps_no_other_from_it(
    opened: Callable[[str], Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when the secret is rotated nor at the hourly check."""
    town = opened("woocommerce")
    town.connect()
    client = client_for(town.store)
    first, change = client.subscriptions()[0].subscription_id, webhooks.change_secret

    def refusing(http: Http, subscription_id: str, secret: str) -> None:
        if subscription_id == first:
            raise InvalidResponse("PUT webhooks answered 400")
        change(http, subscription_id, secret)

    monkeypatch.setattr(webhooks, "change_secret", refusing)
    done = town.rotate()
    assert (done.given, "400" in done.failed) == (len(ours(town)) - 1, True)

    connections.note_signed("tea", {}, gone=connections.signed_with("tea"))
    subscriptions.check(town.store.store_id, now=NOW)
    assert len(connections.signed_with("tea")) == len(ours(town)) - 1
    signed = [hook.secret for hook in town.shop.hooks]
    assert (signed.count(NEW), signed.count(WEBHOOK_SECRET)) == (len(signed) - 1, 1)


def test_a_third_secret_does_not_end_the_one_that_webhooks_still_sign_with(
    opened: Callable[[str], Town],
) -> None:
    town = opened("woocommerce")
    town.connect()
    town.shop.access["consumer_secret"] = "another-key-of-the-shop"
    assert town.rotate().failed

    with pytest.raises(FormerStillSigns, match="still sign with the secret before"):
        town.rotate(NEXT)
    assert town.deliver() == {200}

    town.shop.access["consumer_secret"] = "consumer_secret-of-the-tests"
    assert town.rotate(NEXT).failed == ""
    assert {hook.secret for hook in town.shop.hooks} == {NEXT}
    assert town.deliver() == {200}


def test_a_leak_ends_all_former_secrets_whatever_still_signs_with_them(
    opened: Callable[[str], Town],
) -> None:
    town = opened("woocommerce")
    town.connect()
    town.shop.access["consumer_secret"] = "another-key-of-the-shop"
    town.rotate()

    assert town.rotate(NEXT, keep=0).failed
    assert secrets.secrets(town.store).webhook == (NEXT,)
    assert town.deliver() == {401}
