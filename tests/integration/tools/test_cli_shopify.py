"""The commands about a Shopify shop with an app of the Dev Dashboard, as people type them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from commissions.application.sync import connection
from commissions.aws import secrets
from commissions.domain.stores.access_token import credentials_of
from commissions.tables import stores
from tests.support.pipeline_driver import open_store
from tools import stack
from tools.cli.main import app
from tools.fake_store.server import FakeStore
from tools.fake_store.shop import Shop
from tools.fake_store.shopify.schema import SDL
from tools.stack import ENVIRONMENT, Stack

pytestmark = pytest.mark.enable_socket
APP = {"client_id": "0123456789abcdef", "client_secret": "shpss_fedcba9876543210"}
SET = [word for name, value in APP.items() for word in ("--set", f"{name}={value}")]


@pytest.fixture
def shop(aws: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
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
    monkeypatch.setattr(connection, "PRIVATE_STORES", ("127.0.0.1",))
    with FakeStore(seed=3) as fake:
        opened = fake.open_shop("tea", "shopify", access=dict(APP), domain="tea.myshopify.com")
        open_store(api_url=opened.base_url, domain="tea.myshopify.com")
        yield opened
    os.environ.clear()
    os.environ.update(before)


def commissions(*words: str, **more: Any) -> Result:
    return CliRunner().invoke(app, list(words), **more)


def told(*words: str, exit_code: int = 0) -> Any:
    result = commissions(*words, "--json")
    assert result.exit_code == exit_code, result.stderr
    return json.loads(result.stdout)


def access() -> dict[str, str]:
    return secrets.access_now(stores.get("tea"))


def test_id_and_secret_are_all_that_a_shop_needs_to_be_connected(shop: Shop) -> None:
    said = commissions("store", "access", "tea", *SET)
    connected = told("store", "connect", "tea")
    shown = told("store", "show", "tea")

    assert said.exit_code == 0, said.stderr
    assert "signs the app's webhooks too" in said.stdout
    assert connected["now"]["wrong"] == 0
    assert {hook.url for hook in shop.hooks} == {"https://api.example.com/webhooks/shopify/tea"}
    assert shown["api_access"] == ["client_id", "client_secret"]
    assert shown["api_token_until"]
    assert not any(value in f"{said.stdout}{shown}" for value in APP.values())


def test_of_another_secret_it_is_said_until_when_the_former_one_has_to_be_revoked(
    shop: Shop,
) -> None:
    changed = commissions("store", "access", "tea", *SET)
    again = commissions("store", "access", "tea", *SET)

    assert (changed.exit_code, again.exit_code) == (0, 0)
    assert "good for 24 h more" in changed.stdout
    assert "revoke the former one in the Dev Dashboard" in " ".join(changed.stdout.split())
    assert "revoke" not in again.stdout


def test_id_and_secret_are_asked_for_unseen(shop: Shop) -> None:
    result = commissions(
        "store", "access", "tea", input="{client_id}\n{client_secret}\n".format(**APP)
    )

    assert result.exit_code == 0, result.stderr
    assert not any(value in result.stdout for value in APP.values())
    assert access() == APP


def test_a_wrong_secret_says_so_and_the_right_one_works_at_once(shop: Shop) -> None:
    told(
        "store",
        "access",
        "tea",
        "--set",
        f"client_id={APP['client_id']}",
        "--set",
        "client_secret=wrong-wrong-wrong",
    )
    refused = commissions("store", "connect", "tea")
    told("store", "access", "tea", *SET)

    assert (refused.exit_code, "the client secret is not the app's" in refused.stderr) == (1, True)
    assert told("store", "connect", "tea")["now"]["wrong"] == 0
    assert credentials_of(access()) == APP


def test_half_of_it_is_refused_and_nothing_is_changed(shop: Shop) -> None:
    told("store", "access", "tea", *SET)
    result = commissions("store", "access", "tea", *SET[:2])

    assert result.exit_code == 2
    assert "opened with client_id and client_secret, or token" in result.stderr
    assert access() == APP


def test_the_schema_is_checked_by_name_and_needs_no_webhooks(shop: Shop) -> None:
    told("store", "access", "tea", *SET)
    fine = told("store", "check", "tea", "--schema")

    assert fine["stores"]["tea"]["findings"] == []
    assert fine["stores"]["tea"]["operations"] > 15


def test_a_field_that_is_gone_fails_the_check_and_one_that_may_go_does_not(shop: Shop) -> None:
    told("store", "access", "tea", *SET)
    shop.extra["schema"] = SDL.replace("uri: String!", 'uri: String! @deprecated(reason: "x")')
    going = told("store", "check", "tea", "--schema")
    shop.extra["schema"] = SDL.replace("  totalOutstandingSet: MoneyBag!\n", "")
    gone = told("store", "check", "tea", "--schema", exit_code=1)
    read = commissions("store", "check", "tea", "--schema")

    assert [each["kind"] for each in going["stores"]["tea"]["findings"]] == ["deprecated"]
    [finding] = gone["stores"]["tea"]["findings"]
    assert (finding["kind"], finding["operations"]) == ("breaks", ["OneOrder", "SomeOrders"])
    assert "totalOutstandingSet" in " ".join(read.stdout.split())


def test_of_all_stores_those_that_are_connected_are_checked(shop: Shop) -> None:
    none = commissions("store", "check", "--schema")
    told("store", "access", "tea", *SET)
    told("store", "connect", "tea")

    assert (none.exit_code, "No connected store has a schema" in none.stdout) == (0, True)
    assert list(told("store", "check", "--schema")["stores"]) == ["tea"]


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (["tea", "--schema", "--repair"], "takes another release", 2),
        (["cups", "--schema"], "the API of bigcommerce has no schema", 1),
        (["nowhere", "--schema"], "There is no store 'nowhere'.", 1),
        (["tea", "--schema"], "no access to the API of tea is stored", 1),
    ],
)
def test_what_cannot_be_checked_says_why(
    shop: Shop, words: list[str], says: str, code: int
) -> None:
    cups = open_store("cups", platform="bigcommerce", domain="abcde12345")
    secrets.set_access(cups, {"token": "a-token-of-the-tests"})
    result = commissions("store", "check", *words)

    assert result.exit_code == code
    assert says.lower() in " ".join((result.stderr + result.stdout).split()).lower()
