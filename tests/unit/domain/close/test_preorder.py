"""A forest in pre-order, and the steps that every bonus is made of, against plain loops."""

from random import Random
from time import perf_counter

import numpy as np
import pytest

from commissions.domain.close import preorder
from commissions.domain.close.preorder import CircularLine, Layout, TooManyLevels, laid_out
from commissions.domain.close.primitives import at_or_near, kids, near, passed, pushed, sub
from tests.support.column_chance import chance


def a_forest(random: Random) -> list[int]:
    """By number the parent's; as many as there are for a root."""
    many = random.randint(0, 30)
    order = random.sample(range(many), many)
    parents = [many] * many
    for place, number in enumerate(order):
        parents[number] = random.choice([many, *order[:place], *order[:place]])
    return parents


def line_above(parents: list[int], number: int) -> list[int]:
    found = []
    while parents[number] != len(parents):
        number = parents[number]
        found.append(number)
    return found


def laid(parents: list[int]) -> Layout:
    return laid_out(np.array(parents, dtype=np.int64))


def chain(many: int) -> list[int]:
    return [many, *range(many - 1)]


@pytest.mark.parametrize("seed", range(40))
def test_everybody_below_a_place_stands_in_the_range_that_begins_there(seed: int) -> None:
    parents = a_forest(chance(seed))
    tree = laid(parents)
    for place, number in enumerate(tree.ids[:-1].tolist()):
        below = [each for each in range(len(parents)) if number in line_above(parents, each)]
        inside = tree.ids[place : place + tree.size[place]].tolist()
        assert sorted(inside) == sorted([number, *below])
        assert tree.ids[tree.parent[place]] == parents[number]


@pytest.mark.parametrize("seed", range(40))
def test_levels_are_told_from_the_roots_down_elder_siblings_first(seed: int) -> None:
    parents = a_forest(chance(seed))
    tree = laid(parents)
    levels = [
        tree.by_depth[begin:end].tolist()
        for begin, end in zip(tree.levels[:-1], tree.levels[1:], strict=True)
    ]
    deep = [len(line_above(parents, int(number))) for number in tree.ids[:-1]]
    assert levels == [
        [place for place in range(len(parents)) if deep[place] == each]
        for each in range(max(deep, default=-1) + 1)
    ]


def test_siblings_stand_in_the_order_of_their_numbers_in_a_large_company_too() -> None:
    numbers = np.arange(200_000)
    parents = numbers * 7_919 % (numbers + 1)
    parents[::50_000] = numbers.size
    parents[parents == numbers] = numbers.size
    tree = laid_out(parents)
    above, number = tree.ids[tree.parent[:-1]], tree.ids[:-1]
    family = np.argsort(above, kind="stable")
    same = np.diff(above[family]) == 0

    assert (np.diff(number[family])[same] > 0).all()
    assert (np.sort(number) == numbers).all()
    assert (parents[number] == above).all()


@pytest.mark.parametrize("seed", range(40))
def test_the_steps_are_what_loops_make_of_them(seed: int) -> None:
    random = chance(seed)
    parents = a_forest(random)
    tree, many = laid(parents), len(parents)
    values = np.array([random.randint(-9, 9) for _ in range(many + 1)])
    flag = np.array([random.random() < 0.4 for _ in range(many + 1)])
    sums, below, above, here = (
        sub(tree, values),
        kids(tree, values),
        near(tree, flag),
        at_or_near(tree, flag),
    )
    for place in range(many):
        inside = range(place, place + int(tree.size[place]))
        line = [tree.place[each] for each in line_above(parents, int(tree.ids[place]))]
        front = [each for each in range(many) if tree.parent[each] == place]
        assert sums[place] == sum(values[each] for each in inside)
        assert below[place] == sum(values[each] for each in front)
        assert above[place] == next((each for each in line if flag[each]), many)
        assert here[place] == (place if flag[place] else above[place])


@pytest.mark.parametrize("seed", range(40))
def test_what_went_by_is_what_started_below_and_stopped_above(seed: int) -> None:
    random = chance(seed)
    parents = a_forest(random)
    tree, many = laid(parents), len(parents)
    volume = np.array([random.randint(-9, 9) for _ in range(many)] + [0])
    stops = at_or_near(tree, np.array([random.random() < 0.4 for _ in range(many + 1)]))
    went = passed(tree, volume, pushed(volume, stops, many + 1))
    expected = [0] * many
    for start in range(many):
        place = start
        while place not in (stops[start], many):
            expected[place] += int(volume[start])
            place = int(tree.parent[place])
    assert went[:many].tolist() == expected


def test_siblings_stand_in_the_order_of_their_numbers() -> None:
    assert laid([4, 0, 4, 0]).ids.tolist() == [0, 1, 3, 2, 4]


def test_a_circle_is_refused_with_who_is_on_it_and_not_who_is_below() -> None:
    with pytest.raises(CircularLine) as refused:
        laid([6, 3, 1, 2, 1, 4])

    assert set(refused.value.members) == {1, 2, 3}


def test_a_tree_of_too_many_levels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preorder, "DEEPEST", 100)
    laid(chain(100))
    with pytest.raises(TooManyLevels, match="more than 100 levels"):
        laid(chain(101))


@pytest.mark.parametrize(
    "parents",
    [chain(3_000), [3_000, *[0] * 2_999], [3_000, *(n - 2 + n % 2 for n in range(1, 3_000))]],
    ids=["chain", "star", "comb"],
)
def test_chains_stars_and_combs_cost_no_more_than_their_members(parents: list[int]) -> None:
    begin = perf_counter()
    tree = laid(parents)
    ones = np.ones(3_001, dtype=np.int64)

    assert sub(tree, ones)[tree.place[0]] == 3_000
    assert (near(tree, np.zeros(3_001, dtype=bool))[:-1] == 3_000).all()
    assert perf_counter() - begin < 2


def test_a_parent_below_nothing_is_refused_and_not_searched_for_ever() -> None:
    with pytest.raises(ValueError, match="no negative"):
        laid([2, -1])
