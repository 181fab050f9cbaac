"""The page of the audit log with nothing, with very much, and with what somebody hostile writes."""

import gzip
from datetime import date
from typing import Any

import pytest

from commissions.domain.actions.audit_entry import AuditEntry
from commissions.pages.console import audit
from tests.support.page_rules import faults
from tests.unit.pages.test_console import (
    HOSTILE,
    HTML_BYTES_MAX,
    LANGUAGES,
    NOW,
    an_action,
    frame,
)

ROWS = 50
OUTCOMES = ("done", "begun", "refused", "applied", "rejected", "of another release", "")


def an_entry(said: str = "rebuild", **more: Any) -> AuditEntry:
    given: dict[str, Any] = {"at": NOW, "who": said, "what": said, "target": said, "why": said}
    given |= {"said": said, "where": said, "details": {said: said}, "outcome": "done"}
    given |= {"run": "r", "day": "2026-11-29", "number": 1, "hash": "a" * 64}
    return AuditEntry(**given | more)


def a_log(said: str = "rebuild", many: int = 3, **more: Any) -> audit.AuditView:
    entries = [
        an_entry(said, number=each + 1, outcome=OUTCOMES[each % len(OUTCOMES)])
        for each in range(many)
    ]
    given: dict[str, Any] = {
        "since": date(2026, 11, 22),
        "until": date(2026, 11, 29),
        "today": date(2026, 11, 29),
        "filter": {"who": said, "on": said} if many else {},
        "actors": [said],
        "kinds": ["plan.publish", said],
        "rows": [audit.row_of(each, said) for each in entries],
        "listed": many * 3,
        "in_file": many * 5,
        "looked_at": many * 5,
        "broken": [],
        "goes_on": "cursor" if many else "",
    }
    return audit.AuditView(**given | more)


def one(said: str = "rebuild", **more: Any) -> audit.AuditEntryView:
    given: dict[str, Any] = {"entry": an_entry(said), "is_whole": True, "action": an_action(said)}
    given |= {"others": [audit.row_of(an_entry(said, number=2))]}
    return audit.AuditEntryView(**given | more)


def pages(language: str, said: str = "rebuild") -> dict[str, str]:
    where = frame(language, active="audit")
    broken = [("2026-11-28/3", "/console/audit/2026-11-28/3")] * 25
    return {
        "nothing": audit.render(a_log(many=0), where),
        "nothing of a filter": audit.render(a_log(said, 0, filter={"who": said}), where),
        "a log": audit.render(a_log(said), where),
        "one that is not whole": audit.render(a_log(said, broken=broken, in_file=10**6), where),
        "an entry": audit.render_entry(one(said), where, in_sheet=False),
        "one that was changed": audit.render_entry(
            one(said, is_whole=False, action=None, others=[]), where, in_sheet=True
        ),
        "more": audit.render_more(a_log(said), where),
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


def test_a_page_of_rows_fits_into_what_a_page_may_weigh() -> None:
    html = audit.render(a_log(many=ROWS), frame(active="audit"))

    assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


def test_an_outcome_and_a_kind_that_nobody_knows_are_shown_as_they_are() -> None:
    html = audit.render(a_log("forecast the weather"), frame(active="audit"))

    assert "forecast the weather" in html
    assert "of another release" in audit.render(a_log(many=7), frame(active="audit"))
