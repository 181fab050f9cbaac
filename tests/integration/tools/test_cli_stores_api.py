"""The commands about a store's API, as people type them."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from commissions.application.sync import signing, store_access
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws import secrets
from commissions.clients import Unavailable
from commissions.domain.stores.refusals import RECIPIENT, SIGNATURE
from commissions.tables import connections, last_messages, ledger, parked, refusals, stores
from tests.support.in_memory_store import ACCESS, InMemoryStore, an_in_memory_store
from tests.support.pipeline_driver import (
    WEBHOOK_SECRET,
    Published,
    a_company,
    open_store,
    run,
    value,
)
from tools import stack
from tools.cli.main import app
from tools.stack import ENVIRONMENT, Stack

URL = "https://api.example.com/webhooks/shop/tea"
SINCE = f"{datetime.now(UTC) - timedelta(days=9):%Y-%m-%d}"


@pytest.fixture
def shop(aws: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemoryStore]:
    """A store on a stack whose parts are those of moto, found where `commissions up` says."""
    before = dict(os.environ)
    here = Stack(
        name="test",
        region="eu-west-1",
        api_url="https://api.example.com",
        resources={logical: os.environ[name] for name, logical in ENVIRONMENT.items()},
        parameters={"Stage": "test"},
    )
    (tmp_path / "stack.json").write_text(json.dumps({"stack": here.as_json()}))
    monkeypatch.setattr(stack, "STATE", tmp_path / "stack.json")
    monkeypatch.setitem(store_access.ACCESS_PARTS, "shop", (("token",),))
    a_company()
    value("TEA")
    yield an_in_memory_store(monkeypatch)
    os.environ.clear()
    os.environ.update(before)


def commissions(*words: str, **more: Any) -> Result:
    return CliRunner().invoke(app, list(words), **more)


def told(*words: str, exit_code: int = 0) -> Any:
    result = commissions(*words, "--json")
    assert result.exit_code == exit_code, result.stderr
    return json.loads(result.stdout)


def test_a_store_is_connected_and_checked(shop: InMemoryStore) -> None:
    connected = told("store", "connect", "tea")
    checked = told("store", "check")

    assert (connected["found"]["missing"], connected["now"]["wrong"]) == (["order", "product"], 0)
    assert [each["url"] for each in checked["stores"]["tea"]["fine"]] == [URL, URL]


def test_a_check_that_finds_something_wrong_fails_and_can_put_it_right(shop: InMemoryStore) -> None:
    told("store", "connect", "tea")
    shop.hooks.clear()
    wrong = told("store", "check", "tea", exit_code=1)
    right = told("store", "check", "tea", "--repair")

    assert (wrong["stores"]["tea"]["wrong"], right["stores"]["tea"]["wrong"]) == (2, 0)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["connect", "tea", "--url", "api.example.com"], "--url https://"),
        (["connect", "nowhere"], "There is no store 'nowhere'."),
        (["connect", "api"], "api is closed, or has no API that could be asked."),
        (["check", "tea"], "`commissions store connect tea`"),
        (["access", "tea", "--set", "key=abc"], "A shop store is opened with token."),
        (["access", "tea", "--json"], "--set NAME=VALUE or COMMISSIONS_ACCESS"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(
    shop: InMemoryStore, words: list[str], says: str
) -> None:
    open_store("api", platform="orders")
    result = commissions("store", *words)

    assert result.exit_code in (1, 2)
    assert says in result.stderr + result.stdout


def test_access_that_is_set_lets_go_on_what_waited_for_it(
    shop: InMemoryStore, published: Published
) -> None:
    secrets.set_access(stores.get("tea"), {})
    shop.place("1")
    request_fetch("shop/tea/1", shop.clock, "a test")
    run(published)
    answer = told("store", "access", "tea", "--set", f"token={ACCESS['token']}")
    run(published)

    assert answer == {"store_id": "tea", "access": ["token"], "released": 1}
    assert (list(parked.all_entries()), bool(ledger.read("shop/tea/1").journals)) == ([], True)


def test_access_is_asked_for_unseen(shop: InMemoryStore) -> None:
    result = commissions("store", "access", "tea", input="a-new-token\n")

    assert (result.exit_code, "a-new-token" in result.stdout) == (0, False)
    assert secrets.access(stores.get("tea")) == {"token": "a-new-token"}


def test_a_store_shows_where_it_sends_to_and_how_far_it_was_asked(shop: InMemoryStore) -> None:
    told("store", "connect", "tea")
    answer = told("store", "show", "tea")

    assert (answer["connected_to"], answer["api_access"]) == (URL, ["token"])
    assert answer["ours_since"].startswith(f"{datetime.now(UTC):%Y-}")
    assert answer["changed_read_until"] == answer["webhooks_checked"] == ""
    assert URL in commissions("store", "show", "tea").stdout


def test_a_backfill_tells_what_it_brought(shop: InMemoryStore, published: Published) -> None:
    for number in range(3):
        shop.place(str(number), ago=timedelta(days=8))
    answers = [told("backfill", "--store", "tea", "--since", SINCE)]
    run(published)
    answers.append(told("backfill", "--store", "tea", "--since", SINCE))

    assert [(each["read"], each["new"], each["known"]) for each in answers] == [
        (3, 3, 0),
        (3, 0, 3),
    ]


def test_a_backfill_that_stops_says_how_it_goes_on(shop: InMemoryStore) -> None:
    for number in range(3):
        shop.place(str(number), ago=timedelta(days=8))
    shop.fails = [None, Unavailable("GET /orders: 503")]
    stopped = commissions("backfill", "--store", "tea", "--since", SINCE)
    on = commissions("backfill", "--store", "tea", "--since", SINCE)

    assert (stopped.exit_code, "503" in stopped.stderr) == (1, True)
    assert (on.exit_code, "Went on from where it was stopped" in on.stdout) == (0, True)


def test_a_backfill_that_a_person_stops_goes_on_too(shop: InMemoryStore) -> None:
    for number in range(3):
        shop.place(str(number), ago=timedelta(days=8))
    shop.fails = [None, KeyboardInterrupt()]
    stopped = commissions("backfill", "--store", "tea", "--since", SINCE)
    on = told("backfill", "--store", "tea", "--since", SINCE)

    assert (stopped.exit_code, "Stopped after 2 orders." in stopped.stderr) == (1, True)
    assert (on["read"], on["went_on"]) == (1, True)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(signing, "sleep", found.append)
    return found


def test_a_webhook_secret_is_rotated_in_the_store_too(
    shop: InMemoryStore, slept: list[float]
) -> None:
    told("store", "connect", "tea")
    shown = commissions("store", "secret", "tea", "--value", "a-brand-new-secret")
    again = told("store", "secret", "tea", "--value", "a-brand-new-secret")
    checked = told("store", "check", "tea")["stores"]["tea"]

    assert shown.exit_code == 0
    assert "2 webhooks of the store got it." in shown.stdout
    assert "good for 24 h more" in shown.stdout
    assert (again["webhooks_given"], again["failed"]) == (0, "")
    assert {each["signed_with"] for each in checked["fine"]} == {again["version"]}
    assert {shop.secrets[each.subscription_id] for each in shop.hooks} == {"a-brand-new-secret"}
    assert "brand-new" not in shown.stdout + json.dumps([again, checked])


def test_of_a_stores_first_secret_nothing_is_said_of_one_before(shop: InMemoryStore) -> None:
    stores.put(replace(stores.get("tea"), store_id="cocoa", platform="woocommerce"))
    first = commissions("store", "secret", "cocoa", "--value", "a-brand-new-secret")
    again = commissions("store", "secret", "cocoa", "--value", "a-brand-new-secret")
    other = commissions("store", "secret", "cocoa", "--value", "another-new-secret")

    assert [each.exit_code for each in (first, again, other)] == [0, 0, 0]
    assert "the one before" not in first.stdout + again.stdout
    assert "the one before it is good for 24 h more" in " ".join(other.stdout.split())


def test_where_the_store_cannot_be_given_it_the_command_fails_and_says_until_when(
    shop: InMemoryStore, slept: list[float]
) -> None:
    told("store", "connect", "tea")
    shop.fails = [Unavailable("GET /webhooks: 503")]
    kept = commissions("store", "secret", "tea", "--value", "a-brand-new-secret")
    shop.fails = [Unavailable("GET /webhooks: 503")]
    ended = commissions("store", "secret", "tea", "--value", "another-new-secret", "--keep-hours=0")

    said = [" ".join(each.stdout.split()) for each in (kept, ended)]
    assert (kept.exit_code, ended.exit_code) == (1, 1)
    assert "GET /webhooks: 503" in said[0]
    assert "which is good for 24 h more" in said[0]
    assert "good no more: what they tell is refused now" in said[1]


def test_a_check_says_which_webhook_signs_with_what(shop: InMemoryStore) -> None:
    told("store", "connect", "tea")
    fine = commissions("store", "check", "tea")
    secrets.set_secret(stores.get("tea"), "a-brand-new-secret")
    former = commissions("store", "check", "tea")
    connections.note_signed("tea", {}, gone=[each.subscription_id for each in shop.hooks])
    unknown = commissions("store", "check", "tea")

    version = secrets.current(stores.get("tea")).version(WEBHOOK_SECRET)
    assert f"signed with {version}" in fine.stdout
    assert (former.exit_code, unknown.exit_code) == (1, 1)
    assert f"signed with {version}, not" in former.stdout
    assert "signed with an unknown secret" in unknown.stdout


def test_connecting_says_which_webhooks_got_another_secret(
    shop: InMemoryStore, slept: list[float]
) -> None:
    told("store", "connect", "tea")
    secrets.set_secret(stores.get("tea"), "a-brand-new-secret")
    result = commissions("store", "connect", "tea")

    assert "0 made, 2 given the secret that is set, 0 removed, 0 were there" in result.stdout


def test_a_store_shows_what_was_refused_and_which_secret_was_heard_last(
    shop: InMemoryStore,
) -> None:
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    last_messages.note("tea", at, "3fa29b1c")
    refusals.note("tea", RECIPIENT, at, "other.example")
    answer = told("store", "show", "tea")
    shown = commissions("store", "show", "tea").stdout

    assert answer["last_message_signed_with"] == "3fa29b1c"
    assert answer["refused"] == {
        "signature": None,
        "recipient": {"count": 1, "last_at": "2026-11-20T12:00:00Z", "named": "other.example"},
    }
    assert answer["webhook_secrets"] == [secrets.current(stores.get("tea")).version(WEBHOOK_SECRET)]
    assert "they name other.example" in " ".join(shown.split())


def test_health_tells_a_wrong_address_from_a_wrong_signature(shop: InMemoryStore) -> None:
    now = datetime.now(UTC)
    refusals.note("tea", RECIPIENT, now, "other.example")
    refusals.note("tea", SIGNATURE, now)
    found = {
        each["says"]: each["advice"]
        for each in json.loads(commissions("health", "--json").stdout)["findings"]
        if each["what"] == "messages to tea"
    }
    signature, address = found

    assert "other.example" in address
    assert "stores.yaml" in found[address]
    assert "wrong signature" in signature
    assert "commissions store secret tea" in found[signature]
