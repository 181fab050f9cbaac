"""Pages of reconciliations with nothing, with very much, and with what somebody hostile writes."""

import gzip
from datetime import date, timedelta
from typing import Any

import pytest

from commissions.audit.findings import CHECKS, KINDS
from commissions.pages import text
from commissions.pages.console import reconciliation as page
from commissions.pages.console.reconciliation_words import ADVICE_OF_MANY, advice_message
from tests.support.page_rules import faults
from tests.unit.audit.reports import a_finding
from tests.unit.pages.test_console import HOSTILE, HTML_BYTES_MAX, LANGUAGES, NOW, frame

DAY = date(2026, 11, 28)
VERDICTS = ("clean", "findings", "incomplete", "not-run", "of another release")


def a_cell(number: int) -> page.DayCell:
    verdict = VERDICTS[number % len(VERDICTS)]
    return page.DayCell(
        day=DAY - timedelta(days=number),
        verdict=verdict,
        findings=number,
        delta=[(number * 100, "USD"), (5, "pv")] if number % 2 else (),
        made_at=NOW if verdict != "not-run" else None,
    )


def a_row(number: int, said: str = "tea-us") -> page.FindingRow:
    kinds = [*KINDS, "of_another_release"]
    return page.FindingRow(
        row_id=f"finding-{number}",
        kind=kinds[number % len(kinds)],
        title=said,
        advice=said,
        check="ledger",
        store=said,
        order=said,
        about=said,
        sentence=said,
        unit=("USD", "pv", "")[number % 3],
        expected=1000,
        found=1000 + number,
        href="/console/parked/orders/x",
    )


def a_store(said: str = "tea-us", **more: Any) -> page.StoreCard:
    pairs = [
        page.PairRow(
            what=what,
            is_compared=what != "refunds",
            agrees=what == "orders",
            expected=12,
            found=11,
            expected_amounts=[(1200, "USD"), (100, "JPY")],
            found_amounts=[],
        )
        for what in ("orders", "refunds", "commissions", "lines")
    ]
    given: dict[str, Any] = {"store": said, "platform": "shopify", "not_asked": said}
    given |= {"compared": 10, "looked_at": 12, "pairs": pairs}
    given["apart"] = [(n, 2) for n in ("in-flight", "waiting", "accepted", "earlier", "listed")]
    return page.StoreCard(**given | more)


def a_report(said: str = "tea-us", stores: int = 2, **more: Any) -> page.ReportView:
    names = [f"{said}{each}" for each in range(stores)] + [""]
    given: dict[str, Any] = {
        "made_at": NOW,
        "verdict": "findings",
        "findings": 3,
        "delta": [(-5, "USD"), (5, "pv")],
        "compared": 10,
        "looked_at": 12,
        "journals": 100,
        "stores": [a_store(each) for each in names[:-1]],
        "checks": [
            page.CheckRow(check=each, counts=[(name, len(each)) for name in names])
            for each in (*CHECKS, "a check of another release")
        ],
        "balances": 1,
        "settling": 0,
        "hashes": 3,
        "apart": [("rule_changed", 3), ("register_changed_later", 1)],
    }
    return page.ReportView(**given | more)


def a_day(said: str = "tea-us", rows: int = 3, **more: Any) -> page.DayView:
    given: dict[str, Any] = {
        "day": DAY,
        "earlier": DAY - timedelta(days=1),
        "later": None,
        "report": a_report(said),
        "filter": {"store": said} if rows else {},
        "rows": [a_row(each, said) for each in range(rows)],
        "listed": rows * 3,
        "goes_on": "cursor" if rows else "",
        "may_run": True,
        "once": "o",
    }
    return page.DayView(**given | more)


def pages(language: str, said: str = "tea-us") -> dict[str, str]:
    where = frame(language, active="reconciliation")
    clean = a_report(verdict="clean", findings=0, delta=(), stores=0, checks=(), apart=())
    return {
        "days": page.render_calendar(
            page.CalendarView(cells=[a_cell(n) for n in range(30)]), where
        ),
        "clean days": page.render_calendar(page.CalendarView(cells=[a_cell(0)]), where),
        "a day": page.render_day(a_day(said, len(KINDS) + 1), where),
        "a clean day": page.render_day(a_day(rows=0, report=clean), where),
        "an incomplete day": page.render_day(
            a_day(said, report=a_report(said, verdict="incomplete"), may_run=False), where
        ),
        "a day that runs": page.render_day(
            a_day(said, later=DAY, running_since=NOW, filter={"show": "rule_changed"}), where
        ),
        "a day that does not come": page.render_day(
            a_day(said, running_since=NOW, is_late=True, report=None, rows=0), where
        ),
        "a look": page.render_look(a_day(said), where),
        "more": page.render_more(a_day(said), where),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_the_rules_in_every_language(language: str) -> None:
    for name, html in pages(language).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_writes_stays_text() -> None:
    for name, html in pages("en", HOSTILE).items():
        found = faults(html, is_whole="<!doctype" in html)
        assert [each for each in found if "{{" not in each] == [], name
        assert "<script>alert" not in html, name


def test_very_many_findings_fit_into_what_a_page_may_weigh() -> None:
    html = page.render_day(a_day(rows=50, report=a_report(stores=8)), frame())

    assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_a_finding_and_what_to_do_as_the_report_does(kind: str) -> None:
    finding = a_finding(kind=kind)
    words = text.of("en")
    said = words(
        advice_message(kind),
        order=finding.order,
        store=finding.store,
        day=DAY.isoformat(),
        about=finding.about,
    )

    assert (
        str(words(f"reconciliation.kind.{kind}")).casefold()
        == str(words("reconciliation.cell", day="", verdict=finding.title))
        .removeprefix(": ")
        .casefold()
    )
    assert said.unescape() == finding.advice(DAY).replace("`", "")


def test_every_kind_has_a_name_and_an_advice_in_every_language() -> None:
    for language in text.LANGUAGES:
        words = text.of(language)
        for kind in KINDS:
            assert words.has(f"reconciliation.kind.{kind}"), (language, kind)
            assert words.has(advice_message(kind)), (language, kind)
        for check in CHECKS:
            assert words.has(f"reconciliation.check.{check}"), (language, check)


def test_advice_is_shared_by_kinds_that_there_are() -> None:
    shared = [kind for kinds in ADVICE_OF_MANY.values() for kind in kinds.split()]

    assert set(shared) <= set(KINDS)
    assert len(shared) == len(set(shared))
