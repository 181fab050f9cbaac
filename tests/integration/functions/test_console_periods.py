"""The pages of periods: how far a close has come, what stops it, beginning and posting it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.application.close import beginning, since_files
from commissions.application.close.freezing import NotToBeClosed
from commissions.application.close.since_files import KeptPreview
from commissions.domain.actions.action import APPLIED, FAILED, PROPOSED
from commissions.domain.people.accounts import AUDITOR, FINANCE
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import CLOSED, COMPUTED, FREEZING, INCOMPLETE
from commissions.tables import actions, periods
from commissions.warehouse import run_store
from tests.support.console_pages import acts, asks, form_in, operator, sends
from tests.support.dynamodb_calls import round_trips
from tests.support.frozen import published
from tests.support.parked_company import send
from tests.support.period_records import a_history, a_record, a_summary, put, state_of
from tests.support.pipeline_driver import Published, a_company, run

PATH = "/console/periods"
AUGUST, SEPTEMBER, OCTOBER = (f"hyb/month/2026-{month}" for month in ("08", "09", "10"))
WHY = "October is right"


def at(period: str, choice: str = "") -> str:
    part = period.replace("/", "~2F")
    return f"{PATH}/{part}/{choice}" if choice else f"{PATH}/{part}"


@pytest.fixture(autouse=True)
def started(aws: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What state machines were started for."""
    found: list[str] = []

    def close(period: object, now: datetime, **asked: Any) -> str:
        found.append(f"close {period} {asked['again']} {asked['accept_waiting']}".strip())
        return "execution"

    def posting(period: object, now: datetime) -> str:
        found.append(f"post {period}")
        return "execution"

    monkeypatch.setattr(beginning, "start_close", close)
    monkeypatch.setattr("commissions.application.actions.period_posting.start_posting", posting)
    return found


@pytest.fixture
def _history() -> None:
    published("hyb")
    a_history()


def test_of_plans_that_close_nothing_the_page_says_so() -> None:
    assert "No plan closes anything" in asks(PATH).text


def test_of_a_plan_of_which_nothing_was_closed_a_person_says_where_to_begin() -> None:
    published("hyb")

    page = asks(PATH).text

    assert "Nothing of it was closed yet" in page
    assert f'href="{at(OCTOBER)}"' in page
    assert "Close it" in asks(at(OCTOBER)).text


@pytest.mark.usefixtures("_history")
def test_periods_stand_with_how_far_they_have_come_the_last_first() -> None:
    page = asks(PATH).text

    places = [page.index(f'id="period-hyb~2Fmonth~2F2026-{month}"') for month in ("10", "09", "08")]
    assert places == sorted(places)
    assert '<li class="now" aria-current="step">review</li>' in page
    assert 'data-value="1280.50"' in page
    assert 'data-value="12.55"' in page


@pytest.mark.usefixtures("_history")
def test_all_periods_of_all_plans_are_read_in_few_round_trips() -> None:
    asks(PATH)

    with round_trips() as calls:
        asks(PATH)

    assert len(calls) <= 3, calls


@pytest.mark.parametrize(
    "path",
    ["hyb~2Fmonth~2F2026-13", "hyb~2Fweek~2F2026-W10", "nix~2Fmonth~2F2026-10", "hyb", "a~2Fb~2Fc"],
)
def test_a_period_that_there_is_not_is_not_here(path: str) -> None:
    published("hyb")

    assert asks(f"{PATH}/{path}").status == 404
    assert asks(f"{PATH}/{path}/close").status == 404


@pytest.mark.usefixtures("_history")
def test_a_review_has_the_figures_beside_the_run_before_and_the_period_before() -> None:
    page = asks(at(OCTOBER)).text

    for shown in ("Run before (1)", SEPTEMBER, 'data-value="80.50"', "by other inputs"):
        assert shown in page, shown
    assert 'data-value="2409.50"' in page  # breakage: 3,690.00 less 1,280.50
    assert "herbalife-rewardable" in page
    assert "gate_not_enforced" in page
    assert "41ab90c2de77" in page


@pytest.mark.usefixtures("_history")
def test_a_closed_period_says_what_later_closes_posted_for_it() -> None:
    page = asks(at(AUGUST)).text

    assert 'data-value="-20.00"' in page
    assert at(SEPTEMBER) in page
    assert "No later close has posted anything for it" in asks(at(SEPTEMBER)).text
    assert "Post it" not in page
    assert "Close it" not in page


def test_an_order_that_waits_is_named_and_can_be_opened(published: Published) -> None:
    a_company_with_an_october_order_that_waits(published)

    page = asks(at(OCTOBER)).text

    assert "unmapped_sku" in page
    assert 'href="/console/parked/orders/shopify~2Ftea~2F9001"' in page


def a_company_with_an_october_order_that_waits(told: Published) -> None:
    from tests.support.frozen import published as publish

    a_company(plan="hyb")
    send(9001, sku="NEW", created_at="2026-10-12T10:00:00Z", processed_at="2026-10-12T10:00:00Z")
    run(told)
    publish("hyb")


def test_what_waits_has_to_be_accepted_in_so_many_words(
    published: Published, started: list[str]
) -> None:
    a_company_with_an_october_order_that_waits(published)

    refused, _ = acts(at(OCTOBER, "close"), reason=WHY)
    unexplained, _ = acts(at(OCTOBER, "close"), accept_waiting="yes")
    accepted, [action] = acts(at(OCTOBER, "close"), accept_waiting="yes", reason=WHY)

    assert (refused.status, unexplained.status, accepted.status) == (422, 422, 303)
    assert "Tick this" in refused.text
    assert action.state == APPLIED
    assert started == [f"close {OCTOBER} False {WHY}"]


def test_a_close_is_begun_by_one_person_and_stands_on_record(started: list[str]) -> None:
    published("hyb")

    answer, [action] = acts(at(OCTOBER, "close"), reason=WHY)

    assert answer.headers["location"] == f"/console/actions/{action.action_id}"
    assert (action.draft.kind, action.draft.by, action.state) == ("period.close", "mara", APPLIED)
    assert started == [f"close {OCTOBER} False"]
    assert "Close a period" in asks(answer.headers["location"]).text


def test_where_the_company_says_so_a_close_takes_two(
    started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    published("hyb")
    monkeypatch.setattr("commissions.application.actions.proposing.RULE", "period.close")

    page = asks(at(OCTOBER, "close")).text
    _, done = acts(at(OCTOBER, "close"), reason=WHY)
    [action] = actions.all_actions()

    assert "It takes two people" in page
    assert (done, action.state, started) == ([], PROPOSED, [])
    assert "Somebody has proposed something" in asks(at(OCTOBER)).text
    assert at(OCTOBER, "close") not in asks(at(OCTOBER)).text
    where = f"/console/actions/{action.action_id}"
    _, [done_now] = sends(f"{where}/approve", {"seen": action.draft.digest}, operator("ines"))
    assert (done_now.state, started) == (APPLIED, [f"close {OCTOBER} False"])


def test_a_period_whose_turn_has_not_come_cannot_be_closed_and_says_why() -> None:
    published("hyb")
    put(a_record(SEPTEMBER, INCOMPLETE, waits=("order shopify/tea/30: it waits",)))

    page = asks(at(OCTOBER)).text

    assert f"{SEPTEMBER} comes first, and is incomplete" in page
    assert at(OCTOBER, "close") not in page
    assert "comes first" in asks(at(OCTOBER, "close")).text
    answer, done = acts(at(OCTOBER, "close"), reason=WHY)
    assert (answer.status, done) == (409, [])
    assert "What the last attempt lacked" in asks(at(SEPTEMBER)).text


@pytest.mark.usefixtures("_history")
def test_what_was_computed_is_computed_anew_by_whoever_says_so(started: list[str]) -> None:
    answer, [action] = acts(at(OCTOBER, "again"), reason="an order came")

    assert answer.status == 303
    assert action.draft.payload == {"period": OCTOBER, "again": True, "accept_waiting": False}
    assert started == [f"close {OCTOBER} True"]


@pytest.mark.usefixtures("_history")
def test_a_close_that_was_begun_is_not_begun_again_by_the_same_action(started: list[str]) -> None:
    from commissions.application.actions.worker import carry_out_approved
    from commissions.application.close.executions import execution_name

    answer, [action] = acts(at(OCTOBER, "again"), reason="an order came")
    assert action.agreed_at is not None
    name = execution_name(parse(OCTOBER), action.agreed_at)
    record = periods.find(parse(OCTOBER))
    assert record is not None

    put(a_record(OCTOBER, COMPUTED, begun_by=name, version=record.version, attempt=3))
    again = carry_out_approved(action.action_id, datetime.now(UTC))

    assert (again.state, len(started)) == (APPLIED, 1)
    assert answer.status == 303


@pytest.mark.usefixtures("_history")
def test_posting_shows_who_and_how_much_first_and_takes_two(started: list[str]) -> None:
    mara, ines = operator("mara"), operator("ines")
    page = asks(at(OCTOBER, "post")).text
    for shown in ("1,280.50", "Bonus levels", "Post it although the rule is not enforced"):
        assert shown in page, shown

    refused, _ = acts(at(OCTOBER, "post"), reason=WHY)
    answer, done = acts(at(OCTOBER, "post"), reason=WHY, without_gate="yes")
    [action] = actions.all_actions()

    assert (refused.status, answer.status, done, started) == (422, 303, [], [])
    assert (action.state, action.draft.payload["without_gate"]) == (PROPOSED, True)
    where = f"/console/actions/{action.action_id}"
    assert "ann" in asks(where, ines).text
    seen = {"seen": action.draft.digest}
    assert sends(f"{where}/approve", seen, mara)[0].status == 409
    assert state_of(parse(OCTOBER)) == COMPUTED

    _, [posted] = sends(f"{where}/approve", seen, ines)

    record = periods.find(parse(OCTOBER))
    assert posted.state == APPLIED
    assert record is not None
    assert (record.state, record.approved_by) == ("posting", ("mara", "ines"))
    assert started == [f"post {OCTOBER}"]


@pytest.mark.usefixtures("_history")
def test_what_was_computed_again_meanwhile_is_not_posted_by_an_old_page(started: list[str]) -> None:
    form = form_in(asks(at(OCTOBER, "post"))) | {"reason": WHY, "without_gate": "yes"}
    record = periods.find(parse(OCTOBER))
    assert record is not None
    put(a_record(OCTOBER, run="b" * 64, version=record.version, attempt=3))

    answer, done = sends(at(OCTOBER, "post"), form)

    assert (answer.status, done, started) == (409, [], [])
    assert "It is not as you saw it" in answer.text
    assert list(actions.all_actions()) == []


@pytest.mark.usefixtures("_history")
def test_what_was_computed_again_after_it_was_proposed_cannot_be_approved() -> None:
    acts(at(OCTOBER, "post"), reason=WHY, without_gate="yes")
    [action] = actions.all_actions()
    record = periods.find(parse(OCTOBER))
    assert record is not None
    put(a_record(OCTOBER, run="b" * 64, version=record.version, attempt=3))

    where = f"/console/actions/{action.action_id}"
    answer, _ = sends(f"{where}/approve", {"seen": action.draft.digest}, operator("ines"))

    assert answer.status == 409
    assert state_of(parse(OCTOBER)) == COMPUTED


@pytest.mark.usefixtures("_history")
def test_a_form_that_is_sent_twice_is_one_action() -> None:
    form = form_in(asks(at(OCTOBER, "post"))) | {"reason": WHY, "without_gate": "yes"}

    first, second = sends(at(OCTOBER, "post"), form)[0], sends(at(OCTOBER, "post"), form)[0]

    assert first.headers["location"] == second.headers["location"]
    assert len(list(actions.all_actions())) == 1


@pytest.mark.usefixtures("_history")
def test_nothing_can_be_done_to_what_is_closed_or_under_way() -> None:
    assert [asks(at(AUGUST, each)).status for each in ("again", "post", "nix")] == [404, 404, 404]
    answer, done = acts(at(AUGUST, "close"), reason=WHY)
    assert (answer.status, done) == (409, [])
    record = periods.find(parse(OCTOBER))
    assert record is not None
    put(a_record(OCTOBER, FREEZING, version=record.version, attempt=3))

    assert asks(at(OCTOBER, "post")).status == 404


def test_a_close_that_is_refused_after_all_says_so(started: list[str]) -> None:
    published("hyb")
    form = form_in(asks(at(OCTOBER, "close"))) | {"reason": WHY}

    def closed_meanwhile(*_: object, **__: object) -> str:
        put(a_record(OCTOBER, CLOSED))
        raise NotToBeClosed("hyb/month/2026-10 is closed: what comes later corrects it")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(beginning, "start_close", closed_meanwhile)
        answer, [action] = sends(at(OCTOBER, "close"), form)

    assert (answer.status, action.state) == (303, FAILED)
    assert "what comes later corrects it" in asks(answer.headers["location"]).text


def test_a_page_under_way_asks_by_itself_and_is_told_only_what_is_new() -> None:
    published("hyb")
    record = put(a_record(OCTOBER, FREEZING))
    page = asks(at(OCTOBER)).text
    assert "hx-trigger" in page
    look = f"/console/looks/periods/{OCTOBER.replace('/', '~2F')}?version=freezing-1-False"
    assert look.replace("&", "&amp;") in page

    assert asks(look).status == 204
    put(a_record(OCTOBER, COMPUTED, version=record.version))
    news = asks(look, headers={"hx-request": "true"})

    assert (news.status, "review" in news.text, "<!doctype" in news.text) == (200, True, False)


@pytest.mark.usefixtures("_history")
def test_what_came_since_a_close_is_worked_out_by_the_function_that_computes_closes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "commissions.application.actions.period_preview.ask_what_came_since",
        lambda period: asked.append(str(period)),
    )
    assert "What has come since its close" in asks(at(AUGUST)).text

    _, [action] = acts(at(AUGUST, "since"), reason="a refund came")

    assert (action.draft.kind, action.state, asked) == ("period.preview", APPLIED, [AUGUST])
    assert asks(at(OCTOBER, "since")).status == 404
    now = datetime.now(UTC)
    since_files.keep(parse(AUGUST), a_preview(now))
    page = asks(at(AUGUST)).text
    for shown in ('data-value="-890.50"', "to 60 people", "and 50 more people", "Of 70 orders"):
        assert shown in page, shown
    assert 'href="/console/parked/orders/shopify~2Ftea~2F1"' in page
    since_files.keep(parse(AUGUST), replace(a_preview(now), orders=0, people=0, most=(), named=()))
    assert "Nothing has changed since its close" in asks(at(AUGUST)).text


def a_preview(now: datetime) -> KeptPreview:
    return KeptPreview(
        as_of=now,
        made_at=now,
        currency="USD",
        amount=-89_050,
        people=60,
        most=tuple((f"m{number}", -number) for number in range(60, 0, -1)),
        orders=70,
        named=tuple(f"shopify/tea/{number}" for number in range(1, 71)),
    )


def test_of_an_open_period_the_last_estimate_is_shown_as_one() -> None:
    published("hyb")
    assert "An estimate" not in asks(at(OCTOBER)).text
    told = {"as_of": "2026-11-29T10:00:00+00:00", "run": "r" * 64, "summary": a_summary()}
    run_store.put_text(f"periods/{OCTOBER}/estimate/estimate.json", json.dumps(told))

    page = asks(at(OCTOBER)).text

    assert "An estimate" in page
    assert 'data-value="1280.50"' in page


@pytest.mark.usefixtures("_history")
def test_an_auditor_looks_and_does_nothing_and_finance_is_not_here(started: list[str]) -> None:
    auditor, finance = operator(roles=(AUDITOR,)), operator(roles=(FINANCE,))

    page = asks(at(OCTOBER), auditor)

    assert (page.status, "Post it" in page.text) == (200, False)
    assert asks(at(OCTOBER, "post"), auditor).status == 404
    assert asks(at(OCTOBER, "post"), auditor, form={}).status in (404, 405)
    assert asks(at(OCTOBER), finance).status == 404
    assert started == []


def test_a_run_of_an_earlier_release_is_shown_with_what_it_kept() -> None:
    published("hyb")
    summary = a_summary(company_cap={"limit": 369_000, "raw": 128_050})
    del summary["inputs"]
    put(a_record(OCTOBER, COMPUTED, summary))

    page = asks(at(OCTOBER))

    assert page.status == 200
    assert 'data-value="1280.50"' in page.text
