"""COMMISSIONS_PROOF=1 looks at 10,000 pairs of random trees."""

import os
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest

from commissions.application.queries import below
from commissions.application.queries.below import NotBelow, Relation
from commissions.domain.people.member import Member
from commissions.domain.people.placement import TreeSeat
from commissions.domain.people.upline import PARTICIPANT, PREFERRED, RETAIL
from commissions.tables import genealogy, members, placements
from tests.support.dynamodb_calls import round_trips
from tests.support.random_teams import BINARY, RandomTeam

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BEGAN = NOW - timedelta(days=30)
TREES, MEMBERS, PAIRS = (5, 48, 2_000) if os.environ.get("COMMISSIONS_PROOF") else (1, 24, 200)
TWO_TRIPS = ["BatchGetItem", "BatchGetItem"]


def place(line: str, *, since: datetime = BEGAN, kind: str = PARTICIPANT) -> None:
    """`place("dan < cat < bob")`: whoever is there stays."""
    names = line.split(" < ")
    for member, sponsor in reversed(list(zip(names, [*names[1:], ""], strict=True))):
        if not genealogy.edges([member]):
            genealogy.place(member, sponsor, since=since, status="active", rank="silver")
            members.register(Member(member_id=member, kind=kind, created_at=since))


def look(top: str, member: str, *, trees: tuple[str, ...] = ()) -> Relation | None:
    try:
        return below.look(top, member, trees, NOW).relation
    except NotBelow:
        return None


@pytest.fixture
def a_company(aws: None) -> None:
    """cat and fay under bob, dan and a customer under cat, eve beside them all."""
    place("dan < cat < bob < ann")
    place("fay < bob")
    place("eve < ann")
    place("shopper < cat", kind=RETAIL)
    place("regular < cat", kind=PREFERRED)


@pytest.mark.usefixtures("a_company")
@pytest.mark.parametrize(
    ("member", "relation"),
    [
        ("bob", Relation.OWN),
        ("cat", Relation.SPONSORED),
        ("dan", Relation.SPONSORED),
        ("ann", None),
        ("eve", None),
        ("shopper", None),
        ("regular", None),
        ("nobody", None),
        ("", None),
        ("/moves", None),
        ("x" * 3_000, None),
        ("\ud800", None),
        ("cat\n", None),
    ],
)
def test_a_member_looks_at_themselves_and_at_distributors_below(
    member: str, relation: Relation | None
) -> None:
    assert look("bob", member) == relation


@pytest.mark.usefixtures("a_company")
@pytest.mark.parametrize("member", ["ann", "eve", "nobody", "shopper", "/moves"])
def test_who_may_not_be_looked_at_is_answered_in_the_time_of_who_is_nobody(member: str) -> None:
    with round_trips() as calls:
        assert look("bob", member) is None

    assert calls == TWO_TRIPS


def test_somebody_far_below_is_known_in_two_round_trips() -> None:
    place(" < ".join(f"m{number}" for number in range(100)))

    with round_trips() as calls:
        assert look("m99", "m0") == Relation.SPONSORED

    assert calls == TWO_TRIPS


@pytest.mark.usefixtures("a_company")
def test_whoever_was_moved_away_is_nobody_from_that_moment_on() -> None:
    genealogy.move("cat", "eve", since=NOW)

    assert [look("bob", each) for each in ("cat", "dan")] == [None, None]
    assert [look("eve", each) for each in ("cat", "dan")] == [Relation.SPONSORED] * 2


@pytest.mark.usefixtures("a_company")
def test_a_move_to_come_changes_nothing_yet() -> None:
    genealogy.move("cat", "eve", since=NOW + timedelta(seconds=1))

    assert (look("bob", "dan"), look("eve", "dan")) == (Relation.SPONSORED, None)


@pytest.mark.usefixtures("a_company")
def test_who_joins_tomorrow_is_nobody_today() -> None:
    place("gus < cat", since=NOW + timedelta(days=1))

    assert look("bob", "gus") is None


@pytest.mark.usefixtures("a_company")
def test_a_seat_below_is_below_in_a_plan_with_such_a_tree() -> None:
    for member, parent, side in (("bob", "", "top"), ("eve", "bob", "L"), ("fay", "eve", "L")):
        placements.place(BINARY, member, TreeSeat(parent, side), NOW)

    with round_trips() as calls:
        assert look("bob", "eve", trees=("binary",)) == Relation.PLACED
    assert calls == TWO_TRIPS
    assert look("eve", "fay", trees=("binary",)) == Relation.PLACED
    assert look("bob", "fay", trees=("binary",)) == Relation.SPONSORED
    assert look("bob", "eve") is None
    assert look("eve", "bob", trees=("binary",)) is None


def test_seats_far_below_are_known_in_two_round_trips() -> None:
    for number in range(90):
        place(f"m{number}")
        seat = TreeSeat(f"m{number - 1}", "L") if number else TreeSeat("", "top")
        placements.place(BINARY, f"m{number}", seat, NOW)

    with round_trips() as calls:
        assert look("m0", "m89", trees=("binary",)) == Relation.PLACED

    assert calls == TWO_TRIPS


def test_no_pair_of_random_trees_is_told_otherwise_than_they_stand() -> None:
    """Everybody may look at just those who stand below, in either tree; at no customer."""
    for seed in range(TREES):
        chance = Random(seed)  # noqa: S311 - no secret
        team = RandomTeam(chance, NOW - timedelta(days=200), NOW)
        team.enrol(MEMBERS)
        team.move(MEMBERS)
        team.seat(MEMBERS // 2)
        pairs = list(product(sorted(team.sponsors), repeat=2))
        told, right = {}, {}
        for top, member in chance.sample(pairs, min(PAIRS, len(pairs))):
            told[top, member] = look(top, member, trees=("binary",)) is not None
            right[top, member] = top == member or (
                member not in team.retail and team.is_below(member, top, NOW)
            )

        assert told == right
        assert 0 < sum(told.values()) < len(told)
