"""`commissions period`, as people and machines ask for it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commissions.application.close import beginning
from commissions.application.close.freezing import CloseRequest
from commissions.application.export.export import export_until
from commissions.application.queries import periods as queries
from commissions.domain.ledger.books import period_book
from commissions.domain.money import shown as money_shown
from commissions.domain.periods.record import PeriodRecord
from commissions.runtime.pages.console_periods import period_view
from commissions.tables import ledger, periods
from commissions.warehouse import run_store
from functions.close import compute
from tests.support import closed_company as company
from tests.support.closed_company import OCTOBER, after_all
from tests.support.command import commissions, told
from tests.support.console_pages import operator
from tests.support.lambdas import a_context
from tests.support.pages import a_request

PERIOD = str(OCTOBER)
WHY = ("--why", "October is right")


@pytest.fixture(autouse=True)
def started(reachable: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What state machines were started for."""
    found: list[str] = []

    def close(period: object, now: datetime, **asked: object) -> str:
        found.append(f"close {period} {asked['again']} {asked['accept_waiting']}".strip())
        return "execution"

    def posting(period: object, now: datetime) -> str:
        found.append(f"post {period}")
        return "execution"

    monkeypatch.setattr(beginning, "start_close", close)
    monkeypatch.setattr("commissions.application.actions.period_posting.start_posting", posting)
    return found


@pytest.fixture
def computed(tmp_path: Path) -> PeriodRecord:
    company.a_month()
    return company.computed(tmp_path / "work", after_all())


def test_of_a_plan_of_which_nothing_was_closed_the_first_period_is_a_persons() -> None:
    company.a_plan_and_people()

    result = commissions("period", "list")

    assert "Of plan hyb nothing was closed yet" in result.stdout
    assert told("period", "list") == {"periods": [], "never_closed": ["hyb"]}


def test_a_period_that_is_over_can_be_closed() -> None:
    company.a_plan_and_people()

    answer = told("period", "status", PERIOD)

    assert (answer["state"], answer["waits"]) == ("due", [])
    assert answer["next"] == f"commissions period close {PERIOD} --apply"


def test_without_apply_nothing_is_begun(started: list[str]) -> None:
    company.a_plan_and_people()

    result = commissions("period", "close", PERIOD)

    assert "Nothing was begun: --apply" in result.stdout
    assert started == []


def test_applied_it_is_begun_and_in_the_log(started: list[str]) -> None:
    company.a_plan_and_people()

    result = commissions("period", "close", PERIOD, "--apply", *WHY)

    assert result.exit_code == 0, result.stderr
    assert f"{PERIOD} is being closed." in result.stdout
    assert started == [f"close {PERIOD} False"]
    log = told("log")["entries"]
    assert [(each["what"], each["outcome"]) for each in log] == [
        ("period.close", "approved"),
        ("period.close", "applied"),
    ]


def test_a_text_that_is_no_period_is_misused() -> None:
    result = commissions("period", "status", "october")

    assert result.exit_code == 2
    assert "name it PLAN/PERIOD/LABEL, like hyb/month/2026-10" in result.stderr


def test_what_is_not_computed_cannot_be_reviewed() -> None:
    company.a_plan_and_people()

    result = commissions("period", "review", PERIOD)

    assert result.exit_code == 1
    assert f"{PERIOD} is due, and not computed: `commissions period close" in result.stderr


def test_a_review_shows_money_people_ranks_and_the_gate(computed: PeriodRecord) -> None:
    result = commissions("period", "review", PERIOD)

    for shown in (
        "1280.50 USD",
        "6 distributors",
        "11 orders",
        "10200.00 CV",
        "12.55% of CV, of at most 50%; breakage 2409.50 USD",
        "levels",
        "995.00 USD",
        "paid as 1 manager, 7 partner",
        "ann",
        "465.50 USD",
        "gate_not_enforced",
        f"commissions period post {PERIOD} --without-gate --propose --why TEXT",
    ):
        assert shown in result.stdout.replace("\n", " "), shown


def test_machines_get_minor_units(computed: PeriodRecord) -> None:
    answer = told("period", "review", PERIOD)

    assert (answer["paid"], answer["currency"], answer["run"]) == (128_050, "USD", computed.run)
    assert answer["most"][0] == ["ann", 46_550]


def test_the_page_says_the_same_of_a_review(computed: PeriodRecord) -> None:
    answer, [row] = told("period", "review", PERIOD), told("period", "list")["periods"]

    told_page = queries.status(OCTOBER, datetime.now(UTC))
    view = period_view(told_page, a_request("/console", who=operator()))

    assert (row["state"], row["paid"]) == (view.line.state, answer["paid"])
    figures = view.line.figures
    assert figures is not None
    assert (figures.run, figures.inputs) == (answer["run"], answer["inputs"])
    assert figures.paid.minor == answer["paid"]
    assert (figures.people, figures.active) == (answer["people"], answer["active"])
    assert figures.orders == answer["orders"]
    assert {unit.lower(): volume for unit, volume in figures.volumes} == answer["volumes"]
    assert {bonus: paid.minor for bonus, paid in figures.bonuses} == answer["bonuses"]
    assert sum(paid.minor for _, paid in figures.bonuses) == figures.earned.minor
    assert dict(figures.unpaid) == answer["unpaid"]
    assert [[who, amount.minor] for who, amount in view.most] == answer["most"][:10]
    assert dict(view.ranks) == {rank: many for rank, many in answer["ranks"].items() if rank}
    assert view.gate == answer["gate"]
    spoken = commissions("period", "review", PERIOD).stdout
    assert f"breakage {money_shown(figures.breakage.minor, 'USD')}" in spoken
    assert f"inputs {figures.inputs[:12]}" in spoken


def test_the_same_freeze_has_the_same_inputs_and_another_says_how_it_differs(
    computed: PeriodRecord, tmp_path: Path
) -> None:
    later = after_all() + timedelta(minutes=10)
    company.tell(*company.an_order(23, "", 1000, seller="kim"), at=later - timedelta(minutes=5))
    again = company.computed(tmp_path / "again", later, CloseRequest(again=True))

    result = commissions("period", "review", PERIOD).stdout

    assert again.summary["inputs"] != computed.summary["inputs"]
    assert again.before["run"] == computed.run
    assert "against attempt 1: +" in result
    assert "+1 orders, other inputs" in result.replace("\n", " ")


def test_posting_is_put_before_a_second_person(computed: PeriodRecord, started: list[str]) -> None:
    shown = told("period", "post", PERIOD, "--without-gate")
    assert (shown["proposed"], started) == (False, [])

    answer = told("--as", "mara", "period", "post", PERIOD, "--without-gate", "--propose", *WHY)
    assert (answer["state"], started) == ("proposed", [])
    refused = commissions(
        "--as", "mara", "actions", "approve", answer["action"], "--seen", answer["seen"], "--apply"
    )
    assert refused.exit_code == 1

    approved = commissions(
        "--as", "ines", "actions", "approve", answer["action"], "--seen", answer["seen"], "--apply"
    )

    assert approved.exit_code == 0, approved.stderr
    assert started == [f"post {PERIOD}"]
    record = periods.find(OCTOBER)
    assert record is not None
    assert (record.state, record.approved_by) == ("posting", ("mara", "ines"))


def test_without_the_gate_named_it_is_refused(computed: PeriodRecord) -> None:
    result = commissions("--as", "mara", "period", "post", PERIOD, "--propose", *WHY)

    assert result.exit_code == 1
    assert "gate_not_enforced" in result.stderr


def test_every_line_of_every_book_explains_itself_and_adds_up(computed: PeriodRecord) -> None:
    now = after_all()
    company.posted(company.agreed(computed, now), now)
    books = {
        name: ledger.read(period_book(PERIOD, name)).journals for name in ("ann", "dan", "eve")
    }
    lines = [
        f"{journal.journal_id}/{line.line}"
        for journals in books.values()
        for journal in journals
        for line in journal.lines
    ]
    assert len(lines) > 8

    for entry in lines:
        answer = told("explain", entry)
        assert answer["holds"], (entry, [each for each in answer["checks"] if not each["holds"]])


def test_a_match_says_whose_earnings_it_is_of(computed: PeriodRecord) -> None:
    now = after_all()
    company.posted(company.agreed(computed, now), now)
    [journal] = ledger.read(period_book(PERIOD, "ann")).journals
    [line] = [each for each in journal.lines if each.bonus == "match"]

    result = commissions("explain", f"{journal.journal_id}/{line.line}")

    assert result.exit_code == 0, result.stderr
    for shown in ("81.50 USD", "eve", "dan", "kim"):
        assert shown in result.stdout


def test_a_line_that_no_book_has_is_named_with_what_there_is(computed: PeriodRecord) -> None:
    now = after_all()
    company.posted(company.agreed(computed, now), now)

    missing = commissions("explain", f"periods/{PERIOD}/ann/2/0")
    wrong = commissions("explain", f"periods/{PERIOD}/ann")

    assert (missing.exit_code, wrong.exit_code) == (1, 1)
    assert "has 1 journal, and no 2" in missing.stderr.replace("\n", " ")
    assert "is no line of a period's book" in wrong.stderr.replace("\n", " ")


def test_a_run_whose_files_were_changed_explains_nothing(computed: PeriodRecord) -> None:
    now = after_all()
    company.posted(company.agreed(computed, now), now)
    run_store.put_text(f"{computed.folder}/results/run.json", "{}")

    result = commissions("explain", f"periods/{PERIOD}/ann/1/0")

    assert result.exit_code == 1
    assert "its files are not those that were computed" in result.stderr.replace("\n", " ")


def test_what_has_come_of_a_closed_month_is_shown_and_posted_by_nobody(
    computed: PeriodRecord,
) -> None:
    now = after_all()
    company.posted(company.agreed(computed, now), now)
    assert told("period", "reopen-preview", PERIOD)["awards"] == []
    company.give_back(21, at=company.SOLD_AT, told=now + timedelta(minutes=5))
    export_until(now + timedelta(hours=1), now + timedelta(hours=1))
    export_until(now + timedelta(hours=1), now + timedelta(hours=2))

    answer = told("period", "reopen-preview", PERIOD)
    result = commissions("period", "reopen-preview", PERIOD)

    assert (answer["amount"], answer["orders"]) == (-890_50, ["shopify/tea/21"])
    assert answer["people"][0] == {"member": "dan", "amount": -300_00}
    assert "-890.50 USD" in result.stdout
    assert "Nothing was posted: the next close posts it." in result.stdout
    kept = compute.handler({"period": PERIOD, "since": True}, a_context())
    page = period_view(queries.status(OCTOBER, now), a_request("/console", who=operator())).since
    assert kept["since"] is True
    assert page is not None
    assert (page.amount.minor, page.people) == (answer["amount"], len(answer["people"]))
    assert [(who, amount.minor) for who, amount in page.most] == [
        (each["member"], each["amount"]) for each in answer["people"]
    ]
    assert [each.order_id for each in page.named] == ["21"]
    assert len(ledger.read(period_book(PERIOD, "dan")).journals) == 1


def test_of_a_period_that_is_not_closed_nothing_is_corrected(computed: PeriodRecord) -> None:
    result = commissions("period", "reopen-preview", PERIOD)

    assert result.exit_code == 1
    assert "is computed: only a closed period is corrected" in result.stderr.replace("\n", " ")
    assert compute.handler({"period": PERIOD, "since": True}, a_context())["since"] is False


def test_an_estimate_is_shown_as_one(tmp_path: Path) -> None:
    company.a_month()
    now = after_all()
    export_until(now, now)
    export_until(now, now + timedelta(minutes=5))

    result = commissions("period", "estimate", PERIOD)

    for shown in (f"ESTIMATE of {PERIOD} as of", "1280.50 USD", "Nothing of it is owed", "levels"):
        assert shown in result.stdout.replace("\n", " "), shown
    answer = told("period", "estimate", PERIOD, "--member", "ann")
    assert (answer["estimate"], answer["amount"], answer["rank"]) == (True, 46_550, "manager")
    assert answer["legs"][0] == {"head": "bob", "volume": 680_000, "counted": 680_000}
    shown = commissions("period", "estimate", PERIOD, "--member", "ann", "--fresh").stdout
    assert "ann, estimated: 465.50 USD" in shown
    assert "missing for director" in shown


def test_of_who_is_not_there_nothing_is_estimated() -> None:
    company.a_month()
    now = after_all()
    export_until(now, now)
    export_until(now, now + timedelta(minutes=5))

    result = commissions("period", "estimate", PERIOD, "--member", "zoe")

    assert result.exit_code == 1
    assert "zoe" in result.stderr
