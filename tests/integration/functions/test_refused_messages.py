"""What is refused at the edge is counted by its reason, and shown with what the sender names."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from commissions.application.queries import refused_messages
from commissions.aws import cache
from commissions.domain.stores.refusals import RECIPIENT, SIGNATURE
from commissions.tables import last_messages, refusals, stores
from commissions.tables.refusals import Refused
from functions.care import sweep
from functions.ingest import bigcommerce, magento, orders, woocommerce
from tests.support.lambdas import a_context, http_event
from tests.support.pipeline_driver import WEBHOOK_SECRET, a_company, open_store, shopify
from tests.support.samples import webhook_sample
from tests.unit.platforms.bigcommerce_builders import signed as signed_hook
from tools.cli.signing import signed

OURS, OTHER = "harbour-tea.myshopify.com", "other.myshopify.com"


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(domain=OURS)


def send(shop: str, secret: str = WEBHOOK_SECRET) -> int:
    return shopify("orders_paid", secret=secret, **{"X-Shopify-Shop-Domain": shop}).status


def refused(store_id: str = "tea") -> dict[str, tuple[int, str]]:
    found = refusals.of_store(store_id)
    return {reason: (each.count, each.named) for reason, each in found.items()}


def counted(capsys: pytest.CaptureFixture[str], name: str) -> float:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return sum(sum(line.get(name, [])) for line in lines)


def test_a_message_of_another_shop_is_no_wrong_signature(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert send(OTHER) == 401

    assert refused() == {RECIPIENT: (1, OTHER)}
    written = capsys.readouterr().out
    assert "WrongRecipients" in written
    assert "SignatureFailures" not in written


def test_a_wrong_signature_is_one_whatever_shop_it_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A stranger neither makes a store look misnamed, nor has a name of theirs shown."""
    assert send(OTHER, "a-secret-of-somebody-else") == 401

    assert refused() == {SIGNATURE: (1, "")}
    assert counted(capsys, "SignatureFailures") == 1


def test_what_is_accepted_is_not_refused() -> None:
    assert send(OURS) == 200
    assert refused() == {}


def test_a_copy_of_a_woocommerce_shop_is_told_apart() -> None:
    store = open_store("cafe", platform="woocommerce", domain="cafe.example")
    sent = signed(store, "order.updated", b'{"id": 1}', WEBHOOK_SECRET)
    headers = sent.headers | {"x-wc-webhook-source": "https://staging.cafe.example/"}
    event = http_event(sent.body, headers, store_id="cafe")

    assert woocommerce.handler(event, a_context())["statusCode"] == 401
    assert refused("cafe") == {RECIPIENT: (1, "https://staging.cafe.example/")}


def test_a_hook_of_another_bigcommerce_store_is_told_apart() -> None:
    open_store("harbour", platform="bigcommerce", domain="harbour2")
    body = webhook_sample("bigcommerce/order_updated")
    now = str(int(datetime.now(UTC).timestamp()))
    headers = signed_hook(body, key=WEBHOOK_SECRET.encode(), sent=now)
    event = http_event(body, headers, store_id="harbour")

    assert bigcommerce.handler(event, a_context())["statusCode"] == 401
    assert refused("harbour") == {RECIPIENT: (1, "stores/harbour1")}


def test_a_magento_message_that_came_another_way_is_told_apart() -> None:
    store = open_store("pro", platform="magento", channel="mageos")
    headers = {"x-commissions-token": WEBHOOK_SECRET, "content-type": "application/json"}
    event = http_event(b"{}", headers, store_id=store.store_id)

    assert magento.handler(event, a_context())["statusCode"] == 401
    assert refused("pro") == {RECIPIENT: (1, "template")}


def test_a_wrong_key_of_the_order_api_is_counted_for_its_store() -> None:
    open_store("b2b", platform="orders")
    event = http_event(b"{}", {"x-api-key": "b2b.a-key-that-is-not-theirs"})

    assert orders.handler(event, a_context())["statusCode"] == 401
    assert refused("b2b") == {SIGNATURE: (1, "")}


def test_a_flood_is_counted_and_hardly_written(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(cache, "monotonic", lambda: clock[0])
    for _ in range(5):
        send(OURS, "a-secret-of-somebody-else")
    assert refused() == {SIGNATURE: (1, "")}

    clock[0] += refusals.NOTED_SECONDS
    send(OURS, "a-secret-of-somebody-else")

    assert refused() == {SIGNATURE: (6, "")}


def test_what_cannot_be_noted_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ClientError({"Error": {"Code": "InternalServerError"}}, "UpdateItem")

    monkeypatch.setattr(refusals, "note", failing)

    assert send(OTHER) == 401


def test_a_name_that_could_be_anything_is_not_shown() -> None:
    assert send("x" * 201) == send("two words") == 401
    assert {named for _, named in refused().values()} == {""}


def test_the_alarm_on_misaddressed_stores_hears_of_it_for_an_hour(
    capsys: pytest.CaptureFixture[str],
) -> None:
    send(OTHER)
    capsys.readouterr()
    sweep.handler({}, a_context())
    assert counted(capsys, "MisaddressedStores") == 1

    last = refusals.of_store("tea")[RECIPIENT].last_at
    assert refusals.is_misaddressed("tea", last + refusals.RECENT)
    assert not refusals.is_misaddressed("tea", last + refusals.RECENT + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("reason", "age", "accepted", "well"),
    [
        (RECIPIENT, 3600, True, False),
        (RECIPIENT, 3601, True, True),
        (SIGNATURE, 3600, False, False),
        (SIGNATURE, 3600, True, True),
        (SIGNATURE, 3601, False, True),
    ],
)
def test_the_health_of_a_store_whose_messages_are_refused(
    reason: str, age: int, accepted: bool, well: bool
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    at = now - timedelta(seconds=age)
    last_messages.note("tea", at + timedelta(seconds=1 if accepted else -1))
    refusals.note("tea", reason, at)

    [found] = refused_messages.health([stores.get("tea")], now)

    assert (found.last_age, found.is_well) == (age, well)


def test_a_store_is_well_with_the_first_message_that_is_accepted_after_one_was_refused() -> None:
    """Seen at a shop whose webhook had been given another secret: it was mended, and called ill
    for as long as a process takes to note once more that the store speaks."""
    assert send(OURS) == 200
    assert send(OURS, "a-secret-of-somebody-else") == 401
    [ill] = refused_messages.health([stores.get("tea")], datetime.now(UTC))
    assert send(OURS) == 200
    [mended] = refused_messages.health([stores.get("tea")], datetime.now(UTC))

    assert (ill.is_well, mended.is_well) == (False, True)


def test_what_was_refused_long_ago_is_nobodys_worry() -> None:
    now = datetime.now(UTC)
    refusals.note("tea", SIGNATURE, now - timedelta(hours=25))

    assert list(refused_messages.health([stores.get("tea")], now)) == []
    assert refusals.of_store("tea") == {SIGNATURE: Refused(1, now - timedelta(hours=25))}
