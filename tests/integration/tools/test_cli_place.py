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


def test_a_member_gets_the_seat_that_is_named_and_others_the_next_by_spillover() -> None:
    place("ann")
    named = ("place", "bob", *TREE, "--at", "2026-11-05", "--under", "ann", "--side", "2")

    asked = commissions(*named)
    before = where("bob", on(300))
    told(*named, "--apply")
    answer = place("cat")

    assert (asked.exit_code, "bob: side 2 under ann" in asked.stdout) == (0, True)
    assert (DRY in asked.stdout, before) == (True, " ")
    assert (answer["what"], answer["applied"]) == ("Placed", True)
    assert answer["seats"] == [{"member": "cat", "parent": "ann", "side": "1"}]
    assert [where(member, on(5)) for member in ("bob", "cat")] == ["ann 2", "ann 1"]


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


def test_without_a_sponsor_who_has_a_seat_there_is_none_by_spillover() -> None:
    genealogy.place("eve", "", since=FIRST_DAY, status="active")
    place("ann")

    message = refused("place", "dan", *TREE, "--apply")

    assert "their sponsor bob has no seat there" in message
    assert "place the sponsor first, or name a parent" in message
    assert "they have no sponsor there" in refused("place", "eve", *TREE)


def test_a_move_takes_all_below_along_from_its_moment_on() -> None:
    for member in ("ann", "bob", "cat", "dan"):
        told("place", member, *TREE, "--apply")
    move = ("place", "bob", *TREE, "--under", "cat", "--side", "2", "--at", "2199-06-01")

    began = datetime.now(UTC)
    asked = told(*move)
    of_now = datetime.fromisoformat(told(*move[:-2])["since"])
    before = where("bob", IN_JUNE)
    done = told(*move, "--apply")

    assert (asked["seats"], asked["what"]) == (done["seats"], "Moved, with all below,")
    assert began <= of_now <= datetime.now(UTC), "no close walks the tree: a move counts at once"
    assert (before, where("bob", IN_JUNE)) == ("ann 1", "cat 2")
    assert where("bob", IN_JUNE - timedelta(microseconds=1)) == "ann 1"
    assert where("dan", IN_JUNE) == "bob 1"


def test_what_cannot_be_done_is_told_and_how_it_can() -> None:
    place("ann")
    place("bob")
    stranger = ("--tree", "x", "--plan", "demo")

    for words, why in (
        (("bob", *TREE), "say under whom, with --under"),
        (("bob", *TREE, "--leave"), "ob keeps their seat in matrix"),
        (("bob", *TREE, "--leave", "--at", "2026-11-20"), "which is past"),
        (("bob", *TREE, "--leave", "--side", "1"), "--leave goes alone"),
        (("bob", *TREE, "--power-leg", "3"), "'3' is no side of matrix: there are 1, 2"),
        (("bob", *TREE, "--wait"), "ob has had a seat in matrix since 2026-11-05"),
        (("bob", *TREE, "--at", "tomorrow"), "is no moment"),
        (("bob", *stranger), "emo has no placement tree 'x': it has matrix"),
        (("bob", "--tree", "matrix"), "o store is loaded: say whose tree it is, with --plan"),
    ):
        assert why in refused("place", *words)


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
    assert commissions("tank", *TREE).stdout.startswith("Nobody waits.")
    told("place", "dan", *TREE, "--wait", "--at", "2026-11-03", "--apply")

    result = commissions("tank", *TREE, "--as-of", "2026-11-18", "--apply")

    assert result.exit_code == 1
    assert "their sponsor bob has no seat" in " ".join(result.stdout.split())
    assert "is in the holding tank of matrix already" in refused("place", "dan", *TREE, "--wait")
