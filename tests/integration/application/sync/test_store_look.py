"""What one look at all stores comes to: at once, side by side, and not for long."""

import threading
import time
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from commissions.application.sync import store_look, store_webhooks
from commissions.application.sync.store_look import StoreLook, look_at_all
from commissions.aws import secrets
from commissions.clients import AccessDenied, Client, NotAllowed, Subscription, Unavailable
from commissions.domain.stores.store import Store
from commissions.tables import circuit_breakers, connections, stores
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.pipeline_driver import open_store

NOW = datetime.now(UTC)
HERE = "https://api.example.com"


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    made = an_in_memory_store(monkeypatch)
    store_webhooks.connect("tea", HERE, now=NOW)
    made.asked.clear()
    return made


def the_look() -> StoreLook:
    [found] = look_at_all()
    return found


def test_a_store_that_is_as_it_should_be_says_so(shop: InMemoryStore) -> None:
    found = the_look()

    assert (found.answered, found.problem, found.was_asked) == (True, "", True)
    assert found.webhooks is not None
    assert (found.webhooks.wrong, len(found.webhooks.fine)) == (0, 2)
    assert shop.asked == ["subscriptions"]


def test_webhooks_that_a_store_switched_off_are_seen_at_once(shop: InMemoryStore) -> None:
    [first, *others] = shop.hooks
    off = Subscription(first.subscription_id, first.topic, first.url, active=False)
    shop.hooks = [off, *others]

    webhooks = the_look().webhooks

    assert webhooks is not None
    assert (webhooks.disabled, webhooks.missing) == ((off,), (first.topic,))
    assert shop.hooks == [off, *others], "a look changes nothing"


def test_whatever_a_store_answers_is_told_in_its_words(shop: InMemoryStore) -> None:
    shop.fails = [Unavailable("GET webhooks: no connection (http://tea): refused")]
    down = the_look()
    shop.fails = [AccessDenied("GET webhooks answered 401 (http://tea): not taken")]
    denied = the_look()

    assert (down.answered, down.is_of_access) == (False, False)
    assert "(http://tea): refused" in down.problem
    assert (denied.answered, denied.is_of_access) == (False, True)
    assert "answered 401" in denied.problem


def test_a_store_without_access_is_named_and_not_asked(shop: InMemoryStore) -> None:
    secrets.set_access(stores.get("tea"), {})

    found = the_look()

    assert (found.is_of_access, found.was_asked, found.is_used) == (True, False, True)
    assert "none is stored" in found.problem
    assert shop.asked == []


def test_access_that_may_not_be_read_here_is_no_fault_of_the_store(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidden = ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetSecretValue")

    def refuse(store: object) -> None:
        raise forbidden

    monkeypatch.setattr(store_look, "client_for", refuse)

    found = the_look()

    assert (found.was_asked, found.is_of_access) == (False, False)
    assert "AWS rights" in found.problem


def test_a_store_that_was_only_loaded_is_not_asked(
    aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = an_in_memory_store(monkeypatch)

    assert (the_look().was_asked, the_look().is_used, shop.asked) == (False, False, [])

    circuit_breakers.failed("tea", now=NOW)
    assert (the_look().was_asked, the_look().is_used) == (True, True)


def test_a_store_whose_webhooks_were_made_by_hand_is_asked_the_time(
    aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_in_memory_store(monkeypatch)
    connections.own_since("tea", NOW)

    assert (the_look().answered, the_look().webhooks) == (True, None)


def test_an_address_that_is_never_asked_is_a_fault_of_the_settings(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(store: Store) -> Client:
        raise NotAllowed("the address is not https: see `api_url` of tea in stores.yaml")

    monkeypatch.setattr(store_look, "client_for", refused)
    found = the_look()

    assert (found.is_of_settings, found.is_of_access, found.was_asked) == (True, False, False)
    assert "see `api_url` of tea" in found.problem


def test_stores_that_cannot_be_asked_at_all_are_left_out(shop: InMemoryStore) -> None:
    open_store("b2b", platform="orders")
    stores.close("tea")

    assert look_at_all() == []


def test_nobody_waits_for_a_store_that_hangs(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    quick = an_in_memory_store(monkeypatch, "coffee")
    store_webhooks.connect("coffee", HERE, now=NOW)
    shop.before = lambda what: done.wait(30)
    began = time.monotonic()

    found = {each.store_id: each for each in look_at_all(seconds=0.3)}

    done.set()
    assert time.monotonic() - began < 20
    assert found["coffee"].answered
    assert (found["tea"].answered, found["tea"].problem) == (
        False,
        "it gave no answer within 0 s",
    )
    assert quick.asked


def test_all_stores_are_asked_side_by_side(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(3, timeout=30)
    shops = [shop]
    for name in ("coffee", "cocoa"):
        shops.append(an_in_memory_store(monkeypatch, name))
        store_webhooks.connect(name, HERE, now=NOW)
    for each in shops:
        each.before = lambda what: together.wait()

    assert [each.answered for each in look_at_all(seconds=60)] == [True] * 3


def test_what_nobody_thought_of_is_one_stores_alone(shop: InMemoryStore) -> None:
    shop.fails = [ZeroDivisionError("of a secret")]

    assert the_look().problem == "it could not be asked: ZeroDivisionError"
