from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.people.genealogy import (
    FOREVER,
    AlreadyDecided,
    Edge,
    NotYetAMember,
    OwnSponsor,
    SponsorLoop,
    SponsorNotYetAMember,
    TreePosition,
    UnknownSponsor,
    ancestry,
    check_sponsor,
    climb,
    new_parts,
    position_at,
    sponsored_until,
    with_edge,
)

Known = dict[str, tuple[Edge, ...]]


def on(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def placed(sponsor: str, *, since: int = 1, status: str = "active", rank: str = "") -> Edge:
    return Edge(on(since), sponsor, status, rank)


def moved(sponsor: str, *, since: int) -> Edge:
    return Edge(on(since), sponsor=sponsor)


def tree(line: str) -> Known:
    """`tree("dan < cat < bob")`: dan stands under cat, who stands under bob, at the top."""
    members = line.split(" < ")
    return {
        member: (placed(sponsor),)
        for member, sponsor in zip(members, [*members[1:], ""], strict=True)
    }


def names(member: str, day: int, known: Mapping[str, Sequence[Edge]]) -> str:
    climbed = climb(member, on(day), known)
    line = " < ".join(ancestor.member for ancestor in climbed.line)
    return f"{line} < {climbed.missing}?" if climbed.missing else line


def test_a_line_begins_with_the_member_and_ends_at_the_top() -> None:
    assert names("dan", 2, tree("dan < cat < bob")) == "dan < cat < bob"


def test_a_line_tells_status_and_rank_as_of_the_moment() -> None:
    known = {"cat": (placed("", rank="silver"), Edge(on(5), status="inactive"))}

    [before] = climb("cat", on(4), known).line
    [after] = climb("cat", on(5), known).line

    assert (before.status, before.rank) == ("active", "silver")
    assert (after.status, after.rank) == ("inactive", "silver")


def test_a_line_is_the_one_of_its_moment_whoever_moved_since() -> None:
    known = tree("dan < cat < bob") | tree("eve")
    known["cat"] += (moved("eve", since=10),)

    assert names("dan", 9, known) == "dan < cat < bob"
    assert names("dan", 10, known) == "dan < cat < eve"


def test_a_line_stops_where_the_next_one_is_not_known() -> None:
    known = tree("dan < cat < bob")
    del known["bob"]

    assert names("dan", 2, known) == "dan < cat < bob?"


def test_a_line_that_comes_back_to_itself_is_an_error() -> None:
    known = {"dan": (placed("cat"),), "cat": (placed("dan"),)}

    with pytest.raises(SponsorLoop):
        climb("dan", on(2), known)


def test_nobody_stands_anywhere_before_their_first_day() -> None:
    with pytest.raises(NotYetAMember, match="dan is a member from 2026-11-05"):
        position_at("dan", (placed("", since=5),), on(4))


def test_an_edge_says_only_what_is_new() -> None:
    edges = (placed("cat", rank="silver"),)

    assert new_parts("dan", edges, Edge(on(5), "cat", "active", "gold")) == Edge(on(5), rank="gold")
    assert not new_parts("dan", edges, Edge(on(5), "cat", "active", "silver")).parts


def test_an_edge_of_the_past_lasts_until_the_next_one_that_says_otherwise() -> None:
    edges = (placed("cat"), Edge(on(10), status="inactive"), moved("eve", since=20))

    changed = with_edge(edges, moved("bob", since=5))

    assert position_at("dan", changed, on(4)) == TreePosition("cat", "active", "")
    assert position_at("dan", changed, on(15)) == TreePosition("bob", "inactive", "")
    assert position_at("dan", changed, on(20)) == TreePosition("eve", "inactive", "")
    assert set(edges) < set(changed)


def test_what_was_said_of_a_moment_is_not_said_otherwise() -> None:
    with pytest.raises(AlreadyDecided, match="the sponsor of dan at 2026-11-01 00:00 stands"):
        new_parts("dan", (placed("cat"),), moved("bob", since=1))


def test_a_sponsor_is_somebody_else_who_is_in_the_tree_already() -> None:
    edges = {"cat": (placed("", since=10),)}

    with pytest.raises(OwnSponsor):
        check_sponsor("cat", "cat", on(12), edges)
    with pytest.raises(UnknownSponsor, match="zoe, the sponsor of dan, is nobody"):
        check_sponsor("dan", "zoe", on(12), edges)
    with pytest.raises(SponsorNotYetAMember, match="only from 2026-11-10"):
        check_sponsor("dan", "cat", on(9), edges)
    check_sponsor("dan", "cat", on(10), edges)
    check_sponsor("dan", "", on(1), edges)


def test_everyone_who_stands_above_in_a_span_of_time_is_above() -> None:
    known = tree("dan < cat < bob") | tree("eve < ann")
    known["cat"] += (moved("eve", since=10),)

    assert ancestry("cat", on(2), on(5), known).members == {"cat", "bob"}
    assert ancestry("cat", on(12), FOREVER, known).members == {"cat", "eve", "ann"}
    assert ancestry("cat", on(2), FOREVER, known).members == {"cat", "bob", "eve", "ann"}


def test_above_says_whom_it_does_not_know() -> None:
    known = tree("dan < cat < bob")
    del known["cat"]

    assert ancestry("dan", on(2), FOREVER, known).missing == {"cat"}


def test_a_sponsor_lasts_until_the_next_one() -> None:
    edges = (placed("cat"), Edge(on(5), rank="gold"), moved("bob", since=8))

    assert sponsored_until(edges, on(1)) == on(8)
    assert sponsored_until(edges, on(8)) == FOREVER


MEMBERS = "abcdef"
moves = st.lists(
    st.tuples(st.sampled_from(MEMBERS), st.sampled_from(MEMBERS), st.integers(2, 28)), max_size=30
)


@given(moves)
def test_whatever_moves_are_let_through_nobody_ever_stands_above_themselves(
    wanted: list[tuple[str, str, int]],
) -> None:
    known: Known = {member: (placed(""),) for member in MEMBERS}

    for member, sponsor, since in wanted:
        try:
            new = new_parts(member, known[member], moved(sponsor, since=since))
        except AlreadyDecided:
            continue
        edges = with_edge(known[member], new)
        until = sponsored_until(edges, on(since))
        if new.parts and member not in ancestry(sponsor, on(since), until, known).members:
            known[member] = edges

    for day in range(1, 29):
        assert all(climb(member, on(day), known).line for member in MEMBERS)
