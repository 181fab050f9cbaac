import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.people.placement import SeatTaken, TreeSeat
from commissions.domain.people.placement_rules import PlacementRules, UnknownSide, capacity
from commissions.domain.people.placement_tree import PlacementTree
from commissions.domain.people.spillover import NoOpenSeat, NoPowerLeg, choose_seat, wished_seat
from tests.unit.domain.people.placement_builders import a_binary, a_matrix, on, seat, seated

LATER = on(300)


def spilled(rules: PlacementRules, count: int, side: str = "") -> list[str]:
    """Where the first people below ann get their seats, one after the other."""
    tree = seated(rules, "ann")
    for number in range(1, count + 1):
        found = choose_seat(rules, "ann", tree.below(on(number + 1)), side=side)
        tree.place(f"m{number}", found, on(number + 1))
    return [f"{each[0].seat.parent} {each[0].seat.side}" for each in tree.placements.values()][1:]


def chosen(tree: PlacementTree, start: str, side: str = "", **volumes: int) -> TreeSeat:
    return choose_seat(tree.rules, start, tree.below(LATER), side=side, volumes=volumes)


@pytest.mark.parametrize(
    ("width", "depth", "seats"),
    [(3, 7, 3279), (2, 12, 8190), (3, 3, 39), (3, 10, 88572), (3, 9, 29523), (5, 5, 3905)],
)
def test_a_matrix_has_w_plus_w_squared_and_so_on_seats(width: int, depth: int, seats: int) -> None:
    assert capacity(width, depth) == seats


def test_the_fourth_recruit_of_a_matrix_three_wide_spills_over_to_the_first() -> None:
    assert spilled(a_matrix(3, 3), 4) == ["ann 1", "ann 2", "ann 3", "m1 1"]


def test_breadth_first_fills_level_by_level_from_left_to_right() -> None:
    assert spilled(a_binary(), 7) == ["ann L", "ann R", "m1 L", "m1 R", "m2 L", "m2 R", "m3 L"]


def test_depth_first_follows_the_leftmost_open_path() -> None:
    assert spilled(a_binary("dfs"), 3) == ["ann L", "m1 L", "m2 L"]


def test_depth_first_turns_back_at_the_depth_of_a_matrix() -> None:
    assert spilled(a_matrix(2, 2, "dfs"), 6) == ["ann 1", "m1 1", "m1 2", "ann 2", "m4 1", "m4 2"]


def test_even_gives_everybody_of_a_level_one_before_anybody_two() -> None:
    assert spilled(a_binary("even"), 6) == ["ann L", "ann R", "m1 L", "m2 L", "m1 R", "m2 R"]


def test_a_power_leg_grows_down_its_outside() -> None:
    assert spilled(a_binary("power_leg"), 3, side="R") == ["ann R", "m1 R", "m2 R"]


def test_nobody_goes_to_a_power_leg_that_nobody_chose() -> None:
    with pytest.raises(NoPowerLeg, match="ann has chosen none: say which side, L to R"):
        spilled(a_binary("power_leg"), 1)


def test_the_weak_leg_is_that_of_lesser_volume_and_grows_at_its_bottom() -> None:
    tree = seated(a_binary("weak_leg"), "ann", "bob: ann L", "cat: ann R", "dan: cat L")

    assert chosen(tree, "ann", L=100_00, R=99_99) == seat("cat R")
    assert chosen(tree, "ann", L=99_99, R=100_00) == seat("bob L")


def test_of_legs_of_equal_volume_the_one_with_fewer_members_is_weaker_then_the_left() -> None:
    tree = seated(a_binary("weak_leg"), "ann", "bob: ann L", "dan: bob R", "cat: ann R")

    assert chosen(tree, "ann", L=500, R=500) == seat("cat R")
    assert chosen(tree, "bob") == seat("bob L")
    assert chosen(tree, "cat") == seat("cat L")


def test_a_full_sponsor_passes_on_and_a_full_matrix_says_so() -> None:
    assert spilled(a_matrix(2, 2), 6)[-1] == "m2 2"
    with pytest.raises(NoOpenSeat, match=r"below ann within 2 levels \(6 seats\) by bfs"):
        spilled(a_matrix(2, 2), 7)


def test_a_side_that_is_wished_for_keeps_the_search_in_that_leg() -> None:
    assert spilled(a_binary(), 4, side="R") == ["ann R", "m1 L", "m1 R", "m2 L"]


def test_a_wished_seat_is_had_where_it_is_open_and_refused_where_it_is_not() -> None:
    tree = seated(a_binary(), "ann", "bob: ann L")

    assert wished_seat(tree.rules, "ann", tree.below(LATER), side="R") == seat("ann R")
    assert wished_seat(tree.rules, "ann", tree.below(LATER)) == seat("ann R")
    with pytest.raises(SeatTaken, match="side L under ann of binary is taken"):
        wished_seat(tree.rules, "ann", tree.below(LATER), side="L")
    with pytest.raises(UnknownSide, match="'1' is no side of binary: there are L, R"):
        wished_seat(tree.rules, "ann", tree.below(LATER), side="1")


def test_a_seat_that_is_promised_from_later_on_is_not_open_and_leads_nowhere() -> None:
    tree = seated(a_binary(), "ann")
    tree.place("bob", seat("ann L"), on(20))

    assert choose_seat(tree.rules, "ann", tree.below(on(10))) == seat("ann R")
    tree.place("cat", seat("ann R"), on(11))
    assert choose_seat(tree.rules, "ann", tree.below(on(12))) == seat("cat L")


@given(st.lists(st.sampled_from(["bfs", "dfs", "even", "weak_leg"]), min_size=1, max_size=25))
def test_whatever_the_spillover_nobody_is_lost_and_no_seat_is_shared(rules: list[str]) -> None:
    tree = seated(a_binary(), "ann")
    for number, spillover in enumerate(rules, start=1):
        below = tree.below(on(number + 1))
        tree.place(f"m{number}", choose_seat(a_binary(spillover), "ann", below), on(number + 1))

    assert len(tree.holders) == len(tree.placements) == len(rules) + 1
