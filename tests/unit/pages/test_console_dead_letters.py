"""The pages of dead letters with nothing, with much, and with what somebody hostile writes."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from commissions import events
from commissions.pages import text
from commissions.pages.console import actions, dead_letters
from commissions.pages.frame import Frame
from tests.support.page_rules import faults
from tests.unit.pages.test_console import (
    HOSTILE,
    HTML_BYTES_MAX,
    LANGUAGES,
    NOW,
    an_action,
    frame,
)

ADVICE = ("send", "call", "project", "release", "guard")
OWN_KINDS = ("asked", "failed-call", "unknown")


def a_queue(advice: str = "send", said: str = "Earn", count: int = 3) -> dead_letters.DeadQueueLine:
    return dead_letters.DeadQueueLine(
        name=said,
        count=count,
        in_flight=1,
        can_send=True,
        advice=advice,
        href="/console/dead-letters/Earn",
    )


def a_letter(number: int = 1, said: str = "order.placed", **more: Any) -> Any:
    given: dict[str, Any] = {
        "row_id": f"letter-{number}",
        "message_id": said,
        "kind": said,
        "store_id": said,
        "order_id": said,
        "order_href": "/console/parked/orders/x" if number % 2 else "",
        "since": NOW - timedelta(hours=number),
        "attempts": 10 * (number % 2),
        "error": said if number % 2 else "",
        "send_href": "/console/dead-letters/Earn/send?message=m" if number % 3 else "",
    }
    return dead_letters.DeadLetterLine(**given | more)


def a_page(letters: int = 3, said: str = "order.placed", **more: Any) -> dead_letters.DeadQueueView:
    given: dict[str, Any] = {
        "made_at": NOW,
        "queue": a_queue(count=letters + 1),
        "letters": [a_letter(each, said) for each in range(letters)],
        "fitting": letters,
        "looked_at": letters,
        "kinds": [said],
        "stores": [said],
        "filter": {},
        "send_href": "/console/dead-letters/Earn/send" if letters else "",
    }
    return dead_letters.DeadQueueView(**given | more)


def a_sending(said: str = "order.placed", **more: Any) -> dead_letters.DeadLetterSendView:
    given: dict[str, Any] = {
        "queue": said,
        "action": "/console/dead-letters/Earn/send",
        "back": "/console/dead-letters/Earn",
        "count": 12,
        "lines": [a_letter(each, said) for each in range(3)],
        "ids": said,
        "filter": {"kind": said},
        "once": "o",
        "needs_second": False,
    }
    return dead_letters.DeadLetterSendView(**given | more)


def everything(where: Frame, said: str = "order.placed") -> dict[str, str]:
    queues = [a_queue(each, f"{said}{number}") for number, each in enumerate(ADVICE)]
    full = dead_letters.DeadLettersView(made_at=NOW, queues=queues, empty=14, count=15)
    none = dead_letters.DeadLettersView(made_at=NOW, queues=(), empty=19, count=0)
    wrong = {"reason": "dead.bad.reason", "changed": "dead.bad.changed"}
    outcomes = [
        actions.OutcomeLine(
            row_id=f"outcome-{each}", order_id=said, href="", outcome=each, says=said
        )
        for each in actions.OUTCOMES
    ]
    done = an_action(said, kind="dead_letters.send", state="applied", ended_at=NOW)
    pages = {
        "nothing": dead_letters.render_list(none, where),
        "queues": dead_letters.render_list(full, where),
        "a queue": dead_letters.render_one(
            a_page(4, said, goes_on="/console/dead-letters/Earn?after=c"), where
        ),
        "an empty one": dead_letters.render_one(a_page(0), where),
        "none of a filter": dead_letters.render_one(a_page(0, filter={"kind": said}), where),
        "a sending": dead_letters.render_send(a_sending(said), where, in_sheet=True),
        "a sending refused": dead_letters.render_send(
            a_sending(said, wrong=wrong, refused=said, needs_second=True), where, in_sheet=False
        ),
        "what became of it": actions.render_one(
            actions.ActionResultView(action=done, lines=outcomes), where
        ),
    }
    for each in OWN_KINDS:
        pages[f"of kind {each}"] = dead_letters.render_one(a_page(1, each), where)
    return pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_dead_letters_keeps_the_rules_in_every_language(language: str) -> None:
    for name, html in everything(frame(language, active="dead-letters")).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_writes_into_a_message_stays_text() -> None:
    for name, html in everything(frame(active="dead-letters"), HOSTILE).items():
        found = faults(html, is_whole="<!doctype" in html)
        assert [each for each in found if "{{" not in each] == [], name
        assert "<script>alert" not in html, name


def test_fifty_messages_fit_into_what_a_page_may_weigh() -> None:
    html = dead_letters.render_one(a_page(50), frame())

    assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX


def test_every_kind_that_a_station_can_give_up_on_has_a_word() -> None:
    told = {"order.parked", "commission.earned", "commission.reversed"}
    for language in text.LANGUAGES:
        words = text.of(language)
        for name in {*events.DETAIL_TYPES.values()} - told | {*OWN_KINDS}:
            assert words(f"dead.kind.{name}")
