"""Legs, what they carry, and whose they are: reports 1 to 5."""

from dataclasses import replace

import pytest

from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult
from commissions.domain.people.placement_rules import UnknownSide
from tests.support.binaries import (
    binary,
    binary_plan,
    carried,
    legs,
    open_legs,
    pairs,
    percent,
    seats,
    told,
)
from tests.support.closes import at_least, bought, day, period, run, team
from tests.support.orders import an_order
from tests.unit.domain.people.placement_builders import a_binary, seat, seated
from tests.unit.plan_cases.earning import share
from tests.unit.plan_cases.earning import told as settled_order

CHAIN = [f"a{number}" for number in range(1, 7)]
ABOVE_THE_BOTTOM = [*CHAIN, "bottom"]
PLAN = binary_plan(binary(pairs("10.00", left="1", right="1")))


def chain(*sales: tuple[str, str]) -> PeriodFacts:
    """Six seats, each on the left of the one above, three sales at the bottom, and what is sold
    besides; somebody sits on the right of the first."""
    left = [f"{above} L {below}" for above, below in zip(CHAIN, ABOVE_THE_BOTTOM[1:], strict=True)]
    orders = [bought("bottom", 1)] * 3 + [bought(buyer, points) for buyer, points in sales]
    people = team(" > ".join(ABOVE_THE_BOTTOM), "a1 > right")
    return period(people, orders, seats=seats(*left, "a1 R right"))


def test_three_sales_at_the_bottom_are_carried_by_all_six_above() -> None:
    result = run(PLAN, chain())

    assert [open_legs(result, member) for member in CHAIN] == ["3/0"] * 6


def test_after_two_paid_pairs_one_sale_is_left_however_often_the_period_is_computed() -> None:
    facts = chain(("right", "2"))

    once, again = run(PLAN, facts), run(PLAN, facts)

    assert open_legs(once, "a1") == open_legs(again, "a1") == "1/0"
    assert [open_legs(once, member) for member in CHAIN[1:]] == ["3/0"] * 5
    assert once == again


JOINED = {
    "5": ("4 L", 2), "8": ("5 R", 2), "11": ("4 R", 2), "10": ("5 L", 2), "12": ("8 R", 21),
    "9": ("8 L", 12), "13": ("12 R", 21), "14": ("9 R", 21), "16": ("10 L", 21),
}  # fmt: skip
"""Whoever joins buys for a point, on a day that stands for the source's date."""


@pytest.mark.parametrize(("joined_on", "counts"), [(2, "3/1"), (21, "4/0"), (12, "1/0")])
def test_an_order_counts_in_the_leg_of_the_seat_that_looks_not_on_the_side_of_its_own(
    joined_on: int, counts: str
) -> None:
    places = seats(*(f"{at} {member}" for member, (at, _) in JOINED.items()))
    people = team("4", *(f"4 > {member}" for member in JOINED))
    orders = [bought(each, 1, at=day(on)) for each, (_, on) in JOINED.items() if on == joined_on]

    result = run(binary_plan(binary(pairs("10.00"))), period(people, orders, seats=places))

    assert open_legs(result, "4") == counts


def test_a_binary_has_no_third_seat() -> None:
    with pytest.raises(UnknownSide):
        seated(a_binary(), "4").place("17", seat("4 M"), day(1))


def with_60_pv(*sales: str, unqualified: str = "flush_both") -> CloseResult:
    """Ten percent of the weaker leg, carried on 900/400, for who has bought for 60."""
    words = {"paid": "carry", "unqualified": unqualified}
    bonus = binary(percent("0.10"), after=words, eligibility=at_least("pv", 60))
    own = tuple(bought("top", points) for points in sales)
    return legs(bonus, state=carried("900", "400"), sales=own)


def test_who_qualifies_by_an_order_of_this_period_is_paid_for_what_was_carried() -> None:
    assert told(with_60_pv("60")) == "40.00, 500/0"


def test_who_does_not_qualify_loses_or_keeps_both_legs_as_the_plan_says() -> None:
    assert told(with_60_pv()) == "0.00, 0/0"
    assert told(with_60_pv(unqualified="carry_both")) == "0.00, 900/400"


def test_an_order_that_nobody_has_paid_yet_is_no_volume_and_keeps_nobody_active() -> None:
    unpaid = an_order(status="pending")
    plan = share("0.10")
    pending = settled_order(unpaid, plan)
    paid = settled_order(unpaid, plan, (an_order(minutes=24 * 60),))

    assert pending.target(pending.facts.values()).volumes == {}
    assert {**paid.target(paid.facts.values()).volumes}["volume:cat:2026-11", "cv"] == 100_00


def test_paid_within_the_cut_off_the_period_is_computed_from_what_it_brought_along() -> None:
    flushed = with_60_pv()
    paid_a_day_later = with_60_pv("60")

    assert (told(flushed), told(paid_a_day_later)) == ("0.00, 0/0", "40.00, 500/0")


@pytest.mark.parametrize(("word", "left"), [("carry", "0/200"), ("net_off", "50/200")])
def test_of_350_against_500_the_50_beyond_three_pairs_are_lost_or_kept_as_the_plan_says(
    word: str, left: str
) -> None:
    assert told(legs(binary(pairs("10.00"), after={"paid": word}), 350, 500)) == f"30.00, {left}"


def two_positions(owner: str) -> dict[str, int]:
    """What two positions are paid whose legs would give each 50.00, under a cap of 30.00."""
    bonus = binary(percent("0.10"), cap={"owner": "aggregate", "period": "30.00"})
    below = ("l1", "r1", "l2", "r2")
    people = team("zoe > one", "zoe > two", *(f"zoe > {member}" for member in below))
    people |= {each: replace(people[each], owner=owner) for each in ("one", "two")}
    places = seats("one L l1", "one R r1", "two L l2", "two R r2")
    facts = period(people, [bought(member, 500) for member in below], seats=places)
    return run(binary_plan(bonus), facts).paid


def test_a_position_that_nobody_owns_is_paid_itself_and_shares_nobodys_cap() -> None:
    """Report 38."""
    assert two_positions("") == {"one": 30_00, "two": 30_00}
    assert two_positions("zoe") == {"one": 15_00, "two": 15_00}
