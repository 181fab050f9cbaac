from dataclasses import astuple, fields

import numpy as np
import pytest

from tools.bench_close.order_lines import order_lines
from tools.bench_close.population import Population, population
from tools.bench_close.tree_growth import seats, sponsors

SMALL, LARGE = 10_000, 70_000


@pytest.fixture(scope="module")
def small() -> Population:
    return population(7, SMALL, 10 * SMALL)


@pytest.fixture(scope="module")
def large() -> Population:
    return population(7, LARGE, 10 * LARGE)


def test_the_same_seed_makes_the_same_company(small: Population) -> None:
    again = population(7, SMALL, 10 * SMALL)

    assert all(map(np.array_equal, astuple(small), astuple(again)))


def test_another_seed_makes_another_company(small: Population) -> None:
    other = population(8, SMALL, 10 * SMALL)

    assert not any(map(np.array_equal, astuple(small), astuple(other)))


@pytest.mark.parametrize("fact", [field.name for field in fields(Population)])
def test_a_small_company_is_the_beginning_of_a_large_one(
    fact: str, small: Population, large: Population
) -> None:
    assert np.array_equal(getattr(small, fact), getattr(large, fact)[:SMALL])


def test_as_many_buy_in_a_small_company_as_in_a_large_one(
    small: Population, large: Population
) -> None:
    shares = [float((each.line_count == 0).mean()) for each in (small, large)]

    assert shares == pytest.approx([0.45, 0.45], abs=0.01)


def test_there_are_about_as_many_lines_as_were_asked_for(
    small: Population, large: Population
) -> None:
    per_member = [each.lines / each.members for each in (small, large)]

    assert per_member == pytest.approx([10, 10], rel=0.03)


def test_a_few_members_have_a_large_part_of_all_lines(large: Population) -> None:
    counts = np.sort(large.line_count)

    assert counts[-LARGE // 100 :].sum() > 0.2 * large.lines


def test_everybody_but_the_first_is_below_somebody_who_enrolled_before(large: Population) -> None:
    numbers = np.arange(LARGE)

    for above in (large.sponsor, large.seat_above):
        assert above[0] == -1
        assert (above[1:] >= 0).all()
        assert (above[1:] < numbers[1:]).all()


def test_no_two_members_have_one_seat(small: Population) -> None:
    seat = np.sort(small.seat_above * 2 + small.seat_right)

    assert (np.diff(seat) > 0).all()


def test_the_tree_is_deep_in_some_legs_and_wide_in_some_places(large: Population) -> None:
    depth = np.zeros(LARGE, np.int64)
    for member in range(1, LARGE):
        depth[member] = depth[large.sponsor[member]] + 1

    assert 10 < depth.mean() < 25
    assert 150 < depth.max() < 400
    assert 100 < np.bincount(large.sponsor[1:]).max() < 1_000


@pytest.mark.parametrize("members", [0, 1, 2])
def test_even_the_smallest_company_has_its_trees(members: int) -> None:
    above, right = seats(7, members)

    assert len(sponsors(7, members)) == len(above) == len(right) == members


def test_every_line_is_told_once(small: Population) -> None:
    lines = list(order_lines(7, small))
    counted = sum(np.bincount(each.member, minlength=SMALL) for each in lines)

    assert np.array_equal(counted, small.line_count)


def test_the_lines_of_a_seed_are_the_same_when_they_are_made_again(small: Population) -> None:
    [first], [again] = list(order_lines(7, small)), list(order_lines(7, small))

    assert all(map(np.array_equal, astuple(first), astuple(again)))


def test_a_line_counts_for_rank_at_least_what_it_counts_for_commission(small: Population) -> None:
    [lines] = list(order_lines(7, small))

    assert (lines.cv > 0).all()
    assert (lines.qv >= lines.cv).all()


def test_every_order_is_one_members_and_all_of_its_lines_stand_together(small: Population) -> None:
    [lines] = list(order_lines(7, small))
    begins = np.diff(lines.order, prepend=-1) > 0

    assert (np.diff(lines.order) >= 0).all()
    assert not (np.diff(lines.member, prepend=-1)[~begins]).any()
    assert 2 < len(lines.order) / begins.sum() < 3.5


def test_orders_of_one_member_are_spread_over_the_month(small: Population) -> None:
    [lines] = list(order_lines(7, small))
    heaviest = lines.order[lines.member == np.argmax(small.line_count)]

    assert heaviest.min() < 0.01 * lines.order.max()
    assert heaviest.max() > 0.99 * lines.order.max()
