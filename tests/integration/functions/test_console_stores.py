"""The pages of stores: how each works, how far it has been read, and having it asked."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from commissions.application.sync import subscriptions
from commissions.aws import secrets
from commissions.domain.stores.polling import CHANGED, Crawl
from commissions.domain.stores.subscriptions import SubscriptionDiff
from commissions.tables import circuit_breakers, connections, cursors, refusals, stores
from commissions.tables.stores import close
from tests.support.console_pages import asks, operator
from tests.support.pipeline_driver import WEBHOOK_SECRET, open_store, shopify

pytestmark = pytest.mark.usefixtures("aws")
PATH, TEA = "/console/stores", "/console/stores/tea"
URL = "https://api.example.com/webhooks/shopify/tea"
OURS = "https://abc123.execute-api.eu-west-1.amazonaws.com"
TOKEN = "shpat_nobody_sees_this_token"


def ago(**since: float) -> datetime:
    return datetime.now(UTC) - timedelta(**since)


def read_until(mode: str, at: datetime) -> None:
    crawl = Crawl(mode=mode, began=at, since=at)
    cursors.start("tea", mode, crawl)
    cursors.complete("tea", mode, crawl)


def test_the_stores_are_listed_with_how_they_work() -> None:
    open_store("tea", domain="tea.myshopify.com")
    open_store("caras", mode="replicated_site", owner="cara")
    open_store("gone")
    close("gone")

    page = asks(PATH).text

    assert "3 stores" in page
    assert 'href="/console/stores/tea"' in page
    assert "a distributor’s own site" in page
    assert "retail channel" in page
    assert "cara" in page
    assert "closed" in page


def test_without_a_store_the_list_says_what_will_stand_there() -> None:
    assert "No stores yet" in asks(PATH).text


def test_what_needs_somebody_is_marked_in_the_list() -> None:
    open_store("tea")
    for _ in range(5):
        circuit_breakers.failed("tea", now=datetime.now(UTC))

    page = asks(PATH).text

    assert "1 needs you" in page


def test_of_very_many_stores_a_page_shows_fifty_and_the_list_read_to_its_end_has_them_all() -> None:
    for number in range(120):
        stores.put(open_store(f"tea-{number:03}"))

    shown, path = [], PATH
    while path:
        page = asks(path).text
        shown += [part.split('"')[0] for part in page.split('href="/console/stores/')[1:]]
        path = next_in(page)

    assert shown == [f"tea-{number:03}" for number in range(120)]


def next_in(page: str) -> str:
    _, found, rest = page.partition('href="/console/stores?after=')
    return f"{PATH}?after={rest.partition('"')[0]}" if found else ""


def test_a_cursor_of_somebody_else_opens_no_list() -> None:
    for number in range(60):
        open_store(f"tea-{number:03}")
    mine = next_in(asks(PATH).text)

    assert asks(mine).status == 200
    assert asks(mine, operator("ines")).status == 422


def test_a_store_tells_how_it_works_and_how_far_it_was_read() -> None:
    open_store("tea", domain="tea.myshopify.com")
    connections.connect("tea", URL, now=ago(days=3))
    read_until(CHANGED, ago(minutes=12))
    cursors.start(
        "tea", "catalogue", Crawl(mode="catalogue", began=ago(hours=2), since=ago(days=1))
    )

    page = asks(TEA).text

    assert "tea.myshopify.com" in page
    assert "12 min" in page
    assert "being read" in page
    assert URL in page
    assert "closed: it is asked" in page


def test_of_secrets_it_is_told_when_they_were_set_and_nothing_else() -> None:
    store = open_store("tea")
    secrets.set_access(store, {"token": TOKEN})

    page = asks(TEA).text

    assert "Proves its messages" in page
    assert "Opens its API" in page
    assert "none is set" not in page
    assert TOKEN not in page
    assert WEBHOOK_SECRET not in page


def test_a_store_without_secrets_says_so() -> None:
    stores.put(open_store("tea"))
    for name in ("webhook", "access"):
        secret = f"commissions-test/stores/shopify/tea/{name}"
        if name == "webhook":
            boto3.client("secretsmanager").delete_secret(SecretId=secret)

    assert asks(TEA).text.count("none is set") == 2


def test_its_webhooks_are_shown_as_they_were_found() -> None:
    open_store("tea")
    connections.connect("tea", URL, now=ago(days=1))
    found: subscriptions.Subscriptions = SubscriptionDiff(missing=("refunds/create",))
    subscriptions.note("tea", found, ago(minutes=5))

    page = asks(TEA).text

    assert "refunds/create" in page
    assert "missing" in page


def test_why_they_could_not_be_looked_at_is_told_until_they_are() -> None:
    open_store("tea")
    connections.connect("tea", URL, now=ago(days=1))
    connections.note_failed_check("tea", now=ago(minutes=1), why="401: the key is not good")

    assert "the key is not good" in asks(TEA).text
    connections.note_check("tea", now=ago(), wrong=0)
    assert "the key is not good" not in asks(TEA).text


def test_what_was_refused_of_it_is_told() -> None:
    open_store("tea")
    refusals.note("tea", "recipient", ago(minutes=3), named="coffee.myshopify.com")

    page = asks(TEA).text

    assert "As of another shop" in page
    assert "coffee.myshopify.com" in page


def test_an_unknown_store_is_not_there() -> None:
    for path in (f"{PATH}/nowhere", f"{PATH}/nowhere/ask", "/console/looks/stores/nowhere"):
        assert asks(path).status == 404


def test_the_page_asks_by_itself_and_is_told_only_what_is_new() -> None:
    open_store("tea")
    look = asks(TEA).text.partition('id="store" class="stack" hx-get="')[2].partition('"')[0]

    assert asks(look).status == 204
    connections.note_check("tea", now=ago(), wrong=0)
    assert asks(look, headers={"hx-request": "true"}).status == 200


def test_a_message_that_came_in_shows_by_which_secret_it_was_proven() -> None:
    open_store("tea")
    shopify("orders_paid")

    page = asks(TEA).text

    assert "no secret of ours" not in page
