from datetime import UTC, datetime

import pytest

from commissions.application.queries import stores
from commissions.application.sync import connection
from commissions.application.sync.connection import StoreWithoutApi
from commissions.aws import secrets
from commissions.domain.stores.polling import CHANGED, MODES, Crawl
from commissions.domain.stores.store import UnknownStore
from commissions.tables import connections, cursors
from commissions.tables.stores import close
from tests.support.pipeline_driver import open_store

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
URL = "https://api.example.com/webhooks/shopify/tea"


def test_a_store_says_how_many_secrets_it_has_and_not_which() -> None:
    open_store()
    secrets.set_secret(stores.store("tea"), "a-second-secret-of-it")
    secrets.set_access(stores.store("tea"), {"token": "a-token-of-the-tests"})

    found = stores.profile("tea")

    assert (found.live_webhook_secrets, found.live_api_keys) == (2, 1)
    assert found.access_parts == ("token",)
    assert "secret-of" not in repr(found)


@pytest.mark.parametrize(
    ("platform", "path"), [("shopify", "/webhooks/shopify/tea"), ("orders", "/api/mlm/orders")]
)
def test_a_store_sends_to_its_platforms_route(platform: str, path: str) -> None:
    open_store(platform=platform)

    assert stores.profile("tea").receiving_path == path


def test_a_store_that_was_never_connected_has_been_read_nowhere() -> None:
    open_store()
    found = stores.connection("tea")

    assert (found.webhooks_url, found.own_since, found.webhooks_checked_at) == ("", None, None)
    assert found.read_until == dict.fromkeys(MODES)


def test_a_connection_says_how_far_the_store_has_been_read() -> None:
    open_store()
    connections.connect("tea", URL, now=NOW)
    connections.note_check("tea", now=NOW, wrong=0)
    run = Crawl(mode=CHANGED, began=NOW, since=NOW)
    cursors.start("tea", CHANGED, run)
    cursors.complete("tea", CHANGED, run)

    found = stores.connection("tea")

    assert (found.webhooks_url, found.own_since, found.webhooks_checked_at) == (URL, NOW, NOW)
    assert found.read_until[CHANGED] == NOW


def test_a_store_that_cannot_be_asked_is_refused() -> None:
    for store_id in ("tea", "gone"):
        open_store(store_id)
    open_store("api", platform="orders")
    close("gone")

    assert connection.store_with_api("tea").store_id == "tea"
    for store_id in ("api", "gone"):
        with pytest.raises(StoreWithoutApi, match=f"{store_id} is closed, or has no API"):
            connection.store_with_api(store_id)
    with pytest.raises(UnknownStore):
        connection.store_with_api("nowhere")


def test_only_connected_stores_that_can_be_asked_are_connected() -> None:
    for store_id in ("tea", "cups", "gone"):
        open_store(store_id)
    for store_id in ("tea", "gone"):
        connections.connect(store_id, URL, now=NOW)
    close("gone")

    assert [each.store_id for each in connection.connected_stores()] == ["tea"]
