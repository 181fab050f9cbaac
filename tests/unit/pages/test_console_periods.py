"""The pages of periods with nothing, with very much, and with what somebody hostile writes."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from commissions.domain.money import Money
from commissions.pages import pseudo, text
from commissions.pages.console import period_act, periods
from commissions.pages.console.period_figures import (
    EstimateView,
    FiguresView,
    SinceView,
    WaitingLine,
)
from commissions.pages.console.periods import ClosingPeriodLine
from commissions.pages.frame import Frame
from tests.support.page_rules import faults

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&\u202eevil" + "x" * 300
HTML_BYTES_MAX = 15 * 1024
STATES = ("open", "due", "incomplete", "freezing", "computed", "posting", "closed")


def frame(language: str = "en") -> Frame:
    return Frame(
        family="console",
        active="periods",
        text=text.of(language),
        zone="Europe/Berlin",
        who="Mara",
        roles=frozenset({"operator"}),
        company="Example Tea",
        now=NOW,
    )


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def figures(said: str = "levels", many: int = 2, **more: Any) -> FiguresView:
    given: dict[str, Any] = {
        "attempt": 2,
        "run": "r" * 64,
        "inputs": "i" * 64,
        "paid": usd(128_050),
        "earned": usd(130_050),
        "people": 1,
        "active": 8,
        "orders": 11,
        "volumes": [("CV", 1_020_000)],
        "unit": "CV",
        "volume": 1_020_000,
        "share": Fraction(1, 8),
        "cap": Fraction(1, 2),
        "breakage": usd(240_950),
        "cut": usd(0),
        "bonuses": [(f"{said}{n}", usd(100)) for n in range(many)],
        "corrections": [(said, usd(-2_000))],
        "unpaid": [(said, 4)] * many,
    }
    return FiguresView(**given | more)


def a_line(state: str = "computed", said: str = "2026-10", **more: Any) -> ClosingPeriodLine:
    given: dict[str, Any] = {
        "row_id": f"period-{state}",
        "period": f"hyb/month/{said}",
        "label": said,
        "every": "month",
        "state": state,
        "starts": NOW,
        "ends": NOW,
        "closes_at": NOW,
        "first": date(2026, 10, 1),
        "last": date(2026, 10, 31),
        "figures": figures(said) if state in ("computed", "posting", "closed") else None,
        "href": "/console/periods/hyb~2Fmonth~2F2026-10",
    }
    return ClosingPeriodLine(**given | more)


def a_row(kind: str, form: str, value: object, name: str = "") -> periods.ComparedRow:
    return periods.ComparedRow(
        kind=kind, name=name, form=form, now=value, last=value, change=value, earlier=None
    )


def rows(said: str, many: int) -> list[periods.ComparedRow]:
    return [
        a_row("paid", "money", usd(1)),
        a_row("share", "percent", Fraction(1, 8)),
        a_row("orders", "number", 3),
        a_row("volume", "volume", 100, "CV"),
        *[a_row("bonus", "money", usd(-1), said)] * many,
    ]


def a_period(state: str = "computed", said: str = "x", many: int = 2) -> periods.PeriodPageView:
    waits = [WaitingLine(says=said, order_id=said, href="/console/parked/orders/x")] * many
    is_run = state in ("computed", "posting", "closed")
    return periods.PeriodPageView(
        line=a_line(state, said),
        plan_version=3,
        plan_href="/console/plans/hyb/3",
        zone=said,
        attempt=2,
        steps=[
            periods.StepLine(kind=kind, at=NOW, place="done", who=said, attempt=2)
            for kind in ("begins", "ends", "cut-off", "frozen", "incomplete", "computed")
        ]
        + [
            periods.StepLine(kind=kind, at=None, place="next")
            for kind in ("frozen", "computed", "approved", "closed")
        ],
        waiting=waits if state == "due" else [],
        lacked=waits if state == "incomplete" else [],
        left_out=[WaitingLine(says=said)] if is_run else [],
        accepted=said,
        gate=said,
        hindrance=said if state == "due" else "",
        beside=periods.BesideView(
            rows=rows(said, many) if is_run else [],
            last_attempt=1,
            earlier=said,
            same_inputs=many == 1,
            corrected_by=[(said, "/console/periods/x", usd(-1))] if many > 1 else [],
        ),
        most=[(said, usd(1))] * many if is_run else [],
        ranks=[(said, 2)] if is_run else [],
        estimate=EstimateView(as_of=NOW, figures=figures(said)) if state == "due" else None,
        since=a_since(said, many) if state == "closed" else None,
        proposal="/console/actions/x" if state == "computed" else "",
        close="/console/periods/x/close" if state == "incomplete" else "",
        again="/console/periods/x/again" if state == "computed" else "",
        post="/console/periods/x/post" if state == "computed" else "",
        look_since="/console/periods/x/since" if state == "closed" else "",
    )


def a_since(said: str, many: int) -> SinceView:
    return SinceView(
        as_of=NOW,
        amount=usd(-2_000),
        people=many + 3,
        most=[(said, usd(-1))] * many,
        orders=many - 1,
        named=[WaitingLine(says="", order_id=said, href="/console/parked/orders/x")] * (many - 1),
    )


def an_act(choice: str, said: str = "x", **more: Any) -> period_act.PeriodActView:
    given: dict[str, Any] = {
        "choice": choice,
        "line": a_line(),
        "plan_version": 3,
        "figures": figures(said),
        "waiting": [WaitingLine(says=said)],
        "lacked": [],
        "gate": said,
        "hindrance": "",
        "needs_second": False,
        "seen": "d",
        "once": "o",
        "action": "/console/periods/x/close",
    }
    return period_act.PeriodActView(**given | more)


def nothing(where: Frame) -> dict[str, str]:
    never = periods.PlanPeriods(plan_id="hyb", lines=[], first="")
    first = periods.PlanPeriods(
        plan_id="bin", lines=[], first="/console/periods/x", first_label="bin/week/2026-W40"
    )
    return {
        "no plan": periods.render_list(periods.PeriodsView(plans=[]), where),
        "never": periods.render_list(periods.PeriodsView(plans=[never, first]), where),
        "an act without figures": period_act.render(
            an_act("close", figures=None, waiting=[], gate=""), where, in_sheet=False
        ),
    }


def everything(where: Frame, said: str = "x", many: int = 2) -> dict[str, str]:
    plan = periods.PlanPeriods(
        plan_id=said, lines=[a_line(each, said) for each in STATES], first=""
    )
    every = {"list": periods.render_list(periods.PeriodsView(plans=[plan]), where)}
    for state in STATES:
        every[state] = periods.render_one(a_period(state, said, many), where)
    for choice in period_act.CHOICES:
        wrong = {"reason": "periods.bad.reason", "without_gate": "periods.bad.not-said"}
        wrong |= {"accept_waiting": "periods.bad.not-said"}
        every[f"act: {choice}"] = period_act.render(
            an_act(
                choice,
                said,
                wrong=wrong,
                changed=True,
                refused=said,
                needs_second=choice == "post",
            ),
            where,
            in_sheet=False,
        )
        every[f"propose: {choice}"] = period_act.render(
            an_act(choice, said, needs_second=True, waiting=[], lacked=[]), where, in_sheet=True
        )
        every[f"hindered: {choice}"] = period_act.render(
            an_act(choice, said, hindrance=said), where, in_sheet=False
        )
    return every


@pytest.mark.parametrize("language", ["en", "de", *pseudo.LANGUAGES])
@pytest.mark.parametrize("made", [nothing, everything])
def test_every_page_keeps_the_rules_in_every_language(
    made: Callable[[Frame], dict[str, str]], language: str
) -> None:
    for name, html in made(frame(language)).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_writes_stays_text() -> None:
    for name, html in everything(frame(), HOSTILE).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name
        assert "<script>alert" not in html, name


def test_very_much_fits_into_what_a_page_may_weigh() -> None:
    lines = [a_line("closed", f"{n}", row_id=f"period-{n}") for n in range(120)]
    plan = periods.PlanPeriods(plan_id="hyb", lines=lines, first="")
    pages = {
        "ten years": periods.render_list(periods.PeriodsView(plans=[plan]), frame()),
        "a review": periods.render_one(a_period(many=20), frame()),
    }

    for name, html in pages.items():
        assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX, name


@pytest.mark.parametrize("state", STATES)
def test_a_period_is_in_one_stage(state: str) -> None:
    places = [each.place for each in periods.stages_of(state)]

    assert len(places) == len(periods.STAGES)
    assert places.count("now") == (state != "closed")
    assert places == sorted(places, key=["done", "now", "next"].index)


def test_what_comes_next_is_the_oldest_that_is_not_closed() -> None:
    lines = [a_line("open", "2026-11"), a_line("computed", "2026-10"), a_line("closed", "2026-09")]

    found = periods.PlanPeriods(plan_id="hyb", lines=lines, first="").current

    assert found is not None
    assert found.label == "2026-10"


def test_what_is_under_way_is_looked_at_again_and_what_is_over_is_not() -> None:
    assert "hx-trigger" in periods.render_one(a_period("freezing"), frame())
    assert "hx-trigger" not in periods.render_one(a_period("closed"), frame())
    look = periods.render_look(a_period("posting"), frame())
    assert "<!doctype" not in look
    assert faults(look, is_whole=False) == []
