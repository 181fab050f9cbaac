from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from moto import mock_aws

from commissions.aws.clients import client
from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.holding_tank import WaitingMember
from commissions.domain.people.placement import (
    AlreadySeated,
    NoSeatInTree,
    PlacementLoop,
    SeatTaken,
    seat_at,
)
from commissions.domain.people.placement_rules import PlacementRules, WindowClosed
from commissions.domain.people.placement_tree import TooDeep
from commissions.domain.people.spillover import choose_seat
from commissions.tables import holding_tank, placement_items, placements
from commissions.tables.placement_items import TooManyAtOnce
from commissions.tables.versioned import VersionConflict
from tests.support.dynamodb_calls import just_before, round_trips
from tests.support.template import resource
from tests.unit.domain.people.placement_builders import a_binary, a_matrix, on, seat

RULES = a_binary(move_window_days=30, vacated="promote_earliest")
WRITE = "TransactWriteItems"


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    """An account with this table alone: to make all of them takes ten times as long."""
    declared = resource("PlacementsTable")["Properties"]
    shape = {key: declared[key] for key in ("AttributeDefinitions", "KeySchema", "BillingMode")}
    with mock_aws():
        client("dynamodb").create_table(TableName=placement_items.TABLE, **shape)
        yield


def take(*places: str, rules: PlacementRules = RULES) -> None:
    for day, each in enumerate(places, start=1):
        member, _, where = each.partition(": ")
        placements.place(rules, member, seat(where), on(day))


def move(member: str, where: str, day: int) -> None:
    placements.move(RULES, member, seat(where), on(day), asked_at=on(day))


def leave(member: str, day: int) -> None:
    steps = placements.promotion_of(RULES, member, on(day))
    placements.relocate(RULES, steps, on(day))


def shape(day: int) -> list[str]:
    found = placements.all_placements("binary")
    held = {member: seat_at(places, on(day)) for member, places in found.items()}
    return sorted(f"{member}: {at.parent} {at.side}" for member, at in held.items() if at.side)


def test_a_seat_is_taken_in_one_transaction_with_the_members_placements() -> None:
    take("ann")

    with round_trips() as calls:
        placements.place(RULES, "bob", seat("ann L"), on(2))

    assert calls == ["BatchGetItem", WRITE]
    assert shape(2) == ["ann:  top", "bob: ann L"]


def meanwhile(member: str, where: str, day: int) -> AbstractContextManager[None]:
    """Somebody else takes a seat right before what is done inside is written."""
    other = seat(where)
    return just_before(WRITE, lambda: placements.place(RULES, member, other, on(day)))


def test_of_two_who_want_one_seat_one_gets_it_and_the_other_hears_so() -> None:
    take("ann")

    with meanwhile("cat", "ann L", 3), pytest.raises(VersionConflict):
        placements.place(RULES, "bob", seat("ann L"), on(3))

    with pytest.raises(SeatTaken):
        placements.place(RULES, "bob", seat("ann L"), on(3))
    assert shape(3) == ["ann:  top", "cat: ann L"]


def test_a_member_who_is_placed_twice_at_once_gets_one_seat() -> None:
    take("ann")

    with meanwhile("bob", "ann R", 3), pytest.raises(VersionConflict):
        placements.place(RULES, "bob", seat("ann L"), on(3))

    with pytest.raises(AlreadySeated):
        placements.place(RULES, "bob", seat("ann L"), on(4))
    assert shape(4) == ["ann:  top", "bob: ann R"]


def test_a_move_frees_the_old_seat_from_its_moment_on_and_keeps_the_history() -> None:
    take("ann", "bob: ann L", "cat: bob L")

    move("bob", "ann R", 10)
    placements.place(RULES, "dan", seat("ann L"), on(10))

    assert shape(9) == ["ann:  top", "bob: ann L", "cat: bob L"]
    assert shape(10) == ["ann:  top", "bob: ann R", "cat: bob L", "dan: ann L"]


def test_a_move_is_refused_below_oneself_after_the_window_and_of_a_stranger() -> None:
    take("ann", "bob: ann L", "cat: bob L", "dan: cat L")

    with pytest.raises(PlacementLoop):
        move("bob", "dan L", 10)
    with pytest.raises(WindowClosed):
        move("dan", "ann R", 40)
    with pytest.raises(NoSeatInTree):
        move("zoe", "ann R", 10)


def test_two_moves_at_once_close_no_loop_behind_each_other() -> None:
    take("ann", "bob: ann L", "cat: ann R")

    with just_before(WRITE, lambda: move("cat", "bob L", 10)), pytest.raises(VersionConflict):
        move("bob", "cat L", 10)

    with pytest.raises(PlacementLoop):
        move("bob", "cat L", 10)


def test_who_leaves_is_followed_by_the_earliest_below() -> None:
    take("ann", "bob: ann L", "dan: bob R", "cat: bob L")

    leave("bob", 10)

    assert shape(9) == ["ann:  top", "bob: ann L", "cat: bob L", "dan: bob R"]
    assert shape(10) == ["ann:  top", "cat: dan L", "dan: ann L"]


def test_nobody_sits_down_below_somebody_who_is_leaving_meanwhile() -> None:
    take("ann", "bob: ann L")

    with meanwhile("cat", "bob L", 9), pytest.raises(VersionConflict):
        leave("bob", 10)
    with just_before(WRITE, lambda: leave("cat", 11)), pytest.raises(VersionConflict):
        placements.place(RULES, "dan", seat("cat L"), on(12))

    assert shape(12) == ["ann:  top", "bob: ann L"]


def test_more_than_a_transaction_takes_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take("ann", "bob: ann L", "cat: bob L", "dan: bob R")
    monkeypatch.setattr(placements, "ACTIONS_MAX", 8)

    with pytest.raises(TooManyAtOnce, match="bob leaves too many seats of binary behind: 9 wr"):
        leave("bob", 10)


def test_a_matrix_is_no_deeper_below_the_sponsor_in_the_table_too() -> None:
    rules = a_matrix(1, 2)
    take("ann", "bob: ann 1", "cat: bob 1", rules=rules)

    with pytest.raises(TooDeep):
        placements.place(rules, "dan", seat("cat 1"), on(9), sponsor="ann")
    placements.place(rules, "dan", seat("cat 1"), on(9), sponsor="bob")


def test_spillover_reads_a_level_at_a_time() -> None:
    take("ann", "bob: ann L", "cat: ann R", "dan: bob L", "eve: bob R", "fay: cat L")

    with round_trips() as calls:
        found = choose_seat(RULES, "ann", placements.below(RULES, on(20)))

    assert (found, calls) == (seat("cat R"), ["BatchGetItem"] * 2)


def test_the_tank_holds_a_new_member_until_they_get_a_seat() -> None:
    take("ann")
    bob = WaitingMember(member_id="bob", sponsor="ann", enrolled_at=on(2), parent="ann", side="R")

    assert holding_tank.wait("binary", bob) is True
    assert holding_tank.wait("binary", bob) is False
    assert list(holding_tank.waiting("binary")) == [bob]
    placements.place(RULES, "bob", seat("ann R"), on(3))
    assert list(holding_tank.waiting("binary")) == []


def test_a_sponsor_chooses_a_leg_and_may_choose_again() -> None:
    assert holding_tank.power_leg("binary", "ann") == ""
    for side in ("L", "R"):
        holding_tank.choose_power_leg(RULES, "ann", side)

    assert holding_tank.power_leg("binary", "ann") == "R"
    with pytest.raises(Misplaced):
        holding_tank.choose_power_leg(RULES, "ann", "M")
