from datetime import UTC, datetime

from commissions.domain.people.genealogy import FOREVER, Edge
from commissions.domain.people.present_place import PresentPlace, present_place


def on(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


FIRST = Edge(on(1), sponsor="bob", status="active", rank="silver")


def test_a_member_stands_where_their_last_edge_says() -> None:
    edges = (FIRST, Edge(on(5), status="inactive"), Edge(on(9), sponsor="cat"))

    assert present_place("dan", edges, on(10)) == PresentPlace(
        member="dan",
        is_member=True,
        sponsor="cat",
        status="inactive",
        rank="silver",
        joined_at=on(1),
        sponsored_at=on(9),
        changed_at=on(9),
    )


def test_what_is_told_ahead_comes_into_force_at_its_moment() -> None:
    edges = (FIRST, Edge(on(20), sponsor="cat"), Edge(on(25), status="inactive"))

    before, at = (present_place("dan", edges, on(day)) for day in (19, 20))

    assert (before.sponsor, before.turns_at) == ("bob", on(20))
    assert (at.sponsor, at.turns_at) == ("cat", on(25))


def test_who_will_be_a_member_is_none_yet() -> None:
    assert present_place("dan", (FIRST,), on(1).replace(month=10)) == PresentPlace(
        member="dan", is_member=False, turns_at=on(1)
    )


def test_only_another_sponsor_is_a_move() -> None:
    stayed = (FIRST, Edge(on(5), sponsor="bob"), Edge(on(9), rank="gold"))

    assert not present_place("dan", stayed, on(10)).has_moved
    assert present_place("dan", (*stayed, Edge(on(10), sponsor="")), on(10)).has_moved


def test_who_came_back_under_a_former_sponsor_stands_there_since_then() -> None:
    edges = (FIRST, Edge(on(5), sponsor="cat"), Edge(on(9), sponsor="bob"))

    assert present_place("dan", edges, on(10)).sponsored_at == on(9)


def test_nothing_more_is_to_come_of_most() -> None:
    assert present_place("dan", (FIRST,), on(10)).turns_at == FOREVER
