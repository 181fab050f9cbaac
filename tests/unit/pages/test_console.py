"""The console's pages with nothing, with very much, and with what somebody hostile writes."""

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.money import Money
from commissions.domain.orders.parked_choices import CHOICES, choices
from commissions.domain.orders.parking_reasons import ADVICE
from commissions.domain.stores.heard_hours import HeardHour
from commissions.pages import pseudo, text
from commissions.pages.console import actions, health, parked, parked_act, parked_order
from commissions.pages.formats import Formats
from commissions.pages.frame import Frame
from tests.support.page_rules import faults

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}\u202eevil" + "x" * 300
LANGUAGES = ("en", "de", *pseudo.LANGUAGES)
HTML_BYTES_MAX = 15 * 1024
"""Of a page as it is sent: packed."""
MANY = 200


def frame(language: str = "en", **more: Any) -> Frame:
    given: dict[str, Any] = {
        "family": "console",
        "active": "parked",
        "text": text.of(language),
        "zone": "Europe/Berlin",
        "who": "Mara",
        "roles": frozenset({"operator"}),
        "company": "Example Tea",
        "now": NOW,
    }
    return Frame(**given | more)


def a_stake(**more: Any) -> parked.StakeView:
    given: dict[str, Any] = {"amounts": [Money(13300, "USD")], "weighed": 3, "records": 3}
    return parked.StakeView(**given | more)


def a_line(number: int = 1, said: str = "NEW has no value") -> parked.ParkedLine:
    return parked.ParkedLine(
        row_id=f"waits-{number}",
        order_id=said if said == HOSTILE else f"66{number:08}",
        store_id=said if said == HOSTILE else "tea-us",
        reason="unmapped_sku",
        detail=said,
        tries=2,
        since=NOW - timedelta(minutes=30),
        href="/console/parked/orders/shopify~2Ftea~2F1",
    )


def a_card(number: int = 1, said: str = "NEW", lines: int = 3, **more: Any) -> parked.ParkedCard:
    given: dict[str, Any] = {
        "card_id": f"group-{number}",
        "kind": "sku",
        "name": said,
        "store_id": said if said == HOSTILE else "tea-us",
        "reason": "unmapped_sku",
        "holds": True,
        "count": lines,
        "at_stake": a_stake(),
        "choices": choices("unmapped_sku"),
        "filter": {"waits": f"sku/tea-us/{said}"},
        "lines": [a_line(number * 1000 + each, said) for each in range(lines)],
    }
    return parked.ParkedCard(**given | more)


def a_parked(*cards: parked.ParkedCard, **more: Any) -> parked.ParkedView:
    given: dict[str, Any] = {
        "made_at": NOW,
        "version": "v",
        "filter": {},
        "reasons": ["unmapped_sku", "a_reason_of_another_release"],
        "stores": ["tea-us"],
        "ages": ["15m", "1h"],
        "waiting": len(cards),
        "listed": 0,
        "oldest": NOW - timedelta(hours=2) if cards else None,
        "at_stake": a_stake(amounts=[Money(1, "USD"), Money(2, "EUR")] if cards else []),
        "cards": cards,
        "may_act": True,
    }
    return parked.ParkedView(**given | more)


def an_act(choice: str = "release", said: str = "NEW", **more: Any) -> parked_act.ParkedActView:
    given: dict[str, Any] = {
        "choice": choice,
        "kind": "sku",
        "name": said,
        "store_id": "tea-us",
        "filter": {"waits": said},
        "records": 12,
        "left": 3,
        "at_stake": a_stake(),
        "lines": [a_line(each, said) for each in range(10)],
        "seen": "d",
        "once": "o",
        "needs_second": False,
        "said": {"name": said},
        "sold_at": [Money(2200, "USD")],
    }
    return parked_act.ParkedActView(**given | more)


def an_order(said: str = "NEW", many: int = 1) -> parked_order.ParkedOrderView:
    record = parked_order.WaitingRecord(
        record_key=said,
        reason="conflict",
        detail=said,
        holds=True,
        tries=1,
        since=NOW,
        tried_at=NOW,
        choices=choices("conflict"),
        filter={"order": said},
        tellings=[parked_order.TellingField(name=said, first=said, second="")],
    )
    return parked_order.ParkedOrderView(
        order_key=said,
        order_id=said,
        store_id=said,
        platform="shopify",
        placed_at=NOW,
        status="paid",
        net=Money(1200, "JPY"),
        lines=[parked_order.OrderLine(sku=said, quantity="3", net=Money(12, "JPY"))] * many,
        records=[record] * many,
        told=[parked_order.ToldEvent(at=NOW, what="message", topic=said)] * many,
        posted=0,
        may_act=True,
    )


def an_action(said: str = "a test", **more: Any) -> actions.ActionView:
    given: dict[str, Any] = {
        "action_id": "20261129-0123456789",
        "kind": "parked.dismiss",
        "target": said,
        "state": "proposed",
        "by": said,
        "is_own": False,
        "why": said,
        "proposed_at": NOW,
        "expires_at": NOW + timedelta(hours=72),
        "agreed_by": "",
        "agreed_at": None,
        "ended_by": "",
        "ended_at": None,
        "outcome": "",
        "seen": "d" * 64,
        "says": [("records", "3"), ("a word of another release", said)],
        "moved": [
            actions.MovedLine(
                who=said,
                unit="",
                before=Money(0, "USD"),
                after=Money(-500, "USD"),
                change=Money(-500, "USD"),
            ),
            actions.MovedLine(who=said, unit="PV", before=100, after=0, change=-100),
        ],
        "may_decide": True,
    }
    return actions.ActionView(**given | more)


def a_result(said: str = "a test", many: int = 1, **more: Any) -> actions.ActionResultView:
    lines = [
        actions.OutcomeLine(
            row_id=f"outcome-{outcome}-{number}",
            order_id=said,
            href="/console/parked/orders/x",
            outcome=outcome,
            says=said,
        )
        for outcome in actions.OUTCOMES
        for number in range(many)
    ]
    return actions.ActionResultView(action=an_action(said, **more), lines=lines)


def a_store(said: str = "tea-us", **more: Any) -> health.StoreLine:
    given: dict[str, Any] = {
        "store_id": said,
        "platform": "shopify",
        "is_well": True,
        "heard_at": NOW,
        "answered_within_ms": 50,
        "to_ledger": timedelta(milliseconds=340),
        "to_ledger_of": 25,
        "parked": 2,
        "refused": 0,
        "asked_at": NOW,
        "webhooks_wrong": 0,
        "href": "/console/health/tea-us",
    }
    return health.StoreLine(**given | more)


def a_concern(kind: str = "left-alone", said: str = "tea-us") -> health.ConcernView:
    return health.ConcernView(
        kind=kind, subject=said, count=2, age=timedelta(hours=3), says=said, href=""
    )


def a_health(said: str = "tea-us", many: int = 1, **more: Any) -> health.HealthView:
    from commissions.application.queries.health_concerns import CONCERNS

    station = health.StationLine(
        name="Earn", waiting=3, in_work=1, oldest=timedelta(minutes=2), dead=1
    )
    given: dict[str, Any] = {
        "made_at": NOW,
        "concerns": [a_concern(each, said) for each in CONCERNS],
        "stores": [a_store(said)] * many,
        "pending": 3,
        "pending_oldest": timedelta(seconds=40),
        "stations": [station],
        "reconciliation": health.ReconciliationLine(
            day=date(2026, 11, 28),
            verdict="findings",
            findings=2,
            deltas=[(5, "USD"), (2000, "pv")],
            href="/console/reconciliation/2026-11-28",
        ),
        "ringing": [(said, said)],
        "quiet": 100,
    }
    return health.HealthView(**given | more)


def of_store(said: str, where: Frame) -> str:
    hours = health.hour_lines(
        [(NOW - timedelta(hours=each), HeardHour(9, 2)) for each in range(24)], {}
    )
    view = health.StoreHealthView(
        line=a_store(said),
        concerns=[a_concern("silent", said)],
        hours=hours,
        silent_after=None,
        failures=0,
        left_alone_until=NOW,
        webhooks_checked_at=None,
        api_version=said,
    )
    chart = health.hour_chart(hours, where.text, Formats(where.text, where.zone, where.now))
    return health.render_store(view, chart, where)


def nothing(where: Frame) -> dict[str, str]:
    empty = a_health(
        concerns=(), stores=(), stations=(), reconciliation=None, ringing=(), pending_oldest=None
    )
    return {
        "health": health.render(empty, where),
        "parked": parked.render(a_parked(), where),
        "parked of a filter": parked.render(a_parked(filter={"store": "tea"}), where),
        "actions": actions.render_list([], where),
        "an action on nothing": actions.render_one(
            actions.ActionResultView(action=an_action(says=(), moved=()), lines=()), where
        ),
        "an act on nothing": parked_act.render(an_act(records=0, lines=()), where, in_sheet=False),
    }


def everything(where: Frame, said: str = "NEW", many: int = 3) -> dict[str, str]:
    every = {
        "health": health.render(a_health(said, many), where),
        "a store": of_store(said, where),
        "parked": parked.render(a_parked(a_card(1, said, many), a_card(2, said)), where),
        "an order": parked_order.render(an_order(said), where, in_sheet=False),
        "actions": actions.render_list([an_action(said)], where),
        "an action": actions.render_one(a_result(said, many), where),
        "an action that is over": actions.render_one(
            a_result(said, state="applied", agreed_at=NOW, ended_at=NOW, outcome=said), where
        ),
        "somebody's own": actions.render_one(
            a_result(said, is_own=True, may_decide=False, why_not="own"), where
        ),
        "an action that waits": actions.render_one(
            a_result(said, state="approved", agreed_at=NOW, agreed_by=said), where
        ),
    }
    for choice in CHOICES:
        view = an_act(
            choice, said, changed=True, refused=said, wrong={"reason": "parked.bad.reason"}
        )
        every[f"act: {choice}"] = parked_act.render(view, where, in_sheet=False)
        second = an_act(choice, said, needs_second=True)
        every[f"propose: {choice}"] = parked_act.render(second, where, in_sheet=True)
    return every


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [nothing, everything])
def test_every_page_keeps_the_rules_in_every_language(
    made: Callable[[Frame], dict[str, str]], language: str
) -> None:
    for name, html in made(frame(language)).items():
        assert faults(html, is_whole="<!doctype" in html) == [], name


def test_what_somebody_hostile_writes_stays_text() -> None:
    for name, html in everything(frame(), HOSTILE).items():
        found = faults(html, is_whole="<!doctype" in html)
        # The words of somebody who writes like a template are not one that nobody filled in.
        assert [each for each in found if "{{" not in each] == [], name
        assert "<script>alert" not in html, name


def test_very_much_fits_into_what_a_page_may_weigh() -> None:
    view = a_parked(*(a_card(each, f"SKU-{each}", 10, count=900) for each in range(20)))
    pages = {
        "parked": parked.render(view, frame()),
        "one cause": parked.render(a_parked(a_card(1, "NEW", MANY)), frame()),
        "health": health.render(a_health(many=50), frame()),
        "an action": actions.render_one(a_result(many=MANY // 6), frame()),
    }

    for name, html in pages.items():
        assert len(gzip.compress(html.encode(), 6)) <= HTML_BYTES_MAX, name


def test_every_reason_has_a_word_and_an_advice_that_name_no_command() -> None:
    for language in text.LANGUAGES:
        words = text.of(language)
        for reason in ADVICE:
            said = f"{words(f'parked.reason.{reason}')} {words(f'parked.advice.{reason}')}"
            assert "`" not in said, reason
            assert "--" not in said, reason
            assert ".csv" not in said, reason


def test_a_look_is_the_part_alone() -> None:
    for html in (
        parked.render_look(a_parked(a_card()), frame()),
        health.render_look(a_health(), frame()),
        actions.render_look(a_result(), frame()),
    ):
        assert "<!doctype" not in html
        assert faults(html, is_whole=False) == []


def test_what_is_under_way_is_looked_at_again_and_what_is_over_is_not() -> None:
    assert "hx-trigger" in actions.render_one(a_result(), frame())
    over = actions.ActionResultView(
        action=an_action(state="rejected", ended_at=NOW, ended_by="ines"), lines=()
    )
    assert "hx-trigger" not in actions.render_one(over, frame())


def test_who_may_not_act_sees_no_button() -> None:
    html = parked.render(a_parked(a_card(), may_act=False), frame())

    assert "/console/parked/act/" not in html
