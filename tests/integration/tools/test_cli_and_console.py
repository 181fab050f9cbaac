"""The command line and the pages say the same of the same."""

import json
from datetime import UTC, datetime
from html import unescape
from itertools import chain
from pathlib import Path

import pytest

from commissions.application.care import plan_draft
from commissions.application.care.plan_draft import DraftRefused
from commissions.application.queries.parked_orders import parked_orders
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.runtime.pages.console_parked import card
from commissions.runtime.pages.console_plan_check import problem_lines
from tests.support.command import commissions, told
from tests.support.console_pages import acts, asks
from tests.support.parked_company import orders_of
from tests.support.pipeline_driver import Published, a_company
from tests.support.written_plans import cheaper, publish, written, wrong

pytestmark = pytest.mark.usefixtures("reachable")


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
