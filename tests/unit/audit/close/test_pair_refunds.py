"""Refunds of orders that a binary matched in an earlier period."""

from datetime import datetime
from typing import Any

from commissions.domain.close.facts import LateReturn, LegState, Lot, MatchedRun
from commissions.domain.close.results import CloseResult
from tests.support.binaries import TREE, binary, binary_plan, open_legs, pairs, percent, seats
from tests.support.builders import Document
from tests.support.closes import LONG_AGO, bought, but, day, hundredths, lines, period, run, team

PEOPLE = team("zoe > top", "zoe > left", "zoe > right")
SEATS = seats("top L left", "top R right")


def lot(order: str, points: int, at: datetime = LONG_AGO) -> Lot:
    """`l1` came in on the left, `r1` on the right."""
    return Lot(order_id=order, at=at, side=order[0].upper(), volume=hundredths(points))


def back(order: str, points: int) -> LateReturn:
    return LateReturn(order_id=order, at=day(20), volumes={"cv": hundredths(points)})


def matched(*taken: Lot, paid: int, **fields: Any) -> MatchedRun:
    """A run of September that took these lots."""
    return MatchedRun(period="2026-09", taken=taken, matched=0, paid=paid, **fields)


def refunded(
    bonus: Document,
    state: LegState,
    *returns: LateReturn,
    sales: Document | None = None,
    **refunds: str,
) -> CloseResult:
    """What comes in on each side in this period by `sales`."""
    words = {"broken_pair": "refunded_quantity", "expired_lot": "lapses"} | refunds
    facts = period(
        PEOPLE,
        [bought(who, points) for who, points in (sales or {}).items()],
        seats=SEATS,
        legs={(TREE, "top"): state},
        late_returns=returns,
    )
    plan = binary_plan(bonus)
    return run(plan | {"refunds": plan["refunds"] | {"binary": words}}, facts)


def test_what_is_open_of_the_order_goes_first_and_takes_no_money_back() -> None:
    state = LegState(
        lots=(lot("l1", 50),), runs=(matched(lot("l1", 100), lot("r1", 100), paid=1_000),)
    )

    result = refunded(binary(pairs("10.00")), state, back("l1", 50))

    assert (lines(result), open_legs(result, "top")) == ([], "0/0")


def test_then_its_matching_is_undone_and_the_other_side_is_open_again() -> None:
    """150 were bought, 100 of them matched: the pair is clawed back, 100 on the right return."""
    state = LegState(
        lots=(lot("l1", 50),), runs=(matched(lot("l1", 100), lot("r1", 100), paid=1_000),)
    )

    result = refunded(binary(pairs("10.00")), state, back("l1", 150))

    assert (lines(result), open_legs(result, "top")) == (["top 0: -10.00"], "0/100")
    [claw] = [each for each in result.awards if each.source == "l1"]
    assert (claw.base, claw.raw) == (-10_000, -1_000)


def test_what_returned_can_match_again_in_the_same_run() -> None:
    state = LegState(runs=(matched(lot("l1", 100), lot("r1", 100), paid=1_000),))

    result = refunded(binary(pairs("10.00")), state, back("l1", 100), sales={"left": 100})

    assert (lines(result), open_legs(result, "top")) == (["top 0: 10.00", "top 0: -10.00"], "0/0")


def test_the_newest_lot_of_the_other_side_returns_first() -> None:
    run_before = matched(lot("l1", 100), lot("l2", 100), lot("r1", 100), lot("r2", 100), paid=2_000)

    result = refunded(binary(pairs("10.00")), LegState(runs=(run_before,)), back("l1", 100))

    assert [(each.order_id, each.volume) for each in result.legs[TREE, "top"].after.lots] == [
        ("r2", 10_000)
    ]


def test_a_second_refund_of_the_rest_takes_the_rest_back_and_no_more() -> None:
    state = LegState(runs=(matched(lot("l1", 300), lot("r1", 300), paid=3_000),))
    bonus = binary(pairs("10.00"))

    first = refunded(bonus, state, back("l1", 100))
    second = refunded(bonus, first.legs[TREE, "top"].after, back("l1", 200))
    third = refunded(bonus, second.legs[TREE, "top"].after, back("l1", 300))

    assert [lines(each) for each in (first, second, third)] == [
        ["top 0: -10.00"],
        ["top 0: -20.00"],
        [],
    ]
    assert open_legs(third, "top") == "0/300"


def test_a_broken_pair_returns_what_was_refunded_or_what_makes_no_whole_pair_any_more() -> None:
    """30 of two pairs: one pair is broken, of which 70 and 100 are open again."""
    run_before = matched(lot("l1", 200), lot("r1", 200), paid=2_000)
    state, bonus = LegState(runs=(run_before,)), binary(pairs("10.00"))

    quantity = refunded(bonus, state, back("l1", 30))
    whole = refunded(bonus, state, back("l1", 30), broken_pair="whole_pair")

    assert (lines(quantity), open_legs(quantity, "top")) == (["top 0: -10.00"], "0/30")
    assert (lines(whole), open_legs(whole, "top")) == (["top 0: -10.00"], "70/100")


def test_of_a_share_of_the_weaker_leg_just_the_refunded_part_is_taken_back() -> None:
    """10 % of 30, of which 100 were left."""
    state = LegState(runs=(matched(lot("l1", 100), lot("r1", 100), paid=1_000),))

    for broken in ("refunded_quantity", "whole_pair"):
        result = refunded(binary(percent("0.10")), state, back("l1", 30), broken_pair=broken)

        assert (lines(result), open_legs(result, "top")) == (["top 0: -3.00"], "0/30")


def test_a_seat_that_was_capped_gives_nothing_back_before_it_falls_under_its_cap() -> None:
    """10 % of 1,000 would have been 100.00; 60.00 were paid."""
    state = LegState(runs=(matched(lot("l1", 1000), lot("r1", 1000), paid=6_000),))

    assert lines(refunded(binary(percent("0.10")), state, back("l1", 400))) == []
    assert lines(refunded(binary(percent("0.10")), state, back("l1", 500))) == ["top 0: -10.00"]


def test_a_capped_seat_that_gave_nothing_back_gives_no_more_back_later() -> None:
    """60.00 of 100.00: 100 and then 400 of 1,000 leave 50.00."""
    state = LegState(runs=(matched(lot("l1", 1000), lot("r1", 1000), paid=6_000),))
    bonus = binary(percent("0.10"))

    first = refunded(bonus, state, back("l1", 100))
    second = refunded(bonus, first.legs[TREE, "top"].after, back("l1", 400))

    assert (lines(first), lines(second)) == ([], ["top 0: -10.00"])


def test_an_order_that_two_runs_matched_is_undone_in_the_earlier_one_first() -> None:
    """100 of 150 came back: all of the first run's 100, and nothing of the second's."""
    runs = (
        matched(lot("l1", 100), lot("r1", 100), paid=1_000),
        matched(lot("l1", 50), lot("r2", 50), paid=500),
    )

    result = refunded(binary(percent("0.10")), LegState(runs=runs), back("l1", 100))

    assert (lines(result), open_legs(result, "top")) == (["top 0: -10.00"], "0/100")


def test_it_is_undone_at_the_rank_and_the_own_volume_of_then() -> None:
    """Paid as ruby, 30.00 a pair; today gold, of 20.00."""
    bonus = binary(pairs({"gold": "20.00", "ruby": "30.00"}))
    before = matched(lot("l1", 200), lot("r1", 200), paid=6_000, rank="ruby")
    people = but(PEOPLE, "top", judged_rank="gold")
    facts = period(
        people,
        seats=SEATS,
        legs={(TREE, "top"): LegState(runs=(before,))},
        late_returns=(back("l1", 100),),
    )

    assert lines(run(binary_plan(bonus), facts)) == ["top 0: -30.00"]


FIRST = {"strong": "200", "weak": "100", "amount": "25.00"}


def test_the_first_pair_is_undone_last_and_can_then_come_again() -> None:
    """A first pair of 200/100, and one of 100/100: 35.00."""
    bonus = binary(pairs("10.00"), first_pair=FIRST)
    before = matched(lot("l1", 300), lot("r1", 200), paid=3_500, first_pair=True)
    state = LegState(runs=(before,), first_pair_paid=True)

    one = refunded(bonus, state, back("l1", 100))
    two = refunded(bonus, one.legs[TREE, "top"].after, back("l1", 200))

    assert (lines(one), one.legs[TREE, "top"].after.first_pair_paid) == (["top 0: -10.00"], True)
    assert (lines(two), two.legs[TREE, "top"].after.first_pair_paid) == (["top 0: -25.00"], False)


def test_a_returned_lot_that_is_past_its_expiry_lapses_or_returns_as_the_plan_says() -> None:
    state = LegState(runs=(matched(lot("l1", 100), lot("r1", 100), paid=1_000),))
    bonus = binary(pairs("10.00"), after={"expire_lots_days": 30})

    assert open_legs(refunded(bonus, state, back("l1", 100)), "top") == "0/0"
    assert (
        open_legs(refunded(bonus, state, back("l1", 100), expired_lot="returns"), "top") == "0/100"
    )


def test_a_refund_of_an_order_that_came_in_nowhere_changes_nothing() -> None:
    state = LegState(lots=(lot("l1", 50),))

    result = refunded(binary(pairs("10.00")), state, back("elsewhere", 100))

    assert (lines(result), open_legs(result, "top")) == ([], "50/0")


def test_a_run_that_is_remembered_says_what_it_took_and_how_it_was_paid() -> None:
    result = refunded(binary(pairs("10.00")), LegState(), sales={"left": 150, "right": 120})

    [before] = result.legs[TREE, "top"].after.runs
    assert [(each.order_id, each.volume) for each in before.taken] == [
        ("o1", 10_000),
        ("o2", 10_000),
    ]
    assert (before.period, before.matched, before.paid, before.rank) == ("2026-10", 1, 1_000, "")
