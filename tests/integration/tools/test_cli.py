"""The commands as people type them, on the tables that the template declares."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from commissions.tables import inbox, parked
from tests.support.command import commissions, told
from tests.support.pipeline_driver import (
    TEA_ORDER,
    a_company,
    changed,
    project,
    run,
    shopify,
    value,
)
from tests.support.samples import webhook_sample
from tests.support.template import written
from tools import stack

Published = Callable[[], list[dict[str, Any]]]
DEMO = Path(__file__).parents[3] / "company"


pytestmark = pytest.mark.usefixtures("reachable")


@pytest.fixture
def sold(published: Published) -> None:
    """The sample order of store `tea`, all the way to the statements."""
    a_company()
    shopify("orders_paid")
    run(published)
    project(TEA_ORDER)


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("name", [TEA_ORDER, "tea/5501000001001", "5501000001001"])
def test_an_order_tells_its_whole_story_by_any_of_its_names(name: str) -> None:
    answer = told("order", name)

    assert [each["topic"] for each in answer["webhooks"]] == ["orders/paid"]
    assert {each["kind"] for each in answer["facts"]} == {"order", "lock", "match"}
    assert [(each["earner"], each["stands"]) for each in answer["awards"]] == [
        ("cara", 1200),
        ("cara", 600),
        ("bob", 300),
    ]
    assert "Order shopify/tea/5501000001001  paid" in commissions("order", name).stdout


@pytest.mark.usefixtures("sold")
def test_a_line_is_explained_with_the_upline_as_of_the_sale() -> None:
    answer = told("explain", f"{TEA_ORDER}/1/0")

    assert all(check["holds"] for check in answer["checks"])
    assert any("cara (active, associate) < bob" in each for each in answer["reasons"]["the level"])


@pytest.mark.usefixtures("sold")
def test_a_statement_is_what_the_ledger_says() -> None:
    answer = told("statement", "cara")

    amounts = [line["amount"] for line in answer["lines"] if line["kind"] == "commission"]
    assert amounts == [1200, 600]
    assert answer["balances"]["total"]["payable USD"] == 1800


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["order", "999"], "No order 999 here."),
        (["explain", "999/1/0"], "No order 999 here."),
        (["statement", "zoe"], "No distributor zoe here."),
        (["release", "999"], "Nothing of 999 is parked."),
        (["replay", "nothing"], "Nothing in the inbox is called nothing"),
        (["store", "show", "nowhere"], "There is no store 'nowhere'."),
        (["store", "secret", "tea", "--value", "short"], "A secret has to have at least 16 bytes."),
    ],
)
def test_what_is_not_there_or_not_allowed_is_refused(words: list[str], says: str) -> None:
    result = commissions(*words)

    assert (result.exit_code, result.stderr.startswith(says)) == (1, True)


def test_a_distributor_without_a_sale_has_an_empty_statement() -> None:
    a_company()

    assert told("statement", "ann")["lines"] == []


@pytest.fixture
def stuck(published: Published) -> None:
    """An order of a SKU that the map lacks."""
    a_company()
    lines = json.loads(webhook_sample("shopify/orders_paid"))["line_items"]
    lines[0] |= {"sku": "NEW", "variant_id": None}
    shopify(changed("orders_paid", line_items=lines))
    run(published)


@pytest.mark.usefixtures("stuck")
def test_what_is_parked_says_what_to_do() -> None:
    [entry] = told("parked")["parked"]

    assert (entry["order_key"], entry["reason"]) == (TEA_ORDER, "unmapped_sku")
    assert "Add the SKU" in commissions("parked").stdout
    assert "paid, parked" in commissions("order", "5501000001001").stdout


@pytest.mark.usefixtures("stuck")
def test_a_released_order_goes_on_if_it_can(published: Published) -> None:
    value("NEW")

    assert len(told("release", "5501000001001")["released"]) == 1
    run(published)

    assert told("parked")["parked"] == []
    assert told("order", TEA_ORDER)["awards"]


@pytest.mark.usefixtures("stuck")
def test_a_dismissed_order_waits_no_longer_and_keeps_the_reason() -> None:
    [entry] = parked.all_entries()

    told("release", TEA_ORDER, "--dismiss", "--reason", "a test of the shop")

    assert list(parked.all_entries()) == []
    kept = inbox.find(entry.inbox)
    assert kept is not None
    assert (kept.state, kept.note) == ("ignored", "a test of the shop")


@pytest.mark.usefixtures("sold")
def test_a_replayed_order_is_told_again_and_changes_nothing(published: Published) -> None:
    before = told("order", TEA_ORDER)["journals"]

    [again] = told("replay", "--order", TEA_ORDER)["replayed"]
    run(published)

    assert told("order", TEA_ORDER)["journals"] == before
    assert told("replay", again)["replayed"] == [again]
    assert told("replay", "--pending")["replayed"] == [again]


def test_the_demo_company_is_loaded_once() -> None:
    words = ("load", str(DEMO), "--secrets", str(DEMO / "secrets.demo.yaml"))

    assert told(*words)["new"]["stores"] == 8
    assert not any(told(*words)["new"].values())
    assert [each["store_id"] for each in told("store", "list")["stores"]] == [
        "ann-shop",
        "b2b",
        "tea-cafe",
        "tea-de",
        "tea-eu",
        "tea-go",
        "tea-pro",
        "tea-us",
    ]
    assert told("store", "show", "tea-us")["webhook_secrets_live"] == 1


def test_a_company_with_a_wrong_row_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text("day,currency,base,rate\n2026-11-20,EUR,USD,lots\n")

    result = commissions("load", str(tmp_path))

    assert result.exit_code == 1
    assert "rates.csv:2: rate:" in result.stderr


def test_a_new_secret_and_the_one_before_it_are_both_good() -> None:
    a_company()

    told("store", "secret", "tea", "--value", "a-brand-new-secret")

    answer = told("store", "show", "tea")
    assert answer["webhook_secrets_live"] == 2
    assert answer["webhook_url"] == "https://example.invalid/webhooks/shopify/tea"
    assert "a-brand-new-secret" not in commissions("store", "show", "tea").stdout


@pytest.mark.usefixtures("sold")
def test_health_is_well_until_a_message_is_dead() -> None:
    assert told("health")["well"]

    url = boto3.client("sqs").create_queue(QueueName="dead")["QueueUrl"]
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody="lost")
    found = json.loads(stack.STATE.read_text())
    found["stack"]["resources"]["EarnDeadLetters"] = url
    stack.STATE.write_text(json.dumps(found))

    result = commissions("health")
    assert result.exit_code == 1
    assert "dead letters of Earn   1 messages" in result.stdout


def test_no_stack_is_another_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "STATE", tmp_path / "none.json")

    result = commissions("order", "1001")

    assert (result.exit_code, "start one with `commissions up`" in result.stderr) == (3, True)


def test_health_looks_at_every_queue_of_the_template() -> None:
    kinds = {name: each["Type"] for name, each in written()["Resources"].items()}

    queues = {name for name, kind in kinds.items() if kind == "AWS::SQS::Queue"}
    assert all(name.endswith(("Queue", "DeadLetters")) for name in queues)
