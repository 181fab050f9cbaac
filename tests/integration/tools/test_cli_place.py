"""`commissions place` and `commissions tank`, as people and machines ask for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.domain.people.placement import seat_at
from commissions.domain.plans import read_plan
from commissions.tables import genealogy, placements, plans
from tests.support.builders import a_plan_document
from tests.support.command import commissions, told
from tests.support.dynamodb_calls import just_before
from tests.unit.domain.people.placement_builders import a_matrix, on, seat
from tools.cli.place import DRY

FIRST_DAY = datetime(2026, 1, 5, tzinfo=UTC)
IN_JUNE = datetime(2199, 6, 1, tzinfo=UTC)
TREE = ("--tree", "matrix", "--plan", "demo")
MATRIX = {
    "id": "matrix",
    "kind": "matrix",
    "width": 2,
    "depth": 9,
    "spillover": "bfs",
    "holding_days": 14,
    "move_window_days": 366,
}


@pytest.fixture(autouse=True)
def people(reachable: None) -> None:
    sponsor = {"id": "sponsor", "kind": "sponsor"}
    document = a_plan_document(trees=[sponsor, MATRIX])
    plans.publish(read_plan(document).text)
    for member, above in (("ann", ""), ("bob", "ann"), ("cat", "ann"), ("dan", "bob")):
        genealogy.place(member, above, since=FIRST_DAY, status="active")


def where(member: str, at: datetime) -> str:
    held = seat_at(placements.placements_of("matrix", [member]).get(member, ()), at)
    return f"{held.parent} {held.side}"


def place(member: str, *words: str) -> Any:
    return told("place", member, *TREE, "--at", "2026-11-05", *words, "--apply")


def refused(*words: str) -> str:
    result = commissions(*words)
    assert result.exit_code, result.stdout
    return " ".join(result.stderr.split())


def test_without_apply_it_says_where_a_member_would_sit_and_writes_nothing() -> None:
    place("ann")

    result = commissions("place", "bob", *TREE, "--under", "ann", "--side", "2")

    assert (result.exit_code, "bob: side 2 under ann" in result.stdout) == (0, True)
    assert DRY in result.stdout
    assert where("bob", on(300)) == " "


def test_a_member_gets_the_seat_that_is_named_and_others_the_next_by_spillover() -> None:
    place("ann")
    place("bob", "--under", "ann", "--side", "2")

    answer = place("cat")

    assert (answer["what"], answer["applied"]) == ("Placed", True)
    assert answer["seats"] == [{"member": "cat", "parent": "ann", "side": "1"}]
    assert where("cat", on(5)) == "ann 1"


def test_a_named_seat_that_is_taken_is_refused_whoever_took_it_meanwhile() -> None:
    place("ann")
    named = ("place", "cat", *TREE, "--under", "ann", "--side", "1", "--apply")

    other = just_before(
        "TransactWriteItems",
        lambda: placements.place(a_matrix(2, 9), "bob", seat("ann 1"), on(6)),
    )
    with other:
        assert "side 1 under ann of matrix is taken: name another" in refused(*named).lower()


def test_by_spillover_the_next_seat_is_had_where_somebody_else_was_quicker() -> None:
    place("ann")

    other = just_before(
        "TransactWriteItems",
        lambda: placements.place(a_matrix(2, 9), "bob", seat("ann 1"), on(5)),
    )
    with other:
        answer = place("cat")

    assert answer["seats"] == [{"member": "cat", "parent": "ann", "side": "2"}]


def test_whose_sponsor_has_no_seat_gets_none_by_spillover() -> None:
    place("ann")

    message = refused("place", "dan", *TREE, "--apply")

    assert "their sponsor bob has no seat there" in message
    assert "place the sponsor first, or name a parent" in message


def test_a_second_top_is_refused() -> None:
    genealogy.place("eve", "", since=FIRST_DAY, status="active")
    place("ann")

    assert "they have no sponsor there" in refused("place", "eve", *TREE)


def test_a_move_takes_all_below_along_from_its_moment_on() -> None:
    for member in ("ann", "bob", "cat", "dan"):
        told("place", member, *TREE, "--apply")
    move = ("place", "bob", *TREE, "--under", "cat", "--side", "2", "--at", "2199-06-01")

    asked = told(*move)
    before = where("bob", IN_JUNE)
    done = told(*move, "--apply")

    assert (asked["seats"], asked["what"]) == (done["seats"], "Moved, with all below,")
    assert (before, where("bob", IN_JUNE)) == ("ann 1", "cat 2")
    assert where("bob", IN_JUNE - timedelta(microseconds=1)) == "ann 1"
    assert where("dan", IN_JUNE) == "bob 1"


def test_without_a_moment_a_move_counts_from_the_next_period_on() -> None:
    """Here every order is one: the demo plan has no close that walks the tree."""
    for member in ("ann", "bob"):
        told("place", member, *TREE, "--apply")

    since = told("place", "bob", *TREE, "--under", "ann", "--side", "2", "--apply")["since"]

    assert where("bob", datetime.fromisoformat(since)) == "ann 2"


def test_a_move_without_a_parent_and_leaving_where_seats_are_kept_are_refused() -> None:
    place("ann")
    place("bob")

    assert "say under whom, with --under" in refused("place", "bob", *TREE)
    assert "bob keeps their seat" in refused("place", "bob", *TREE, "--leave").lower()
    assert "which is past" in refused("place", "bob", *TREE, "--leave", "--at", "2026-11-20")
    assert "--leave goes alone" in refused("place", "bob", *TREE, "--leave", "--side", "1")


def test_a_tree_that_the_plan_lacks_and_a_moment_that_is_none_are_told() -> None:
    assert (
        "demo has no placement tree 'x'"
        in refused("place", "bob", "--tree", "x", "--plan", "demo").lower()
    )
    assert (
        "no store is loaded: say whose tree it is, with --plan"
        in refused("place", "bob", "--tree", "matrix").lower()
    )
    assert "is no moment" in refused("place", "bob", *TREE, "--at", "tomorrow")


def test_whose_wait_is_over_gets_a_seat_from_its_end_on_sponsors_first() -> None:
    place("ann")
    for member, day in (("dan", "04"), ("bob", "03"), ("cat", "09")):
        told("place", member, *TREE, "--wait", "--at", f"2026-11-{day}", "--apply")

    asked = told("tank", *TREE, "--as-of", "2026-11-18")
    done = told("tank", *TREE, "--as-of", "2026-11-18", "--apply")

    assert asked["due"] == done["due"]
    assert [(each["member"], each["parent"], each["side"]) for each in done["due"]] == [
        ("bob", "ann", "1"),
        ("dan", "bob", "1"),
    ]
    assert [each["member"] for each in done["waiting"]] == ["cat"]
    assert [where("bob", on(day)) for day in (16, 17)] == [" ", "ann 1"]
    assert told("tank", *TREE, "--as-of", "2026-11-18")["due"] == []


def test_who_cannot_be_placed_goes_on_waiting_and_it_is_said_why() -> None:
    told("place", "dan", *TREE, "--wait", "--at", "2026-11-03", "--apply")

    result = commissions("tank", *TREE, "--as-of", "2026-11-18", "--apply")

    assert result.exit_code == 1
    assert "their sponsor bob has no seat" in " ".join(result.stdout.split())
    assert "is in the holding tank of matrix already" in refused("place", "dan", *TREE, "--wait")


def test_nobody_waits_with_a_seat() -> None:
    place("ann")

    assert commissions("tank", *TREE).stdout.startswith("Nobody waits.")
    assert "has had a seat in matrix since 2026-11-05" in refused("place", "ann", *TREE, "--wait")
