"""The pages of reconciliations: thirty days, a day's report, and running one again."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest

from commissions.application.actions import day_reconciliation, proposing
from commissions.application.actions.worker import carry_out_approved
from commissions.application.queries.audited import audit_log_since
from commissions.application.queries.reconciliations import last_reconciled
from commissions.audit.report import Report
from commissions.domain.actions.action import APPLIED, PROPOSED, Action
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.runtime.pages import console_health, console_reconcile, console_reconciliation
from commissions.tables import actions
from tests.support.console_pages import asks, form_in, operator
from tests.support.pages import Answered
from tests.support.reported_days import saved

pytestmark = pytest.mark.usefixtures("aws")

PATH = "/console/reconciliation"
TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)
CELL = re.compile(r'<li><a class="(\w+)" href="/console/reconciliation/([0-9-]+)"')
ROW = re.compile(r'<li id="(finding-\d+)"')
MORE = re.compile(r'hx-get="([^"]+after=[^"]+)"')
LOOK = re.compile(r'id="report"[^>]* hx-get="([^"]+)"')


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def page_of(day: date, more: str = "") -> str:
    return asks(f"{PATH}/{day}{more}").text


def read_to_its_end(path: str) -> list[str]:
    found = []
    while path:
        page = asks(path).text
        found += ROW.findall(page)
        path = unescape(more[0]) if (more := MORE.findall(page)) else ""
    return found


def runs(day: date, who: Any = None) -> tuple[Answered, list[Action]]:
    """Opens the day, presses the button, and carries out what it led to."""
    return sends(day, form_in(asks(f"{PATH}/{day}", who)), who)


def sends(day: date, form: dict[str, str], who: Any = None) -> tuple[Answered, list[Action]]:
    told: list[str] = []

    def tell(action: Action) -> None:
        told.append(action.action_id)

    with patch.object(console_reconcile, "have_carried_out", tell):
        answer = asks(f"{PATH}/{day}", who, form=form)
    return answer, [carry_out_approved(each, datetime.now(UTC)) for each in told]


@pytest.fixture
def invoked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the function that reconciles was told."""
    calls: list[Any] = []

    class Functions:
        def invoke(self, **call: Any) -> None:
            calls.append((call["FunctionName"], json.loads(call["Payload"])))

    monkeypatch.setattr(day_reconciliation, "client", lambda _: Functions())
    return calls


def test_thirty_days_are_cells_by_their_verdict() -> None:
    saved(days_ago(1))
    saved(days_ago(2), findings=3)
    saved(days_ago(30), waiting=2)
    saved(days_ago(31))

    cells = {day: tone for tone, day in CELL.findall(asks(PATH).text)}

    assert len(cells) == 30
    assert cells[f"{days_ago(1)}"] == "good"
    assert cells[f"{days_ago(2)}"] == "bad"
    assert cells[f"{days_ago(30)}"] == "warn"
    assert cells[f"{days_ago(3)}"] == "none"
    assert f"{TODAY}" not in cells


def test_the_figures_above_are_the_cells_added_up() -> None:
    saved(days_ago(1))
    saved(days_ago(2), findings=3)
    page = asks(PATH).text

    figures = [int(each) for each in re.findall(r'value"><span[^>]*data-value="(\d+)"', page)]

    assert figures == [1, 1, 0, 28]
    assert page.count('id="day-') == 29


def test_a_day_is_told_by_store_and_check_and_adds_up_to_its_list() -> None:
    report = saved(YESTERDAY, findings=12)
    page = page_of(YESTERDAY)

    cells = re.findall(r'href="(/console/reconciliation/[^"]+check=[^"]+)#findings"', page)

    assert "12 findings" in page
    assert read_to_its_end(f"{PATH}/{YESTERDAY}") == [f"finding-{each}" for each in range(12)]
    lists = [read_to_its_end(unescape(each)) for each in cells]
    assert all(lists)
    assert sorted(each for listed in lists for each in listed) == sorted(
        f"finding-{each}" for each in range(12)
    )
    assert len(report.findings) == 12


def test_the_figures_are_those_of_the_report_itself() -> None:
    report = saved(YESTERDAY, findings=12)
    strip = page_of(YESTERDAY).partition('class="card figures"')[2].partition("</section>")[0]

    shown = [Decimal(each) for each in re.findall(r'data-value="([^"]+)"', strip)]

    assert shown[0] == len(report.findings)
    assert dict(report.delta) == {
        "EUR": int(shown[1] * 100),
        "USD": int(shown[2] * 100),
        "pv": int(shown[3] * 100),
    }
    assert shown[4:] == [24]


def test_a_finding_says_where_what_and_what_to_do_and_leads_to_its_order() -> None:
    saved(YESTERDAY, findings=2)
    page = page_of(YESTERDAY)

    assert "Order missing here" in page
    assert "Sentence number 0 &lt;b&gt;." in page
    assert f"commissions backfill --store tea-us --since {YESTERDAY}" in page
    assert 'href="/console/parked/orders/shopify~2Ftea-us~2F6600"' in page


def test_a_filter_narrows_the_list_down() -> None:
    saved(YESTERDAY, findings=12)

    assert len(read_to_its_end(f"{PATH}/{YESTERDAY}?store=tea-eu")) == 2
    assert len(read_to_its_end(f"{PATH}/{YESTERDAY}?check=books")) == 4
    assert len(read_to_its_end(f"{PATH}/{YESTERDAY}?store=-")) == 4
    assert "Nothing was found" in page_of(YESTERDAY, "?store=coffee")


def test_a_list_goes_on_by_a_cursor_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_reconciliation, "ROWS", 5)
    saved(YESTERDAY, findings=12)
    more = unescape(MORE.findall(page_of(YESTERDAY))[0])

    assert len(read_to_its_end(f"{PATH}/{YESTERDAY}")) == 12
    assert asks(more, operator("ines")).status == 422
    assert asks(f"{more}&store=tea-us").status == 422
    part = asks(more, headers={"hx-request": "true"}).text
    assert "<!doctype" not in part
    assert len(ROW.findall(part)) == 5
    saved(YESTERDAY, findings=12, later=3)
    assert asks(more).status == 422


def test_a_day_without_a_report_says_so_and_can_be_run() -> None:
    page = page_of(days_ago(5))

    assert "This day was not reconciled" in page
    assert "Run it" in page


@pytest.mark.parametrize("day", [f"{TODAY}", "2199-01-01", "yesterday", "2026-02-30"])
def test_a_day_that_is_not_over_or_none_is_not_there(day: str) -> None:
    assert asks(f"{PATH}/{day}").status == 404
    assert asks(f"{PATH}/{day}", form={"once": "x"}).status == 404


def test_run_again_tells_the_function_once_and_is_on_record(invoked: list[Any]) -> None:
    saved(YESTERDAY, findings=1)

    answer, [action] = runs(YESTERDAY)

    assert answer.status == 303
    assert invoked == [("Reconcile", {"day": f"{YESTERDAY}"})]
    assert (action.state, action.draft.by) == (APPLIED, "mara")
    entries = audit_log_since(TODAY, TODAY).entries
    assert [(each.what, each.target, each.where) for each in entries] == [
        ("day.reconcile", f"{YESTERDAY}", "page")
    ] * 2


def test_a_form_that_is_sent_twice_runs_it_once(invoked: list[Any]) -> None:
    saved(YESTERDAY)
    form = form_in(asks(f"{PATH}/{YESTERDAY}"))

    sends(YESTERDAY, form)
    answer, _ = sends(YESTERDAY, form)

    assert answer.status == 303
    assert len(list(actions.all_actions())) == 1


def test_the_page_waits_for_the_new_report_and_then_shows_it(invoked: list[Any]) -> None:
    saved(YESTERDAY, findings=1)
    answer, _ = runs(YESTERDAY)
    waits = asks(answer.headers["location"]).text
    [look] = LOOK.findall(waits)
    look = unescape(look)

    assert "It is running" in waits
    assert "Run it again" not in waits
    assert asks(look).status == 204
    saved(YESTERDAY, later=9)
    news = asks(look, headers={"hx-request": "true"})
    assert "What was compared agrees" in news.text
    assert 'hx-trigger="look' not in news.text


def test_where_no_report_comes_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_reconciliation, "RUN_TAKES_MAX", timedelta(seconds=-1))
    asked = f"?asked={int(datetime.now(UTC).timestamp())}&was=none"

    page = page_of(days_ago(5), asked)

    assert "No new report came" in page
    assert "Run it" in page
    assert asks(f"/console/looks/reconciliation/{days_ago(5)}{asked}").status == 200


def test_where_it_takes_two_people_it_waits_for_the_second(
    monkeypatch: pytest.MonkeyPatch, invoked: list[Any]
) -> None:
    monkeypatch.setattr(proposing, "RULE", "day.reconcile")
    saved(YESTERDAY)
    form = form_in(asks(f"{PATH}/{YESTERDAY}")) | {"reason": "the shop was closed"}

    answer, done = sends(YESTERDAY, form)

    [action] = actions.all_actions()
    assert (action.state, done, invoked) == (PROPOSED, [], [])
    assert answer.headers["location"] == f"/console/actions/{action.action_id}"


def test_an_auditor_reads_and_runs_nothing() -> None:
    saved(YESTERDAY)
    auditor = operator(roles=(AUDITOR,))

    assert "Run it again" not in asks(f"{PATH}/{YESTERDAY}", auditor).text
    assert asks(f"{PATH}/{YESTERDAY}", auditor, form={"once": "x"}).status in (404, 405)
    assert asks(PATH, operator(roles=(FINANCE,))).status == 404


def test_health_leads_to_the_last_report_also_where_volume_is_at_stake() -> None:
    report: Report = saved(YESTERDAY, findings=6)
    assert "pv" in report.delta

    last = last_reconciled(TODAY)
    assert last is not None
    line = console_health._reconciliation(last)
    assert line.href == f"{PATH}/{YESTERDAY}"
    assert {unit: amount for amount, unit in line.deltas} == report.delta
