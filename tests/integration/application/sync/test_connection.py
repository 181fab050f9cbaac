from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.sync import connection
from commissions.application.sync.connection import NoAccess, client_for, connected
from commissions.application.sync.platform_of import platform_of
from commissions.aws import cache, secrets
from commissions.clients import AccessDenied, Unavailable
from commissions.domain.stores.circuit_breaker import FAILURES_MAX
from commissions.domain.stores.store import has_api
from commissions.tables import circuit_breakers, stores
from tests.support.in_memory_store import ACCESS, InMemoryStore, an_in_memory_store
from tests.support.pipeline_driver import open_store

ACCESS_OF = {
    "shopify": {"token": "shpat_of-the-tests"},
    "woocommerce": {"consumer_key": "ck_of-the-tests", "consumer_secret": "cs_of-the-tests"},
    "magento": {"token": "a-token-of-the-tests"},
    "bigcommerce": {"token": "a-token-of-the-tests"},
}


PLACES: dict[str, dict[str, Any]] = {
    "shopify": {"domain": "tea-us.myshopify.com"},
    "woocommerce": {"domain": "tea.example.com", "api_url": "https://tea.example.com"},
    "magento": {"api_url": "https://tea.example.com"},
    "bigcommerce": {"domain": "abcde12345"},
}


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    return an_in_memory_store(monkeypatch)


def failed() -> None:
    with connected(stores.get("tea")):
        raise Unavailable("GET /orders: 503", retry_after=60)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("platform", ACCESS_OF)
def test_every_platform_has_a_client_and_a_dialect(platform: str) -> None:
    store = open_store(platform=platform, **PLACES[platform])
    secrets.set_access(stores.get("tea"), ACCESS_OF[platform])

    assert isinstance(client_for(store).TOPICS, tuple)
    assert platform == platform_of(platform).NAME


@pytest.mark.parametrize(
    ("platform", "closed", "asked"),
    [("shopify", False, True), ("shopify", True, False), ("orders", False, False)],
)
def test_who_can_be_asked(aws: None, platform: str, closed: bool, asked: bool) -> None:
    assert has_api(open_store(platform=platform, closed=closed)) is asked


def test_a_store_without_access_has_no_client(shop: InMemoryStore) -> None:
    secrets.set_access(stores.get("tea"), {})

    with pytest.raises(NoAccess, match="no access to the API of tea is stored"):
        client_for(stores.get("tea"))


def test_a_client_is_opened_once_and_again_for_new_access(shop: InMemoryStore) -> None:
    first = client_for(stores.get("tea"))
    secrets.set_access(stores.get("tea"), ACCESS | {"more": "a-part-that-is-new"})
    cache.forget_all()

    assert first is shop
    with pytest.raises(AssertionError):
        client_for(stores.get("tea"))


def test_a_store_that_keeps_failing_is_left_alone(shop: InMemoryStore) -> None:
    for _ in range(FAILURES_MAX):
        with pytest.raises(Unavailable, match="503"):
            failed()
    with pytest.raises(Unavailable, match="left alone"):
        failed()


def test_for_how_long_at_first_is_for_the_stack_to_say(
    shop: InMemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PAUSE", timedelta(minutes=10))
    for _ in range(FAILURES_MAX):
        with pytest.raises(Unavailable):
            failed()

    until = circuit_breakers.state("tea").open_until
    assert until
    assert until > datetime.now(UTC) + timedelta(minutes=5)


def test_a_store_that_answers_closes_its_circuit(shop: InMemoryStore) -> None:
    circuit_breakers.failed("tea", now=datetime.now(UTC))
    with connected(stores.get("tea")):
        pass

    assert circuit_breakers.state("tea").failures == 0


def test_a_refusal_is_an_answer(shop: InMemoryStore) -> None:
    circuit_breakers.failed("tea", now=datetime.now(UTC))
    with pytest.raises(AccessDenied), connected(stores.get("tea")):
        raise AccessDenied("GET /orders: 401")

    assert circuit_breakers.state("tea").failures == 0
