"""The pages of plans with nothing, with very much, and with what somebody hostile writes."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from commissions.pages import pseudo, text
from commissions.pages.console import plan_check, plans
from commissions.pages.frame import Frame
from tests.support.page_rules import faults

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&\u202eevil" + "x" * 300
HTML_BYTES_MAX = 15 * 1024


def frame(language: str = "en") -> Frame:
    return Frame(
        family="console",
        active="plans",
        text=text.of(language),
        zone="Europe/Berlin",
        who="Mara",
        roles=frozenset({"operator"}),
        company="Example Tea",
        now=NOW,
    )


def a_share(**more: Any) -> plans.WorstView:
    given: dict[str, Any] = {
        "bounded": Fraction(37, 100),
        "at_order": Fraction(1, 4),
        "cap": Fraction(2, 5),
        "volume": "CV",
        "unbounded": ("match",),
    }
    return plans.WorstView(**given | more)


def a_line(said: str = "uni7", version: int = 2, **more: Any) -> plans.VersionLine:
    given: dict[str, Any] = {
        "plan_id": "uni7",
        "version": version,
        "state": "active",
        "since": date(2026, 1, 1),
        "until": date(2027, 1, 1),
        "digest": "d" * 64,
        "worst": a_share(volume=said, unbounded=(said,), unheld=(said,)),
        "href": "/console/plans/uni7/2",
        "compare": "/console/plans/compare?plan=uni7&old=1&new=2",
    }
    return plans.VersionLine(**given | more)


def sections(said: str = "It says so.", many: int = 2) -> list[plans.SectionView]:
    titles = [*plans.SECTIONS, f"Bonus {said}", "A title of another release"]
    return [plans.section_view(title, [said] * many) for title in titles]


def a_draft(said: str = "uni7") -> plans.DraftLine:
    return plans.DraftLine(
        action_id="20261129-0123456789",
        plan_id=said,
        version=3,
        since=date(2027, 1, 1),
        by=said,
        proposed_at=NOW,
        worst=a_share(),
        href="/console/actions/20261129-0123456789",
    )


def a_checked(said: str = "uni7", **more: Any) -> plan_check.CheckedView:
    given: dict[str, Any] = {
        "plan_id": said,
        "version": 3,
        "since": date(2027, 1, 1),
        "timezone": said,
        "digest": "d" * 64,
        "before": 2,
        "worst": a_share(),
        "warnings": [said],
        "sections": sections(said),
        "changes": sections(said),
        "is_backdated": True,
    }
    return plan_check.CheckedView(**given | more)


def nothing(where: Frame) -> dict[str, str]:
    compared = plans.ComparedView(plan_id="uni7", old=1, new=1, versions=[1], sections=[])
    return {
        "plans": plans.render_list(plans.PlansView(plans=[], drafts=[], may_act=True), where),
        "the same": plans.render_compared(compared, where),
        "an empty form": plan_check.render(plan_check.PlanCheckView(text=""), where),
    }


def everything(where: Frame, said: str = "uni7", many: int = 3) -> dict[str, str]:
    lines = [a_line(said, each) for each in range(many, 0, -1)]
    card = plans.PlanCard(plan_id=said, timezone=said, currency="USD", versions=lines)
    old = a_line(worst=None, compare="", until=None)
    version = plans.PlanVersionView(
        line=lines[0],
        timezone=said,
        currency="USD",
        sections=sections(said),
        warnings=[said],
        written=said,
        go_on="/console/plans/check?from=uni7/3",
    )
    problem = plan_check.ProblemLine(line=7, path=said, written=said, reason=said)
    checks = {
        "wrong": plan_check.PlanCheckView(text=said, problems=[problem] * many),
        "right": plan_check.PlanCheckView(text=said, checked=a_checked(said), once="o"),
        "refused": plan_check.PlanCheckView(
            text=said, checked=a_checked(said), refused=said, changed=True
        ),
        "the first": plan_check.PlanCheckView(text=said, checked=a_checked(said, before=0)),
        "not comparable": plan_check.PlanCheckView(
            text=said, checked=a_checked(said, comparable=False, refused=said)
        ),
        "stands": plan_check.PlanCheckView(text=said, checked=a_checked(said, published=True)),
        "unexplained": plan_check.PlanCheckView(
            text=said, checked=a_checked(said), wrong={"reason": "plans.bad.reason"}
        ),
        "nothing": plan_check.PlanCheckView(text="", wrong={"text": "plans.bad.text"}),
        "too long": plan_check.PlanCheckView(text="", wrong={"text": "plans.bad.too-long"}),
    }
    view = plans.PlansView(plans=[card], drafts=[a_draft(said)], may_act=True)
    compared = plans.ComparedView(
        plan_id=said, old=1, new=2, versions=[2, 1], sections=sections(said)
    )
    unreadable = plans.ComparedView(
        plan_id=said, old=1, new=2, versions=[2, 1], sections=[], unreadable=True
    )
    return {
        "plans": plans.render_list(view, where),
        "a version": plans.render_version(version, where),
        "in older words": plans.render_version(
            plans.PlanVersionView(
                line=old,
                timezone="UTC",
                currency="USD",
                sections=[],
                warnings=[],
                written="{}",
                go_on="",
            ),
            where,
        ),
        "compared": plans.render_compared(compared, where),
        "not to be compared": plans.render_compared(unreadable, where),
    } | {name: plan_check.render(each, where) for name, each in checks.items()}


@pytest.mark.parametrize("language", ["en", "de", *pseudo.LANGUAGES])
@pytest.mark.parametrize("made", [nothing, everything])
def test_every_page_keeps_the_rules_in_every_language(
    made: Callable[[Frame], dict[str, str]], language: str
) -> None:
    for name, html in made(frame(language)).items():
        assert faults(html) == [], name


def test_what_somebody_hostile_writes_stays_text() -> None:
    for name, html in everything(frame(), HOSTILE).items():
        assert faults(html) == [], name
        assert "<script>alert" not in html, name


def test_very_many_problems_fit_into_what_a_page_may_weigh() -> None:
    problems = [
        plan_check.ProblemLine(line=n, path=f"bonuses[{n}].rates", written="x" * 120, reason="no")
        for n in range(2000)
    ]
    html = plan_check.render(plan_check.PlanCheckView(text="", problems=problems), frame())

    assert "and 1,900 more" in html
    assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


def test_a_meter_has_the_companys_cap_as_its_rule() -> None:
    chart = a_share().chart

    assert (chart.filled, chart.mark) == (370, 400)
    assert not a_share().is_above
    assert a_share(bounded=Fraction(1, 2)).is_above


def test_who_may_not_act_sees_no_way_to_write_one() -> None:
    view = plans.PlansView(plans=[], drafts=[], may_act=False)

    assert "/console/plans/check" not in plans.render_list(view, frame())
