from datetime import timedelta

import pytest

from commissions.domain.close.seats import seats_as_of
from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.placement import (
    NO_SEAT,
    AlreadySeated,
    MovedInThePast,
    NoSeatInTree,
    OwnParent,
    ParentLeaves,
    PlacedLater,
    PlacementLoop,
    SeatTaken,
    seat_at,
)
from commissions.domain.people.placement_rules import (
    NoPlacementTree,
    UnknownSide,
    WindowClosed,
    placement_rules,
)
from commissions.domain.people.placement_tree import PlacementTree, Relocation, TooDeep
from commissions.domain.people.promotion import SeatBelowIsPromised, SeatsAreKept, promotion
from tests.unit.domain.people.placement_builders import a_binary, a_matrix, on, seat, seated

A_MONTH = a_binary(move_window_days=30, vacated="promote_earliest")


def move(tree: PlacementTree, member: str, where: str, day: int) -> None:
    tree.move(member, seat(where), on(day), asked_at=on(day))


def leave(tree: PlacementTree, member: str, day: int) -> list[str]:
    """Who is where from that day on."""
    since = {each: places[-1].since for each, places in tree.placements.items()}
    standing = tree.placements[member]
    steps = promotion(tree.rules, member, standing, tree.below(on(day)), since)
    tree.relocate(steps, on(day))
    return shape(tree, day)


def shape(tree: PlacementTree, day: int) -> list[str]:
    found = {member: seat_at(places, on(day)) for member, places in tree.placements.items()}
    return [f"{member}: {held.parent} {held.side}" for member, held in found.items() if held.side]


def test_a_seat_is_held_by_one_at_a_time() -> None:
    tree = seated(a_binary(), "ann", "bob: ann L")

    with pytest.raises(SeatTaken):
        tree.place("cat", seat("ann L"), on(5))
    with pytest.raises(AlreadySeated, match="bob has had a seat in binary since 2026-11-02"):
        tree.place("bob", seat("ann R"), on(5))


def test_a_tree_has_one_top() -> None:
    with pytest.raises(SeatTaken, match="the top seat of binary is taken"):
        seated(a_binary(), "ann", "bob")


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("cat L", OwnParent),
        ("zoe L", NoSeatInTree),
        ("ann M", UnknownSide),
        ("ann 1", UnknownSide),
    ],
)
def test_a_place_that_cannot_be_had_is_refused(where: str, why: type[Misplaced]) -> None:
    tree = seated(a_binary(), "ann", "bob: ann L")

    with pytest.raises(why):
        tree.place("cat", seat(where), on(5))
    assert "cat" not in tree.placements


def test_nobody_is_placed_under_somebody_who_has_no_seat_yet_or_will_leave() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L")
    tree.relocate([Relocation("bob", NO_SEAT)], on(20))

    with pytest.raises(NoSeatInTree, match="bob has no seat in binary at 2026-11-01"):
        tree.place("cat", seat("bob L"), on(1))
    with pytest.raises(ParentLeaves, match="bob leaves binary at 2026-11-20"):
        tree.place("cat", seat("bob L"), on(10))


def test_a_move_takes_all_below_along_and_frees_the_seat_from_its_moment_on() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L", "cat: bob L", "dan: ann R")

    move(tree, "bob", "dan R", 10)

    assert shape(tree, 9) == ["ann:  top", "bob: ann L", "cat: bob L", "dan: ann R"]
    assert shape(tree, 10) == ["ann:  top", "bob: dan R", "cat: bob L", "dan: ann R"]
    with pytest.raises(SeatTaken):
        tree.place("eve", seat("ann L"), on(9))
    tree.place("eve", seat("ann L"), on(10))


def test_nobody_is_moved_below_themselves() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L", "cat: bob L")

    with pytest.raises(PlacementLoop, match="bob cannot have a seat under cat in binary"):
        move(tree, "bob", "cat L", 10)


def test_a_move_is_refused_where_one_to_come_would_close_a_loop() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L", "cat: ann R")
    tree.move("cat", seat("bob R"), on(20), asked_at=on(5))

    with pytest.raises(PlacementLoop):
        move(tree, "bob", "cat L", 10)


def test_a_member_can_be_moved_within_the_window_alone() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L")
    last = on(2) + timedelta(days=30)

    tree.move("bob", seat("ann R"), on(60), asked_at=last - timedelta(seconds=1))
    with pytest.raises(WindowClosed, match="bob can be moved in binary for 30 days"):
        tree.move("bob", seat("ann L"), on(70), asked_at=last)


def test_what_was_is_never_rewritten() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L")

    with pytest.raises(MovedInThePast, match="from 2026-11-09 00:00 on, which is past"):
        tree.move("bob", seat("ann R"), on(9), asked_at=on(10))

    with pytest.raises(PlacedLater, match="what stands of 2026-11-02 00:00 would be rewritten"):
        move(tree, "bob", "ann R", 2)


def test_a_matrix_places_nobody_deeper_below_the_sponsor_than_it_is_deep() -> None:
    tree = seated(a_matrix(2, 2), "ann", "bob: ann 1", "cat: bob 1")

    with pytest.raises(TooDeep, match="more than 2 levels below their sponsor ann in matrix"):
        tree.place("dan", seat("cat 1"), on(9), sponsor="ann")
    tree.place("dan", seat("cat 1"), on(9), sponsor="bob")


def test_who_leaves_keeps_the_seat_where_the_plan_says_so() -> None:
    tree = seated(a_binary(), "ann", "bob: ann L")

    with pytest.raises(SeatsAreKept, match="bob keeps their seat in binary"):
        leave(tree, "bob", 10)


def test_the_earliest_below_takes_the_seat_and_the_others_come_under_them() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L", "dan: bob R", "cat: bob L", "eve: dan L")

    assert leave(tree, "bob", 10) == [
        "ann:  top",
        "dan: ann L",
        "cat: eve L",
        "eve: dan L",
    ]
    assert shape(tree, 9)[1] == "bob: ann L"


def test_who_leaves_a_seat_with_nobody_below_leaves_it_open() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L")

    assert leave(tree, "bob", 10) == ["ann:  top"]

    tree.place("cat", seat("ann L"), on(10))
    tree.place("bob", seat("ann R"), on(12))
    assert shape(tree, 12) == ["ann:  top", "bob: ann R", "cat: ann L"]


def test_nobody_leaves_a_seat_below_which_one_is_promised() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L")
    tree.place("cat", seat("bob L"), on(20))

    with pytest.raises(SeatBelowIsPromised):
        leave(tree, "bob", 10)


def test_a_tree_is_made_again_of_its_placements() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L", "cat: bob L")
    move(tree, "cat", "ann R", 10)
    leave(tree, "bob", 12)
    tree.place("dan", seat("ann L"), on(13))

    assert PlacementTree.of(A_MONTH, tree.placements) == tree


def test_the_close_gets_every_seat_with_its_moment_up_to_the_end_of_the_period() -> None:
    tree = seated(A_MONTH, "ann", "bob: ann L", "cat: bob L")
    move(tree, "cat", "ann R", 10)
    leave(tree, "bob", 12)
    move(tree, "cat", "ann L", 20)

    facts = seats_as_of("binary", tree.placements, on(20))

    assert [(each.member_id, each.parent, each.side, each.since) for each in facts] == [
        ("ann", "", "", on(1)),
        ("bob", "ann", "L", on(2)),
        ("cat", "bob", "L", on(3)),
        ("cat", "ann", "R", on(10)),
        ("bob", "", "", on(12)),
    ]


def test_a_plan_says_what_a_tree_allows() -> None:
    matrix = {"id": "m", "kind": "matrix", "width": 3, "depth": 9, "spillover": "even"}
    sponsor = {"id": "sponsor", "kind": "sponsor"}
    plan = {"plan": {"id": "mx39"}, "trees": [sponsor, {**matrix, "holding_days": 14}]}

    rules = placement_rules(plan, "m")

    assert (rules.sides, rules.depth, rules.holding_days) == (("1", "2", "3"), 9, 14)
    with pytest.raises(NoPlacementTree, match="mx39 has no placement tree 'sponsor': it has m"):
        placement_rules(plan, "sponsor")
