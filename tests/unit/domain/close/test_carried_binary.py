"""What a binary brings along in columns: who is who, what is refused, what is forgotten."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from commissions.domain.close.carried_binary import (
    CarriedBinary,
    ClosedAlready,
    MembersMissing,
    NumberTwice,
    OrderForgotten,
)
from commissions.domain.close.columns import PeriodColumns, moment
from commissions.domain.close.engine import closed_columns, told_close
from commissions.domain.close.facts import LateReturn, PeriodFacts
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.order_ids import OrderIds, OrderInTwoPeriods
from tests.support.binaries import (
    PEOPLE,
    SEATS,
    TREE,
    binary,
    binary_plan,
    carried,
    open_legs,
    pairs,
    percent,
)
from tests.support.closes import ENDS, EVERYBODY, LONG_AGO, bought, day, period

PLAN = binary_plan(binary(percent("0.10"), eligibility=EVERYBODY))
OCTOBER = period(PEOPLE, [bought("left", 100), bought("right", 70)], seats=SEATS)
NOVEMBER = replace(OCTOBER, period="2026-11", starts=ENDS, ends=day(62), sales=())
DECEMBER = replace(NOVEMBER, period="2026-12", starts=day(62), ends=day(93))


def after(facts: PeriodFacts) -> dict[str, CarriedBinary]:
    return dict(closed_columns(PLAN, columns_of(facts)).binaries)


def bringing(facts: PeriodFacts, binaries: dict[str, CarriedBinary]) -> PeriodColumns:
    return replace(columns_of(facts), binaries=binaries)


def back(order: str, points: int) -> LateReturn:
    return LateReturn(order_id=order, at=day(40), volumes={"cv": points * 100})


def test_what_is_open_is_there_in_the_next_period() -> None:
    november = closed_columns(PLAN, bringing(NOVEMBER, after(OCTOBER)))

    assert open_legs(told_close(november), "top") == "30/0"


def test_a_seat_that_nobody_sent_anything_back_to_has_no_lots() -> None:
    assert after(OCTOBER)[TREE].state.touched == {}


def test_a_member_who_enrols_back_in_time_gets_nobody_elses_legs() -> None:
    first = min(PEOPLE.values(), key=lambda each: each.enrolled_at)
    older = replace(first, member_id="ada", enrolled_at=LONG_AGO - timedelta(days=1))
    november = replace(NOVEMBER, members=(*NOVEMBER.members, older))
    result = told_close(closed_columns(PLAN, bringing(november, after(OCTOBER))))

    assert open_legs(result, "top") == "30/0"


def test_a_member_who_is_told_no_more_is_refused() -> None:
    november = replace(
        NOVEMBER, members=tuple(each for each in NOVEMBER.members if each.member_id != "zoe")
    )
    members = tuple(replace(each, sponsors=()) for each in november.members)
    with pytest.raises(MembersMissing, match="tell everybody who ever was a member"):
        closed_columns(PLAN, bringing(replace(november, members=members), after(OCTOBER)))


def test_two_members_of_one_number_are_refused() -> None:
    columns = columns_of(OCTOBER)
    members = replace(columns.members, lasting=np.zeros(len(columns.members.ids), np.int64))
    with pytest.raises(NumberTwice, match="give each another"):
        closed_columns(PLAN, replace(columns, members=members))


def test_a_period_is_not_closed_on_top_of_itself() -> None:
    with pytest.raises(ClosedAlready, match="2026-10 begins before the last close ended"):
        closed_columns(PLAN, bringing(OCTOBER, after(OCTOBER)))


def test_what_seats_bring_along_is_told_once() -> None:
    twice = replace(NOVEMBER, legs={(TREE, "top"): carried(1, 1)})
    with pytest.raises(ValueError, match="tree binary is told in both"):
        closed_columns(PLAN, bringing(twice, after(OCTOBER)))


def test_an_order_that_counted_in_two_periods_is_refused_when_it_comes_back() -> None:
    again = replace(NOVEMBER, sales=(replace(OCTOBER.sales[0], at=day(40)),))
    november = closed_columns(PLAN, bringing(again, after(OCTOBER))).binaries
    december = replace(DECEMBER, late_returns=(back("o1", 10),))
    with pytest.raises(OrderInTwoPeriods, match="order o1 came back and counts in two periods"):
        closed_columns(PLAN, bringing(december, dict(november)))


def test_a_refund_of_a_period_that_was_forgotten_is_refused() -> None:
    before = {TREE: after(OCTOBER)[TREE].forgetting(moment(ENDS))}
    november = replace(NOVEMBER, late_returns=(back("o1", 10),))
    with pytest.raises(OrderForgotten, match="keep periods for as long as their orders"):
        closed_columns(PLAN, bringing(november, before))


def test_a_refund_of_an_order_that_nobody_knew_touches_nothing() -> None:
    november = replace(NOVEMBER, late_returns=(back("o9", 10),))
    found = closed_columns(PLAN, bringing(november, after(OCTOBER)))

    assert not found.binaries[TREE].state.touched


def test_what_is_open_of_a_forgotten_period_is_a_lot_of_no_order() -> None:
    before = {TREE: after(OCTOBER)[TREE].forgetting(moment(ENDS))}
    result = told_close(closed_columns(PLAN, bringing(NOVEMBER, before)))
    [lot] = result.legs[TREE, "top"].after.lots

    assert (lot.order_id, lot.at, lot.side, lot.volume) == ("", ENDS, "L", 30_00)


def test_a_seat_is_columns_again_when_its_refund_is_forgotten() -> None:
    november = replace(NOVEMBER, late_returns=(back("o1", 50),))
    touched = dict(closed_columns(PLAN, bringing(november, after(OCTOBER))).binaries)
    december = dict(closed_columns(PLAN, bringing(DECEMBER, touched)).binaries)
    kept = december[TREE].forgetting(moment(ENDS))

    assert touched[TREE].state.touched
    assert december[TREE].state.touched
    assert not kept.state.touched
    assert (kept.state.open == december[TREE].state.open).all()


def test_a_period_that_is_computed_again_comes_to_the_same() -> None:
    before = after(OCTOBER)
    november = replace(NOVEMBER, late_returns=(back("o1", 50),))
    once, again = (told_close(closed_columns(PLAN, bringing(november, before))) for _ in range(2))

    assert once == again


def test_of_orders_of_one_moment_the_lower_id_is_matched_first() -> None:
    sales = [
        bought("left", 10, order_id="o2"),
        bought("left", 10, order_id="o1"),
        bought("right", 10, order_id="o3"),
    ]
    result = told_close(closed_columns(PLAN, columns_of(replace(OCTOBER, sales=tuple(sales)))))

    assert [lot.order_id for lot in result.legs[TREE, "top"].after.lots] == ["o2"]


def test_a_binary_that_does_not_close_is_brought_along_as_it_was() -> None:
    weekly = binary_plan(binary(pairs("1.00"), when="close:week"))
    before = after(OCTOBER)

    assert closed_columns(weekly, bringing(NOVEMBER, before)).binaries == before


def test_numbers_of_orders_go_on_from_period_to_period() -> None:
    orders = OrderIds().followed_by(["a", "b"], 1).followed_by([], 2).followed_by(["c"], 3)

    assert [orders[number] for number in range(3)] == ["a", "b", "c"]
    assert orders.numbers(["c", "a", "x"]) == {"a": 0, "c": 2}
    assert orders.forgetting(2).numbers(["c", "a"]) == {"c": 2}
    assert orders.forgetting(3).next_number == 3
