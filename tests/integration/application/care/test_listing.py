"""Goods that came back without money: found when their day has come, listed once, gone again."""

from datetime import timedelta
from typing import Any

import pytest

from commissions.application.care import listing
from commissions.application.care.decisions import Dismissal, Release
from commissions.application.care.listing import list_due
from commissions.application.care.parked_decisions import decide
from commissions.application.care.refold import refolds
from commissions.application.pipeline import settle
from commissions.application.queries import health
from commissions.aws.clients import client
from commissions.tables import ledger, parked, plans
from commissions.tables.parked import ParkedEntry
from tests.integration.application.care.test_refold import TWO
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.money_facts import (
    Facts,
    decided,
    line,
    money_back,
    paid_where,
    snapshot,
    units_back,
)
from tests.support.orders import NOON, PLAN
from tests.support.pipeline_driver import Published, run

KEY = "shopify/tea/1001"
SIXTY = line("2", "60.00")
SOLD = snapshot(line("1", "40.00"), SIXTY)
BACK = units_back("2", "0.00", "60.00", "r1", minutes=60)
MONEY = money_back("60.00", "r2", minutes=90)
DAY = timedelta(days=1)
STAYS = "goods worth 60.00 USD came back on 2026-11-20, 0.00 USD went"
pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(PLAN.text)


def told(*facts: Facts, days: float = 1) -> None:
    for some in facts:
        settle.settle(KEY, some, inbox="", now=NOON + DAY * days)


def one_by_one(facts: Facts) -> None:
    for each in facts:
        told((each,))


def rows() -> list[dict[str, Any]]:
    """All there is in the table, also what waits for its day."""
    return client("dynamodb").scan(TableName=parked.TABLE)["Items"]


def listed() -> list[tuple[str, str]]:
    return [(entry.reason, entry.detail) for entry in parked.all_entries()]


def the_entry() -> ParkedEntry:
    [entry] = parked.all_entries()
    return entry


def test_it_is_listed_in_the_night_after_its_day_and_by_two_nights_once() -> None:
    told(SOLD, BACK)
    looked = [list_due(NOON + DAY * each) for each in (1, 13, 14)]
    before = listed()
    list_due(NOON + DAY * 15)
    first = the_entry()
    list_due(NOON + DAY * 400)

    assert (looked, before) == ([0, 0, 1], [])
    assert (first.detail, first.holds, first.order_key) == (STAYS, False, KEY)
    assert (the_entry().since, len(rows())) == (first.since, 1)


def test_what_is_told_late_is_listed_with_it_and_holds_nothing_up() -> None:
    told(SOLD, BACK, days=30)

    assert listed() == [("return_without_money", STAYS)]
    [found] = health.check({}, now=NOON + DAY * 60).parked
    assert (found.reason, found.holds, found.is_well) == ("return_without_money", False, True)


@pytest.mark.parametrize("days", [10, 20])
def test_money_takes_it_away_in_the_same_write(days: int) -> None:
    told(SOLD, BACK)
    list_due(NOON + DAY * days)
    told(MONEY, days=days)

    assert (rows(), ledger.read(KEY).head.watch) == ([], "")


def test_an_answer_takes_it_away_and_taken_back_brings_it_again() -> None:
    told(SOLD, BACK)
    list_due(NOON + DAY * 20)
    told(decided("return", "exchanged", minutes=30_000), days=21)
    answered = rows()
    told(decided("return", "", minutes=30_001), days=22)

    assert (answered, listed()) == ([], [("return_without_money", STAYS)])


def test_its_figures_follow_what_comes_meanwhile() -> None:
    told(SOLD, BACK)
    list_due(NOON + DAY * 20)
    since = the_entry().since
    told(money_back("20.00", "r2", minutes=90), days=21)

    assert the_entry().detail.endswith("came back on 2026-11-20, 20.00 USD went")
    assert the_entry().since == since


def test_dismissed_it_does_not_come_back_for_the_same_state(published: Published) -> None:
    told(SOLD, BACK)
    list_due(NOON + DAY * 20)
    paid = [sum(leg.amount for leg in each.legs) for each in ledger.read(KEY).journals]

    [entry] = decide(KEY, Dismissal("the customer has a voucher"))
    at_once = rows()
    run(published)
    list_due(NOON + DAY * 40)

    assert (entry.detail, at_once, rows()) == (STAYS, [], [])
    assert len(ledger.read(KEY).journals) == len(paid)


def test_released_it_is_only_looked_at_again() -> None:
    told(SOLD, BACK, days=30)
    decide(KEY, Release())
    assert listed() in ([("return_without_money", STAYS)], [])  # by the clock of whoever asks

    list_due(NOON + DAY * 30)
    assert listed() == [("return_without_money", STAYS)]


def test_a_night_that_meets_the_money_leaves_nothing_behind() -> None:
    told(SOLD, BACK)
    with just_before("TransactWriteItems", lambda: told(MONEY, days=20)):
        list_due(NOON + DAY * 20)

    assert rows() == []


def test_what_a_night_left_half_done_the_next_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    told(SOLD, BACK)
    with monkeypatch.context() as crashed:
        crashed.setattr(listing, "watched", lambda *_, **__: 1 / 0)
        assert list_due(NOON + DAY * 20) == 0

    assert list_due(NOON + DAY * 21) == 1
    assert listed() == [("return_without_money", STAYS)]


def test_what_is_listed_by_mistake_goes_in_the_next_night() -> None:
    told(SOLD, BACK)
    list_due(NOON + DAY * 20)
    [stale] = rows()
    told(MONEY, days=21)
    client("dynamodb").put_item(TableName=parked.TABLE, Item=stale)

    list_due(NOON + DAY * 22)
    assert rows() == []


def test_an_order_from_before_is_found_by_a_refold(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(settle, "watched", lambda *_, **__: ("", []))
        told(SOLD, BACK)
    assert ([each.to_be_listed for each in refolds(None)], rows()) == ([True], [])

    list(refolds(None, TWO))
    list_due(NOON + DAY * 400)
    assert listed() == [("return_without_money", STAYS)]


def test_a_refund_s_two_records_are_one_question_about_the_order() -> None:
    told(paid_where({"amount_only_refund": "park"}, line("1", "40.00"), SIXTY))
    one_by_one(units_back("2", "72.00", "60.00", "r1", minutes=60))

    assert [(each.reason, each.holds) for each in parked.all_entries()] == [
        ("amount_only_refund", True)
    ]
    told(decided("goodwill", "spread", minutes=99))
    assert rows() == []


def test_a_plain_order_costs_what_it_did() -> None:
    with round_trips() as made:
        told(SOLD, units_back("1", "40.00", "40.00", "r9", minutes=60))
    head = client("dynamodb").get_item(TableName=ledger.HEADS, Key={"order_key": {"S": KEY}})

    assert made.count("TransactWriteItems") == 2
    assert set(made) <= {"GetItem", "Query", "TransactWriteItems"}
    assert head["Item"].keys() == {"order_key", "version", "journals", "waiting", "day"}
    assert rows() == []
