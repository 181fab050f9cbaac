"""Pages of requests by law with nothing, with very much, and with what somebody hostile writes."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from commissions.application.care.erasure import STEPS
from commissions.domain.people.privacy import KINDS
from commissions.pages import text
from commissions.pages.console import privacy as page
from tests.support.page_rules import faults
from tests.unit.pages.test_console import HOSTILE, HTML_BYTES_MAX, LANGUAGES, NOW, frame

DID = [name for steps in STEPS.values() for name in steps]


def a_line(number: int = 1, said: str = "tea", **more: Any) -> page.PrivacyLine:
    given: dict[str, Any] = {
        "ticket": f"{number:012x}",
        "request_id": said,
        "store_id": said,
        "platform": "shopify",
        "kind": [*KINDS, "a_kind_of_another_release"][number % 4],
        "asked_at": NOW - timedelta(days=10),
        "due": NOW + timedelta(days=number - 3),
        "done_at": None,
        "did": [(each, 2) for each in dict.fromkeys(DID)] + [("a_step_of_another_release", 1)],
        "note": said,
    }
    return page.PrivacyLine(**given | more)


def a_list(show: str = "open", said: str = "tea", many: int = 5) -> page.PrivacyList:
    lines = [a_line(each, said, done_at=NOW if show == "done" else None) for each in range(many)]
    return page.PrivacyList(
        show=show,
        lines=lines,
        listed=many * 2,
        open=many,
        overdue=1,
        soon=1,
        done=0,
        goes_on="cursor" if many else "",
    )


def held(said: str = "tea", **more: Any) -> page.HeldData:
    given: dict[str, Any] = {
        "customer": said,
        "linked_to": said,
        "linked_as": said,
        "customer_of": said,
        "customer_since": said,
        "remembered_by": [said] * 3,
        "erased_at": NOW,
        "orders": [said] * 5,
        "without_customer": [said],
        "unknown_orders": [said],
        "not_looked_up": 7,
        "quarantined": 3,
    }
    return page.HeldData(**given | more)


def one(said: str = "tea", number: int = 4, **more: Any) -> page.PrivacyView:
    given: dict[str, Any] = {"line": a_line(number, said), "now": NOW, "may_act": True}
    return page.PrivacyView(**given | {"once": "o", "note": said} | more)


def pages(language: str, said: str = "tea") -> dict[str, str]:
    where = frame(language, active="privacy")
    nothing = held("", **dict.fromkeys(("remembered_by", "orders", "unknown_orders"), ()))
    return {
        "nothing": page.render_list(a_list(many=0), where),
        "nothing done": page.render_list(a_list("done", many=0), where),
        "requests": page.render_list(a_list(said=said), where),
        "what is done": page.render_list(a_list("done", said), where),
        "more": page.render_more(a_list(said=said), where),
        "a request": page.render_one(one(said), where),
        "what is held": page.render_one(one(said, held=held(said)), where),
        "nothing held": page.render_one(one(said, held=nothing), where),
        "a bad form": page.render_one(one(said, wrong="privacy.bad.note"), where),
        "one that is closed": page.render_one(one(said, line=a_line(4, said, done_at=NOW)), where),
        "one that is being closed": page.render_one(one(said, closing=True), where),
        "one that is not": page.render_one(one(said, closing=True, is_late=True), where),
        "an erasure": page.render_one(
            one(said, line=a_line(1, said, did=(), note=""), may_act=False), where
        ),
        "a look": page.render_look(one(said), where),
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


def test_very_much_fits_into_what_a_page_may_weigh() -> None:
    orders = [f"66{number:08}" for number in range(100)]
    for html in (
        page.render_list(a_list(many=50), frame()),
        page.render_one(one(held=held(orders=orders)), frame()),
    ):
        assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


def test_every_kind_and_every_step_has_a_word_in_every_language() -> None:
    for language in text.LANGUAGES:
        words = text.of(language)
        for kind in KINDS:
            assert words.has(f"privacy.kind.{kind.replace('_', '-')}")
        for step in DID:
            assert words.has(f"privacy.did.{step.replace('_', '-')}")
