"""What legs match and are paid, in columns and for one seat alone, also beyond 63 bits."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from commissions.domain.close.binary_caps import UNCAPPED, SeatPay, capped, money
from commissions.domain.close.binary_match import matches, pairs
from commissions.domain.close.binary_rule import PairSides, binary_rule, match_rule
from commissions.domain.close.seat_match import round_money, seat_match
from commissions.domain.close.whole_numbers import rounded
from tests.support.binaries import binary, binary_plan, percent
from tests.support.binary_histories import a_plan
from tests.support.random_periods import RANK_NAMES, chance
from tests.unit.domain.close.test_seat_order import column

NOBODY_FIRST = np.zeros(2, dtype=bool)


def test_one_seat_alone_matches_what_the_column_does() -> None:
    random = chance("matches")
    for _ in range(150):
        [bonus] = a_plan(random)["bonuses"]
        rule = match_rule(bonus["match"], RANK_NAMES, 100)
        left, right = random.randint(0, 900), random.randint(0, 900)
        category = random.randrange(len(rule.amounts)) if rule.mode == "pairs" else 0

        many = matches(rule, column(left), column(right), column(category))
        one = seat_match(rule, left, right, category)

        assert [one.figure, one.left, one.right] == [
            int(each[0]) for each in (many.figure, many.left, many.right)
        ]
        paid = rounded(many.amount, many.denominator, half_even=True)
        assert paid == round_money(one.amount, one.denominator, half_even=True)


@pytest.mark.parametrize("sides", [(5, 2), (3, 3), (2, 5), (7, 6)])
@pytest.mark.parametrize("tie_left", [True, False])
def test_many_cycles_at_a_time_are_those_that_one_by_one_gives(
    sides: tuple[int, int], tie_left: bool
) -> None:
    rule = PairSides(
        first=sides[0], second=sides[1], fixed=False, each_cycle=True, tie_left=tie_left
    )
    random = chance(f"{sides} {tie_left}")
    legs = [(n, n) for n in range(40)] + [
        (random.randint(0, 90), random.randint(0, 90)) for _ in range(200)
    ]
    most = [random.choice([0, 1, 2, 3, 50]) for _ in legs]

    left, right = (column(*each) for each in zip(*legs, strict=True))
    found = pairs(rule, left, right, column(*most))

    assert [tuple(each) for each in np.stack(found).T.tolist()] == [
        _one_by_one(rule, *both, limit) for both, limit in zip(legs, most, strict=True)
    ]


def _one_by_one(rule: PairSides, left: int, right: int, most: int) -> tuple[int, int, int]:
    made, took_left, took_right = 0, 0, 0
    while made < most:
        left_is_strong = left > right or (left == right and rule.tie_left)
        takes = (rule.first, rule.second) if left_is_strong else (rule.second, rule.first)
        if left < takes[0] or right < takes[1]:
            break
        left, right, made = left - takes[0], right - takes[1], made + 1
        took_left, took_right = took_left + takes[0], took_right + takes[1]
    return made, took_left, took_right


def test_a_hundred_million_cycles_take_no_time() -> None:
    rule = PairSides(first=2, second=1, fixed=False, each_cycle=True)

    made, left, right = pairs(rule, column(3 * 10**8), column(3 * 10**8))

    assert (made[0], left[0], right[0]) == (2 * 10**8, 3 * 10**8, 3 * 10**8)


def test_products_beyond_63_bits_are_exact() -> None:
    """10^16 hundredths at a rate of six digits, and by the ratio of two such legs."""
    legs = column(10**16 + 1, 10**16 + 1), column(10**17, 10**16 + 1)

    by_share = matches(match_rule(percent("0.123457"), (), 100), *legs, column(0, 0))
    by_ratio = matches(match_rule({"mode": "ratio", "pct": "0.123457"}, (), 100), *legs, legs[0])

    exact = 123457 * (10**16 + 1)
    assert money(by_share, NOBODY_FIRST, None, half_even=False)[0] == exact // 10**6
    found = money(by_ratio, NOBODY_FIRST, None, half_even=False)
    assert found.tolist() == [exact * (10**16 + 1) // 10**23, exact // 10**6]


def owners(paid: list[int], limit: list[int], owner: list[int], **cap: Any) -> list[int]:
    """What is paid to positions under a cap of their owners."""
    bonus = binary(percent("0.10"), cap={"owner": "aggregate"} | cap)
    plan = binary_plan(bonus)
    rule = binary_rule(plan, bonus, (), "month")
    nobody = np.zeros(len(paid), dtype=bool)
    legs = column(*(each * 10 for each in paid))
    match = matches(rule.match, legs, legs, np.zeros_like(legs))
    took = np.zeros((2, len(paid)), dtype=np.int64)
    raw = column(*paid)
    pay = SeatPay(
        left=legs, right=legs, first=nobody, first_took=took, match=match, raw=raw, paid=raw
    )
    result: list[int] = capped(
        pay, rule, column(*limit), column(*owner), np.arange(len(owner))
    ).paid.tolist()
    return result


def test_an_owners_positions_share_a_cap_and_its_last_cents_go_to_the_largest_remainders() -> None:
    """100 of 150 + 150 + 300: 25, 25 and 50; of 7 for three alike the first gets the odd one."""
    assert owners([150, 150, 300], [100] * 3, [0, 0, 0]) == [25, 25, 50]
    assert owners([10, 99, 10, 10], [7, UNCAPPED, 7, 7], [0, 1, 0, 0]) == [3, 99, 2, 2]


def test_the_highest_cap_of_an_owners_positions_counts_and_one_without_says_nothing() -> None:
    assert owners([100, 100], [50, 120], [1, 1]) == [60, 60]
    assert owners([100, 100], [UNCAPPED, 120], [0, 0]) == [60, 60]
    assert owners([100, 100], [UNCAPPED, UNCAPPED], [0, 0]) == [100, 100]


def test_shares_of_a_cap_are_exact_beyond_63_bits() -> None:
    huge = 3 * 10**15
    assert owners([huge, 2 * huge], [huge, huge], [0, 0]) == [10**15, 2 * 10**15]


def test_a_pair_without_its_sides_is_refused() -> None:
    rule = match_rule({"mode": "pairs", "left": "1", "right": "1", "amount": "1"}, (), 100)

    with pytest.raises(ValueError, match=r"match\.sides"):
        matches(replace(rule, sides=None), column(1), column(1), column(0))
