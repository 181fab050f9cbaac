"""The command line and the pages say the same of the same."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import chain
from pathlib import Path

import pytest

from commissions.application.care import plan_draft
from commissions.application.care.plan_draft import DraftRefused
from commissions.application.queries.parked_orders import parked_orders
from commissions.application.queries.sku_gaps import sku_gaps
from commissions.application.queries.store_list import listed_stores
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.domain.stores.polling import MODES
from commissions.runtime.pages.console_parked import card
from commissions.runtime.pages.console_plan_check import problem_lines
from commissions.runtime.pages.console_stores import entry, store_view
from tests.support import console_site
from tests.support.asked_by_law import asked
from tests.support.command import commissions, told
from tests.support.console_pages import acts, asks, operator
from tests.support.in_memory_store import an_in_memory_store
from tests.support.pages import a_request
from tests.support.parked_company import orders_of
from tests.support.pipeline_driver import Published, a_company
from tests.support.written_plans import cheaper, publish, written, wrong

pytestmark = pytest.mark.usefixtures("reachable")

LATER = datetime(2026, 12, 24, tzinfo=UTC)


def test_what_is_parked_is_the_same(published: Published) -> None:
    a_company()
    orders_of(published, 3)

    shown = {
        (line.order_id, line.reason, line.detail, line.tries)
        for group in parked_orders(ParkedFilter(), datetime.now(UTC)).groups
        for line in card(group, 1, 10).lines
    }

    assert shown == {
        (each["order_key"].split("/")[2], each["reason"], each["detail"], each["tries"])
        for each in told("parked")["parked"]
    }


def test_what_was_done_on_a_page_is_in_the_log_of_the_command_line(published: Published) -> None:
    a_company()
    orders_of(published, 2)

    acts("/console/parked/act/dismiss?cause=unmapped_sku", reason="tests of the shop")

    entries = told("log")["entries"]
    assert [(each["who"], each["what"], each["outcome"], each["where"]) for each in entries] == [
        ("mara", "parked.dismiss", "approved", "page"),
        ("mara", "parked.dismiss", "applied", "page"),
    ]
    [action] = told("actions", "list", "--all")["actions"]
    assert action["outcome"] == "2 dismissed"
    assert told("parked")["parked"] == []


def test_what_was_proposed_on_the_command_line_waits_on_the_page(published: Published) -> None:
    a_company()
    orders_of(published, 1)
    told(
        "plan",
        "publish",
        "events/plans/uni7.yaml",
        "--why",
        "the new year",
        "--propose",
        "--as",
        "mara",
    )

    page = asks("/console/actions").text

    assert "Publish a plan" in page
    assert "mara" in page


def test_a_plan_that_is_wrong_is_told_alike(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(wrong())

    told_lines = json.loads(commissions("plan", "check", str(file), "--json").stdout)["problems"]

    with pytest.raises(DraftRefused) as refused:
        plan_draft.check(wrong())
    shown = problem_lines(wrong(), refused.value.problems)
    assert [f"wrong.yaml:{each.line}: {each.path}: {each.reason}" for each in shown] == told_lines


def test_a_version_says_what_the_command_line_says_of_its_file(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(written())
    new.write_text(cheaper(version=2, effective_from="2027-06-01"))
    publish(old.read_text())
    publish(new.read_text())

    page = unescape(asks("/console/plans/uni7/1").text)
    compared = unescape(asks("/console/plans/compare?plan=uni7&old=1&new=2").text)

    for sentence in chain(*told("plan", "show", str(old)).values()):
        assert sentence in page
    changes = list(chain(*told("plan", "diff", str(old), str(new)).values()))
    assert len(changes) > 2
    for sentence in changes:
        assert sentence in compared
    share = told("plan", "check", str(new))["worst_case"]["bounded"]
    assert f"{share.removesuffix('%')}\u00a0%" in asks("/console/plans").text


def test_the_stores_are_the_same() -> None:
    console_site.fill()

    now = datetime.now(UTC)
    shown = [entry(each, now) for each in listed_stores(now)]

    same = ("store_id", "platform", "mode", "plan", "currency", "owner", "domain")
    assert [[getattr(each, name) for name in same] for each in shown] == sorted(
        [each[name] for name in same] for each in told("store", "list")["stores"]
    )


def test_a_store_is_read_as_far_as_the_command_line_says_and_refused_as_often() -> None:
    console_site.fill()
    said = told("store", "show", "tea-eu")

    asked = a_request(
        "/console/stores/tea-eu", who=operator(), path_params={"store": "tea-eu"}, now=LATER
    )
    view = store_view(asked)

    def moment(at: datetime | None) -> str:
        return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""

    known = {each.what: moment(each.known_until) for each in view.asked}
    assert {mode: known[mode] for mode in MODES} == {
        mode: said[f"{mode}_read_until"].removesuffix(" UTC") for mode in MODES
    }
    assert known["webhooks"] == said["webhooks_checked"].removesuffix(" UTC")
    assert view.webhooks.url == said["connected_to"]
    assert view.receiving_url.endswith(said["webhook_url"].partition("/webhooks")[2])
    assert {each.reason: each.count for each in view.refused} == {
        reason: each["count"] for reason, each in said["refused"].items() if each
    }
    assert view.proven_by == said["last_message_signed_with"]


def test_what_lacks_a_value_is_the_same_and_so_are_its_rows() -> None:
    console_site.fill()

    found = sku_gaps(datetime.now(UTC)).gaps

    pending = told("skus", "pending")["pending"]
    assert [
        (each.wanted.store_id, each.wanted.platform_sku, len(each.wanted.parked)) for each in found
    ] == [(each["store_id"], each["platform_sku"], len(each["orders_waiting"])) for each in pending]
    assert asks("/console/skus/gaps.csv").text == commissions("skus", "pending", "--csv").stdout


def test_who_did_what_is_the_same(published: Published) -> None:
    a_company()
    orders_of(published, 1)
    told("rebuild")
    told("release", "shopify/tea/9001", "--dismiss", "--reason", "a test", "--as", "mara")

    entries = told("log")["entries"]
    page = asks("/console/audit").text
    lines = asks("/console/audit.jsonl").text.splitlines()

    assert [json.loads(each)["hash"] for each in lines] == [each["hash"] for each in entries]
    ended = [each for each in entries if each["outcome"] != "begun"]
    assert len(re.findall(r'<tr id="entry-', page)) == len(ended) > 0


def test_requests_by_law_are_the_same_in_the_same_order() -> None:
    now = datetime.now(UTC)
    for days in (5, 33, 20):
        asked(at=now - timedelta(days=days), customer=f"c{days}")

    page = asks("/console/privacy").text

    tickets = re.findall(r'<li id="request-([0-9a-f]+)"', page)
    assert tickets == [each["ticket"] for each in told("privacy", "list")["requests"]]


def test_a_day_that_was_reconciled_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    order = an_in_memory_store(monkeypatch).place("1001", ago=timedelta(days=3))
    day = f"{order.order_ts.date()}"

    report = json.loads(commissions("reconcile", "--day", day, "--json").stdout)
    page = asks(f"/console/reconciliation/{day}").text

    assert len(report["findings"]) == len(re.findall(r'<li id="finding-', page)) == 1
    assert report["findings"][0]["sentence"] in unescape(page)
    strip = page.partition('class="card figures"')[2].partition("</section>")[0]
    assert 'data-value="100.00"' in strip
    assert report["delta"] == {"USD": 100_00}
