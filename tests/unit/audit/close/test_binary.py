"""Binaries: what two legs match, what stays, and what is lost."""

from datetime import timedelta

import pytest

from commissions.audit.close.binary import NO_MATCH
from commissions.audit.close.flows import NOT_ACTIVE
from tests.support.binaries import (
    PEOPLE,
    TREE,
    binary,
    binary_plan,
    carried,
    legs,
    open_legs,
    pairs,
    percent,
    seats,
    strong_and_weak,
    told,
)
from tests.support.closes import ENDS, at_least, bought, but, day, period, run, team, unpaid


def test_a_share_of_the_weaker_leg_and_the_rest_of_the_stronger_one_stays() -> None:
    for after in ("carry", "net_off"):
        assert (
            told(legs(binary(percent("0.10"), after={"paid": after}), 800, 500)) == "50.00, 300/0"
        )

    assert told(legs(binary(percent("0.10"), after={"paid": "flush"}), 800, 500)) == "50.00, 0/0"


def test_the_ratio_of_the_legs_makes_an_unbalanced_seat_earn_less() -> None:
    """100 of 400: a quarter of 10 % of 100."""
    assert told(legs(binary({"mode": "ratio", "pct": "0.10"}), 100, 400)) == "2.50, 0/300"


@pytest.mark.parametrize(
    ("after", "wanted"), [("carry", "30.00, 0/200"), ("net_off", "30.00, 50/200")]
)
def test_what_is_left_below_a_pair_in_the_weaker_leg_is_lost_or_kept(
    after: str, wanted: str
) -> None:
    """Three pairs of 350 and 500."""
    assert told(legs(binary(pairs("10.00"), after={"paid": after}), 350, 500)) == wanted


def test_where_nothing_matches_nothing_is_lost() -> None:
    for after in ("carry", "net_off", "flush"):
        result = legs(binary(pairs("10.00"), after={"paid": after}), 99, 500)

        assert told(result) == "0.00, 99/500"
        assert f"top 0: {NO_MATCH}" in unpaid(result)


def test_uneven_pairs_take_their_own_share_of_each_side() -> None:
    """200 left and 100 right a pair: three of 700 and 350."""
    assert told(legs(binary(pairs("10.00", left="200", right="100")), 700, 350)) == "30.00, 100/50"


def test_which_side_is_the_strong_one_is_judged_once_or_before_each_cycle() -> None:
    """500 each: once, 200/100 twice; each time, 200/100, 100/200, 200/100."""
    assert told(legs(strong_and_weak("each_period"), 500, 500)) == "20.00, 100/300"
    assert told(legs(strong_and_weak("each_cycle"), 500, 500)) == "30.00, 0/100"


def test_an_amount_by_rank_pays_by_the_rank_and_takes_nothing_of_who_has_none() -> None:
    match = pairs({"gold": "20.00", "silver": "15.00"})
    gold = but(PEOPLE, "top", judged_rank="gold")

    assert told(legs(binary(match), 100, 100, people=gold)) == "20.00, 0/0"
    assert told(legs(binary(match), 100, 100)) == "0.00, 100/100"


def test_a_pairs_share_can_go_by_the_own_volume() -> None:
    """15 % of 100 from 200 PV of one's own, 10 % below."""
    match = pairs("0")
    match.pop("amount")
    match |= {"pct_by": {"metric": "pv", "steps": [["0", "0.10"], ["200", "0.15"]]}}

    assert told(legs(binary(match), 100, 100)) == "10.00, 0/0"
    assert told(legs(binary(match), 100, 100, sales=(bought("top", 200),))) == "15.00, 0/0"


def test_the_highest_step_that_both_legs_reach_is_paid_alone() -> None:
    match = {"mode": "steps", "steps": [["1000", "150.00"], ["2000", "400.00"]]}

    assert told(legs(binary(match), 2500, 2000)) == "400.00, 500/0"
    assert told(legs(binary(match), 2500, 1999)) == "150.00, 1500/999"
    assert told(legs(binary(match), 2500, 999)) == "0.00, 2500/999"


def test_the_own_purchase_is_in_no_own_leg_and_in_those_above() -> None:
    result = legs(binary(percent("0.10")), 0, 100, sales=(bought("top", 500), bought("left", 100)))

    assert told(result) == "10.00, 0/0"


def test_a_deep_order_counts_in_the_legs_of_everybody_above() -> None:
    """Three sales at the bottom of six seats: each has 3 on the left."""
    names = ["s0", "s1", "s2", "s3", "s4", "s5", "s6"]
    facts = period(
        team(*names),
        [bought("s6", 1) for _ in range(3)],
        seats=seats(*(f"{names[n]} L {names[n + 1]}" for n in range(6))),
    )

    result = run(binary_plan(binary(percent("0.10"))), facts)

    assert [open_legs(result, who) for who in names] == ["3/0"] * 6 + ["0/0"]


def test_two_paid_pairs_leave_one_sale_and_a_second_run_changes_nothing() -> None:
    first = legs(binary(pairs("10.00", "1", "1")), 3, 2)
    second = legs(binary(pairs("10.00", "1", "1")), state=first.legs[TREE, "top"].after)

    assert (told(first), told(second)) == ("20.00, 1/0", "0.00, 1/0")


def test_who_qualifies_with_this_periods_order_is_paid_for_what_was_carried() -> None:
    """900 and 400 were carried: 10 % of 400, and 500 stay. Without the order everything stays, or
    is flushed, as the plan says."""
    asks = binary(percent("0.10"), eligibility=at_least("pv", 60))
    order = (bought("top", 60),)

    assert told(legs(asks, state=carried(900, 400), sales=order)) == "40.00, 500/0"
    assert told(legs(asks, state=carried(900, 400))) == "0.00, 900/400"

    flushing = asks | {"after": asks["after"] | {"unqualified": "flush_both"}}
    assert told(legs(flushing, state=carried(900, 400))) == "0.00, 0/0"
    assert told(legs(flushing, state=carried(900, 400), sales=order)) == "40.00, 500/0"


def test_who_is_not_active_does_not_qualify_either() -> None:
    idle = but(PEOPLE, "top", judged_active=False)

    result = legs(binary(percent("0.10")), 100, 100, people=idle)

    assert told(result) == "0.00, 100/100"
    assert f"top 0: {NOT_ACTIVE}" in unpaid(result)


def test_after_so_many_periods_without_qualifying_both_legs_are_flushed() -> None:
    bonus = binary(
        percent("0.10"), after={"inactive_periods_to_flush": 3}, eligibility=at_least("pv", 1)
    )

    second = legs(bonus, state=carried(900, 400, periods_unqualified=1))
    third = legs(bonus, state=second.legs[TREE, "top"].after)

    assert (told(second), told(third)) == ("0.00, 900/400", "0.00, 0/0")


def test_one_who_qualifies_begins_that_count_anew() -> None:
    result = legs(binary(percent("0.10")), state=carried(900, periods_unqualified=3))

    assert result.legs[TREE, "top"].after.periods_unqualified == 0


def test_of_a_leg_at_most_so_much_is_matched_and_the_rest_burns_or_stays() -> None:
    """500 of 900 and of 700 count."""
    caps = {"leg_cap_before": "500"}

    burnt = legs(binary(percent("0.10"), after=caps | {"leg_cap_excess": "burn"}), 900, 700)
    kept = legs(binary(percent("0.10"), after=caps | {"leg_cap_excess": "keep"}), 900, 700)

    assert (told(burnt), told(kept)) == ("50.00, 0/0", "50.00, 400/200")


def test_the_weaker_leg_is_the_one_that_had_less_whatever_counted_of_both() -> None:
    """500 of each count; the right one is emptied, which had 700."""
    caps = {"leg_cap_before": "500", "leg_cap_excess": "keep", "paid": "carry"}

    assert told(legs(binary(percent("0.10"), after=caps), 900, 700)) == "50.00, 400/0"


def test_of_each_leg_at_most_so_much_is_carried() -> None:
    assert (
        told(legs(binary(percent("0.10"), after={"carry_cap": "200"}), 900, 100)) == "10.00, 200/0"
    )


def test_old_volume_expires_before_it_can_match() -> None:
    """Carried for 31 days where 30 are the most; a lot of exactly 30 days is still there."""
    bonus = binary(percent("0.10"), after={"expire_lots_days": 30})
    old, just = ENDS - timedelta(days=30, microseconds=1), ENDS - timedelta(days=30)

    assert told(legs(bonus, 0, 100, state=carried(900, at=old))) == "0.00, 0/100"
    assert told(legs(bonus, 0, 100, state=carried(900, at=just))) == "10.00, 800/0"


def test_the_oldest_volume_is_taken_first() -> None:
    """The carried 100 are matched, so that this period's 100 are what stays."""
    result = legs(binary(percent("0.10")), 100, 100, state=carried(100))

    assert [lot.order_id for lot in result.legs[TREE, "top"].after.lots] == ["o1"]


def test_a_refund_within_the_period_takes_back_what_came_last() -> None:
    sales = (bought("left", 500, at=day(1)), bought("left", -200, at=day(2)))

    assert told(legs(binary(percent("0.10")), 0, 400, sales=sales)) == "30.00, 0/100"


def test_more_refunds_than_volume_are_owed_by_what_comes_next() -> None:
    """-100 stay open on the left; the next 300 there are 200."""
    first = legs(binary(percent("0.10")), -100, 250)
    second = legs(binary(percent("0.10")), 300, 0, state=first.legs[TREE, "top"].after)

    assert (told(first), told(second)) == ("0.00, -100/250", "20.00, 0/50")


def test_a_seat_that_is_neither_left_nor_right_counts_on_no_side() -> None:
    facts = period(
        team("top", "left", "right"),
        [bought("left", 100), bought("right", 100)],
        seats=seats("top L left", "top M right"),
    )

    assert told(run(binary_plan(binary(percent("0.10"))), facts)) == "0.00, 100/0"
