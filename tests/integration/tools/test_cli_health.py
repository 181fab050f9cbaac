"""`health` names the stores that cannot be asked, or were not."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.aws import secrets
from commissions.clients.woocommerce import TOPICS
from commissions.domain.stores.polling import CHANGED, Crawl
from commissions.tables import circuit_breakers, connections, cursors, stores
from tests.support.command import commissions, told
from tests.support.pipeline_driver import open_store
from tests.unit.clients.fake_server import a_reply, answering

pytestmark = pytest.mark.usefixtures("reachable")
URL = "https://example.invalid/webhooks/woocommerce/tea"


def findings() -> dict[str, dict[str, Any]]:
    result = commissions("health", "--json")
    return {each["what"]: each for each in json.loads(result.stdout)["findings"]}


def polled(before: timedelta) -> None:
    began = datetime.now(UTC) - before
    run = Crawl(mode=CHANGED, began=began, since=began)
    cursors.start("tea", CHANGED, run)
    cursors.complete("tea", CHANGED, run)


def test_a_store_that_gives_no_answer_is_named() -> None:
    open_store()
    assert told("health")["well"]

    for _ in range(5):
        circuit_breakers.failed("tea", now=datetime.now(UTC))

    assert not findings()["API of tea"]["well"]


def test_a_store_that_was_not_asked_for_an_hour_is_named() -> None:
    open_store()
    polled(timedelta(minutes=61))

    assert not findings()["polling tea"]["well"]


def test_a_store_that_was_asked_before_and_has_no_access_is_not_well() -> None:
    open_store()
    assert findings()["access to tea"]["notice"]

    polled(timedelta(minutes=5))

    found = findings()["access to tea"]
    assert (found["well"], found["notice"]) == (False, False)
    assert "commissions store access tea" in found["advice"]
    assert commissions("health").exit_code == 1


@pytest.mark.enable_socket
def test_a_shop_whose_webhooks_were_switched_off_is_told_at_once() -> None:
    rows = [
        {"id": number, "topic": topic, "delivery_url": URL, "status": "disabled"}
        for number, topic in enumerate(TOPICS, 1)
    ]
    with answering(a_reply(body=json.dumps(rows).encode())) as shop:
        a_shop_at(shop.url)
        found = findings()["webhooks of tea"]

    assert not found["well"]
    assert "8 disabled (order.created, " in found["says"]
    assert "asked just now" in found["says"]


@pytest.mark.enable_socket
def test_a_shop_that_is_not_there_is_named_with_its_address() -> None:
    with answering(a_reply()) as shop:
        a_shop_at(shop.url)

    found = findings()["API of tea"]

    assert not found["well"]
    assert f"GET webhooks: no connection ({shop.url}/wp-json/wc/v3): refused" in found["says"]
    assert "`api_url` of tea in stores.yaml" in found["says"]


def test_only_what_is_on_record_is_told_where_nobody_is_to_be_asked() -> None:
    a_shop_at("http://127.0.0.1:9")

    found = {each["what"] for each in told("health", "--recorded")["findings"]}

    assert "API of tea" not in found


def a_shop_at(url: str) -> None:
    store = open_store(platform="woocommerce", api_url=url)
    secrets.set_access(store, {"consumer_key": "ck", "consumer_secret": "cs"})
    connections.connect("tea", URL, now=datetime.now(UTC))


def test_a_closed_store_is_nobodys_worry() -> None:
    open_store(silent_hours=1)
    polled(timedelta(days=9))
    stores.close("tea")

    assert told("health")["well"]
    assert not [what for what in findings() if "tea" in what]
