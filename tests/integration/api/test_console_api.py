"""What operators look after, as JSON: what the console's pages and the command line say."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from commissions.application.queries.audited import audit_log_since
from commissions.application.queries.parked_orders import parked_orders
from commissions.application.queries.parked_records import parked_records
from commissions.application.queries.reconciliations import reconciled_days
from commissions.application.reconciliation.run import reconcile, save_report
from commissions.aws.cache import forget_all
from commissions.domain.actions.audit_entry import without_beginnings
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.domain.people.accounts import AUDITOR, FINANCE, OPERATOR
from commissions.runtime.api import console
from commissions.tables import actions as actions_table
from tests.support.api import ApiOf
from tests.support.console_pages import asks, operator
from tests.support.parked_company import a_parked_company, on_record, orders_of
from tests.support.pipeline_driver import Published, open_store

PARKED = "/api/v1/console/parked"
RECORDS = f"{PARKED}/records"
NEW = urlencode({"waits": "sku/tea/NEW"})


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    forget_all()
    a_parked_company(published, 3)


def of_staff(*roles: str) -> ApiOf:
    who = operator(roles=roles or (OPERATOR,))
    return ApiOf(console.ROUTES, who, now=datetime.now(UTC))


def test_what_waits_is_what_the_page_says() -> None:
    told = parked_orders(ParkedFilter(), datetime.now(UTC))

    said = of_staff().json(PARKED)

    [group] = said["groups"]
    assert (said["waiting"], said["listed"]) == (told.waiting, told.listed) == (3, 0)
    assert (group["kind"], group["store"], group["name"]) == ("sku", "tea", "NEW")
    assert group["count"] == 3
    assert group["choices"] == ["value", "release", "dismiss"]
    [amount] = said["at_stake"]["amounts"]
    assert f'data-value="{amount["amount"]}"' in asks("/console/parked").text


def test_records_read_to_their_end_are_the_command_lines(published: Published) -> None:
    orders_of(published, 2, sku="OTHER", first=7)

    every = of_staff().to_the_end(f"{RECORDS}?limit=2")

    assert [each["key"] for each in every] == [each.record_key for each in parked_records()]
    assert len(every) == of_staff().json(PARKED)["waiting"] == 5


def test_a_filter_leaves_what_fits(published: Published) -> None:
    orders_of(published, 1, sku="OTHER", first=7)

    assert len(of_staff().to_the_end(f"{RECORDS}?{NEW}")) == 3
    assert of_staff().json(f"{PARKED}?{NEW}")["waiting"] == 3
    assert of_staff().json(f"{PARKED}?store=coffee")["groups"] == []
    assert of_staff().json(f"{RECORDS}?age=7d")["items"] == []
    assert of_staff().get(f"{RECORDS}?age=8d").status == 422


def test_an_order_tells_its_story() -> None:
    first = of_staff().json(RECORDS)["items"][0]

    story = of_staff().json(first["href"])

    assert story["order"] == first["order"]
    assert [each["key"] for each in story["records"]] == [first["key"]]
    assert story["journals"] == 0
    assert story["net"]["currency"] == "USD"
    assert of_staff().get(f"{PARKED}/orders/shopify~2Ftea~2F1").status == 404


def test_health_is_what_the_page_says() -> None:
    open_store("coffee")

    api = of_staff()
    said = api.json("/api/v1/console/health")

    by_id = {each["store"]: each for each in said["stores"]}
    assert by_id.keys() == {"tea", "coffee"}
    assert by_id["tea"]["parked"] == 3
    assert said["pending"] == 0
    day = api.json("/api/v1/console/health/tea")
    assert day["store"] == by_id["tea"]
    assert len(day["hours"]) == 24
    assert of_staff().get("/api/v1/console/health/nowhere").status == 404


def test_an_action_is_on_the_list_until_it_is_over() -> None:
    action = on_record("parked.dismiss")
    path = f"/api/v1/console/actions/{action.action_id}"

    said = of_staff().json(path)
    listed = of_staff(FINANCE).json("/api/v1/console/actions")["items"]

    assert [each["id"] for each in listed] == [action.action_id]
    assert said["action"] == listed[0]
    assert (said["action"]["kind"], said["action"]["by"]) == ("parked.dismiss", "mara")
    assert said["action"]["digest"] == action.draft.digest
    assert {each["outcome"] for each in said["outcomes"]} == {"not-yet"}
    assert of_staff().get("/api/v1/console/actions/nothing").status == 404
    assert actions_table.get(action.action_id) == action


def test_who_watches_reads_and_finance_looks_after_no_order() -> None:
    machine = ApiOf(console.ROUTES, now=datetime.now(UTC))

    assert of_staff(AUDITOR).json(PARKED) == of_staff().json(PARKED) == machine.json(PARKED)
    assert of_staff(FINANCE).get(PARKED).status == 403
    assert json.loads(of_staff(FINANCE).get(PARKED).text)["type"].endswith("/forbidden")


def test_nothing_is_in_the_answer_that_the_pages_keep_from_operators() -> None:
    """Names and e-mails of buyers are in no table, and so in no answer."""
    texts = [of_staff().get(path).text for path in (PARKED, RECORDS)]

    assert not any("@" in text for text in texts)


def test_each_night_is_told_and_one_that_did_not_run_too() -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    save_report(reconcile(yesterday))

    nights = of_staff().json("/api/v1/console/reconciliations")["items"]

    assert (len(nights), nights[0]["day"]) == (30, yesterday.isoformat())
    told = reconciled_days([yesterday])[yesterday]
    assert (nights[0]["verdict"], nights[0]["findings"]) == (told.verdict, told.findings)
    assert {each["verdict"] for each in nights[1:]} == {None}


def test_the_log_read_to_its_end_is_the_command_lines() -> None:
    for number in range(3):
        on_record("parked.dismiss", once=f"20261129-{number:020}", why=f"reason {number}")
    path = "/api/v1/console/audit"

    every = of_staff(FINANCE).to_the_end(f"{path}?limit=2")

    today = datetime.now(UTC).date()
    told = audit_log_since(today - timedelta(days=7), today)
    wanted = [(each.day, each.number, each.what) for each in without_beginnings(told.entries)]
    assert [(each["day"], each["number"], each["what"]) for each in reversed(every)] == wanted
    assert of_staff().json(f"{path}?who=nobody")["items"] == []
    assert of_staff().json(path)["broken"] == []
    for query in ("from=2026-13-01", "from=2026-11-31", "from=2020-01-01", "until=2020-01-01x"):
        assert of_staff().get(f"{path}?{query}").status == 422
    machine = ApiOf(console.ROUTES, now=datetime.now(UTC))
    watcher = replace(machine, machine=replace(machine.machine, scopes=frozenset({"console.read"})))
    assert (machine.get(path).status, watcher.get(path).status) == (200, 403)
