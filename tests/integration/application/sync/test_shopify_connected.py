"""A Shopify shop whose app has tokens of a day, polled over its own API."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest

from commissions.application.queries import health, stores
from commissions.application.sync import api_versions as watching
from commissions.application.sync import store_access, store_schema
from commissions.application.sync.connection import client_for
from commissions.application.sync.poll import poll
from commissions.application.sync.store_schema import WithoutSchema
from commissions.application.sync.store_secrets import signing_secret
from commissions.aws import cache, secrets
from commissions.aws.telemetry import metrics
from commissions.clients import AccessDenied
from commissions.domain.stores.access_token import token_of
from commissions.domain.stores.store import Store
from commissions.tables import api_versions, ledger
from functions.sync import check
from tests.support.lambdas import a_context
from tests.support.pipeline_driver import Published, a_company, open_store, run, value
from tools import schema_check
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.shopify.access import issued

pytestmark = pytest.mark.enable_socket
APP = {"client_id": "0123456789abcdef", "client_secret": "shpss_fedcba9876543210"}
TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Connected:
    fake: FakeStore
    shop: Shop
    store: Store

    def polled(self) -> None:
        """As a new process does it."""
        cache.forget_all()
        poll({"store_id": "tea", "look": "changed"}, lambda: True)

    def exchanges(self) -> int:
        return sum("oauth" in call.path for call in self.fake.calls)


@pytest.fixture
def connected(aws: None) -> Iterator[Connected]:
    boto3.client("sqs").create_queue(QueueName="poll")
    a_company()
    value("SHAKE-VANILLA")
    with FakeStore(seed=3) as fake:
        shop = fake.open_shop("tea", "shopify", access=dict(APP), domain="tea.myshopify.com")
        shop.add_product("Shake", [("SHAKE-VANILLA", 4500)])
        store = open_store(api_url=shop.base_url, domain="tea.myshopify.com")
        store_access.set_access("tea", APP)
        yield Connected(fake, shop, store)
    metrics.clear_metrics()


def counted(*names: str) -> list[float]:
    return [sum(metrics.metric_set[name]["Value"]) for name in names]


def test_orders_come_by_a_token_that_was_exchanged_for(
    connected: Connected, published: Published
) -> None:
    order = connected.shop.place(paid=True)
    connected.polled()
    connected.polled()
    run(published)

    assert ledger.read(f"shopify/tea/{order.order_id}").journals
    assert connected.exchanges() == 1


def test_a_token_that_the_shop_ended_is_replaced_without_anybody_noticing(
    connected: Connected, published: Published
) -> None:
    connected.polled()
    issued(connected.shop).clear()
    order = connected.shop.place(paid=True)
    connected.polled()
    run(published)

    assert ledger.read(f"shopify/tea/{order.order_id}").journals
    assert connected.exchanges() == 2


def test_an_app_that_was_taken_away_is_asked_for_no_token_again_and_again(
    connected: Connected,
) -> None:
    connected.polled()
    issued(connected.shop).clear()
    connected.shop.extra["app_installed"] = False
    for _ in range(5):
        cache.forget_all()
        with pytest.raises(AccessDenied, match="app_not_installed"):
            client_for(connected.store).now()

    assert connected.exchanges() == 2


def test_the_client_secret_proves_the_webhooks_too(connected: Connected) -> None:
    assert signing_secret(connected.store) == APP["client_secret"]


def test_a_client_secret_that_is_too_short_changes_nothing(connected: Connected) -> None:
    with pytest.raises(secrets.TooShort):
        store_access.set_access("tea", {"client_id": "an-app", "client_secret": "short"})

    assert secrets.access_now(connected.store) == APP
    assert signing_secret(connected.store) == APP["client_secret"]


def test_a_token_that_lasts_goes_on_to_work(connected: Connected) -> None:
    connected.shop.access = {"token": "shpat_of-the-tests"}
    store_access.set_access("tea", {"token": "shpat_of-the-tests"})
    connected.polled()

    assert connected.exchanges() == 0
    assert secrets.access_now(connected.store) == {"token": "shpat_of-the-tests"}
    assert {call.status for call in connected.fake.calls} == {200}


def test_a_store_shows_what_it_is_opened_with_and_until_when_and_no_secret(
    connected: Connected,
) -> None:
    connected.polled()
    found = stores.profile("tea")
    token = token_of(secrets.access_now(connected.store))

    assert token
    assert (found.access_parts, found.token_until) == (("client_id", "client_secret"), token.until)
    assert found.api_version
    assert found.api_version.answered == "2026-10"
    assert not any(each in f"{found}" for each in (token.value, APP["client_secret"]))


def test_a_poll_notes_by_which_version_it_was_answered(connected: Connected) -> None:
    connected.polled()

    seen = api_versions.get("tea")
    assert seen
    assert (seen.asked, seen.answered, seen.ends_on) == ("2026-10", "2026-10", date(2027, 10, 1))
    assert seen.is_well(TODAY.date())


def test_a_poll_that_fails_by_another_version_says_so(connected: Connected) -> None:
    """The shop fell forward, and has no longer what we ask for."""
    connected.shop.extra |= {"oldest_version": "2027-01", "schema": "type Query { none: String }"}
    connected.polled()

    seen = api_versions.get("tea")
    assert seen
    assert (seen.answered, seen.is_another) == ("2027-01", True)


@pytest.mark.parametrize(
    ("extra", "now", "told"),
    [
        ({}, TODAY, [0, 0]),
        ({}, datetime(2027, 7, 3, tzinfo=UTC), [1, 0]),
        ({"oldest_version": "2027-01"}, TODAY, [0, 1]),
        ({"deprecated": "Order.fees"}, None, [1, 0]),
    ],
)
def test_each_hour_the_versions_are_counted_that_have_to_be_changed(
    connected: Connected, extra: dict[str, str], now: datetime | None, told: list[int]
) -> None:
    connected.shop.extra |= extra
    connected.polled()
    watching.watch_versions(now=now or connected.shop.clock())

    assert counted("ApiVersionsEnding", "ApiVersionsOther") == told


def test_the_hourly_function_counts_them(
    connected: Connected, capsys: pytest.CaptureFixture[str]
) -> None:
    connected.shop.extra["oldest_version"] = "2027-01"
    connected.polled()
    capsys.readouterr()
    check.handler({}, a_context())

    assert '"ApiVersionsOther":[1.0]' in capsys.readouterr().out.replace(" ", "")


@pytest.mark.parametrize(
    ("extra", "days", "well"),
    [({}, 0, True), ({"oldest_version": "2027-01"}, 0, False), ({}, 400, False)],
)
def test_health_says_so(connected: Connected, extra: dict[str, str], days: int, well: bool) -> None:
    connected.shop.extra |= extra
    connected.polled()
    [found] = health.check({}, now=TODAY + timedelta(days=days)).stores

    assert found.api_version_holds is well
    assert (found.is_well or not well) is True


def test_a_shops_schema_is_read_and_has_all_that_we_ask(connected: Connected) -> None:
    found = store_schema.read_schemas("tea")

    assert schema_check.check(found["tea"]) == ()


def test_a_store_without_a_schema_is_refused_by_name(connected: Connected) -> None:
    cups = open_store("cups", platform="bigcommerce", domain="abcde12345")
    secrets.set_access(cups, {"token": "a-token-of-the-tests"})

    with pytest.raises(WithoutSchema, match="bigcommerce has no schema"):
        store_schema.read_schemas("cups")
    assert store_schema.read_schemas() == {}
