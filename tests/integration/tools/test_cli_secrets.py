"""`commissions secrets migrate`, as people type it."""

import json
from pathlib import Path

import boto3
import pytest

from commissions.domain.stores.store import Store
from commissions.tables import stores
from tests.support.command import commissions, told
from tools import stack

pytestmark = pytest.mark.usefixtures("reachable")
NOW = "commissions-test/stores/shopify/"


def given(store_id: str, **more: str) -> None:
    """A store whose secrets lie where they lay before."""
    stores.put(Store(store_id, "shopify", "retail_channel", "USD", "demo"))
    document = {
        "webhook": [{"value": f"the-webhook-secret-of-{store_id}", "until": None}],
        "api_keys": [],
        "customer_key": "ab" * 32,
        "access": {"token": f"a-token-of-{store_id}"},
    }
    boto3.client("secretsmanager").create_secret(
        Name=f"commissions/test/stores/{store_id}", SecretString=json.dumps(document | more)
    )


def names() -> list[str]:
    """Of the stores' secrets."""
    listed = boto3.client("secretsmanager").list_secrets()["SecretList"]
    return sorted(each["Name"] for each in listed if "/stores/" in each["Name"])


def test_it_says_what_it_would_do_and_does_nothing() -> None:
    given("tea")
    shown = commissions("secrets", "migrate")
    answer = told("secrets", "migrate")

    assert "--apply does it" in shown.stdout
    assert names() == ["commissions/test/stores/tea"]
    assert answer == {
        "applied": False,
        "stores": [
            {
                "store_id": "tea",
                "from": "commissions/test/stores/tea",
                "to": [f"{NOW}tea/webhook", f"{NOW}tea/access"],
                "there_already": [],
                "failed": "",
            }
        ],
    }


def test_with_apply_it_moves_all_and_told_again_finds_none() -> None:
    given("tea")
    given("tea-eu")
    told("secrets", "migrate", "--apply")

    assert names() == [
        f"{NOW}{each}" for each in ("tea-eu/access", "tea-eu/webhook", "tea/access", "tea/webhook")
    ]
    assert told("secrets", "migrate", "--apply")["stores"] == []
    assert "No store's secrets" in commissions("secrets", "migrate").stdout


def test_one_that_cannot_be_moved_holds_up_no_other_and_says_what_to_do() -> None:
    given("tea")
    given("tea-eu")
    boto3.client("secretsmanager").create_secret(
        Name=f"{NOW}tea/webhook", SecretString=json.dumps({"customer_key": "cd" * 32})
    )
    result = commissions("secrets", "migrate", "--apply")

    assert result.exit_code == 1
    assert "by hand" in result.stdout
    assert f"{NOW}tea-eu/webhook" in names()
    assert "commissions/test/stores/tea" in names()


def test_until_it_is_moved_health_and_the_store_say_so() -> None:
    given("tea")

    assert "lie under their names of before" in commissions("health").stdout
    assert told("store", "show", "tea")["secrets_to_move_from"] == "commissions/test/stores/tea"
    told("secrets", "migrate", "--apply")
    assert "secrets_to_move_from" not in told("store", "show", "tea")
    assert told("health")["well"]


def test_no_secret_is_printed() -> None:
    given("tea")
    printed = (
        commissions("secrets", "migrate", "--apply").stdout
        + commissions("store", "show", "tea", "--json").stdout
    )

    assert "secret-of-tea" not in printed
    assert "token-of-tea" not in printed


def test_a_stack_of_an_earlier_release_is_deployed_first() -> None:
    """Its functions would look in vain for what was moved."""
    given("tea")
    state = json.loads(Path(stack.STATE).read_text())
    del state["stack"]["parameters"]["ReadFormerSecrets"]
    Path(stack.STATE).write_text(json.dumps(state))
    result = commissions("secrets", "migrate", "--apply")

    assert result.exit_code == 1
    assert "deploy" in result.stderr
    assert names() == ["commissions/test/stores/tea"]
