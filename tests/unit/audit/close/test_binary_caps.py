"""What is paid at most to a position of a binary, to an owner, and in pairs; and the first pair."""

import pytest

from commissions.audit.close.binary_caps import AT_CAP
from tests.support.binaries import (
    PEOPLE,
    TREE,
    binary,
    binary_plan,
    legs,
    pairs,
    percent,
    seats,
    strong_and_weak,
    told,
)
from tests.support.closes import bought, but, paid, period, run, team

FIRST = {"strong": "200", "weak": "100", "amount": "25.00"}


def test_the_first_pair_of_a_position_has_its_own_ratio_and_amount_once() -> None:
    bonus = binary(pairs("10.00"), first_pair=FIRST)

    first = legs(bonus, 400, 300)
    again = legs(bonus, 400, 300, state=first.legs[TREE, "top"].after)

    assert told(first) == "45.00, 0/0", "25.00, and two pairs of the 200/200 that are left"
    assert told(again) == "30.00, 100/0"


def test_without_volume_for_the_first_pair_there_is_none() -> None:
    result = legs(binary(pairs("10.00"), first_pair=FIRST), 150, 150)

    assert told(result) == "0.00, 150/150"
    assert not result.legs[TREE, "top"].after.first_pair_paid


def test_at_most_so_many_pairs_are_paid_and_those_beyond_are_lost_or_stay() -> None:
    burnt = legs(binary(pairs("10.00"), cap={"pairs": 2}), 500, 600)
    kept = legs(binary(pairs("10.00"), cap={"pairs": 2, "excess": "keep"}), 500, 600)

    assert (told(burnt), told(kept)) == ("20.00, 0/100", "20.00, 300/400")


def test_the_first_pair_is_one_of_those_that_are_paid_at_most() -> None:
    """25.00 and one of 10.00; kept, the pairs that are paid took 300 and 200."""
    burnt = legs(binary(pairs("10.00"), first_pair=FIRST, cap={"pairs": 2}), 500, 500)
    kept = legs(
        binary(pairs("10.00"), first_pair=FIRST, cap={"pairs": 2, "excess": "keep"}), 500, 500
    )

    assert (told(burnt), told(kept)) == ("35.00, 0/100", "35.00, 200/300")


@pytest.mark.parametrize(
    ("excess", "wanted"), [("burn", "500.00, 2000/0"), ("keep", "500.00, 3000/1000")]
)
def test_what_is_matched_beyond_a_cap_burns_or_stays(excess: str, wanted: str) -> None:
    """10 % of 6,000 are 600.00, and 500.00 the most."""
    result = legs(binary(percent("0.10"), cap={"period": "500.00", "excess": excess}), 8000, 6000)

    assert told(result) == wanted
    assert [each.reason for each in result.awards if each.member == "top"] == [AT_CAP]


def test_of_pairs_under_a_cap_as_many_are_taken_as_what_is_paid_needs() -> None:
    """25.00 of 40.00: three pairs are needed."""
    result = legs(binary(pairs("10.00"), cap={"period": "25.00", "excess": "keep"}), 400, 400)

    assert told(result) == "25.00, 100/100"


def test_cycles_that_change_sides_give_back_what_the_last_ones_took() -> None:
    """Of 200/100, 100/200 and 200/100 the first is paid."""
    bonus = strong_and_weak("each_cycle")
    bonus["cap"] |= {"period": "10.00", "excess": "keep"}

    assert told(legs(bonus, 500, 500)) == "10.00, 300/400"


def test_a_first_pair_under_a_cap_of_less_is_still_the_first() -> None:
    bonus = binary(pairs("10.00"), first_pair=FIRST, cap={"period": "20.00", "excess": "keep"})

    result = legs(bonus, 400, 300)

    assert told(result) == "20.00, 200/200"
    assert result.legs[TREE, "top"].after.first_pair_paid


def test_the_cap_of_a_rank_and_of_every_position_the_lower_one_counts() -> None:
    cap = {"per": {"gold": {"month": "30.00"}}, "period": "50.00"}
    gold = but(PEOPLE, "top", judged_rank="gold")

    assert told(legs(binary(percent("0.10"), cap=cap), 600, 600)) == "50.00, 0/0"
    assert told(legs(binary(percent("0.10"), cap=cap), 600, 600, people=gold)) == "30.00, 0/0"


def test_all_positions_of_one_owner_share_a_cap_in_proportion() -> None:
    """Top has 10 % of 300, left of 100: 30.00 and 10.00 for 20.00."""
    people = team("zoe > top", "zoe > left", "zoe > right", "zoe > ll", "zoe > lr")
    people = but(but(people, "top", owner="ann"), "left", owner="ann")
    facts = period(
        people,
        [bought("ll", 100), bought("lr", 200), bought("right", 300)],
        seats=seats("top L left", "top R right", "left L ll", "left R lr"),
    )
    cap = {"period": "20.00", "owner": "aggregate"}

    together = run(binary_plan(binary(percent("0.10"), cap=cap)), facts)
    each = run(binary_plan(binary(percent("0.10"), cap=cap | {"owner": "none"})), facts)

    assert paid(together) == ["left 5.00", "top 15.00"]
    assert paid(each) == ["left 10.00", "top 20.00"]


def test_of_several_positions_the_highest_ranks_cap_is_the_owners() -> None:
    """Top is gold, with 30.00; left is silver, with 10.00. They had 30.00 and 10.00."""
    cap = {"per": {"gold": {"month": "30.00"}, "silver": {"month": "10.00"}}, "owner": "aggregate"}
    people = team("zoe > top:gold", "zoe > left:silver", "zoe > right", "zoe > ll", "zoe > lr")
    facts = period(
        but(but(people, "top", owner="ann"), "left", owner="ann"),
        [bought("ll", 100), bought("lr", 200), bought("right", 300)],
        seats=seats("top L left", "top R right", "left L ll", "left R lr"),
    )

    result = run(binary_plan(binary(percent("0.10"), cap=cap)), facts)

    assert paid(result) == ["left 7.50", "top 22.50"]


def test_a_position_without_an_owner_is_capped_by_itself() -> None:
    cap = {"period": "20.00", "owner": "aggregate"}

    assert told(legs(binary(percent("0.10"), cap=cap), 300, 300)) == "20.00, 0/0"
