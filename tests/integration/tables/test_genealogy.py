from datetime import UTC, datetime

import pytest

from commissions.domain.people.genealogy import (
    AlreadyPlaced,
    NotYetAMember,
    SponsorLoop,
    UnknownMember,
    UnknownSponsor,
)
from commissions.tables import genealogy
from tests.support.dynamodb_calls import just_before, round_trips

pytestmark = pytest.mark.usefixtures("aws")


def on(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def place(line: str, *, since: int = 1) -> None:
    """`place("dan < cat < bob")` gives bob, cat and dan their places."""
    members = line.split(" < ")
    sponsors = [*members[1:], ""]
    for member, sponsor in reversed(list(zip(members, sponsors, strict=True))):
        genealogy.place(member, sponsor, since=on(since), status="active", rank="silver")


def names(member: str, day: int = 15) -> str:
    return " < ".join(ancestor.member for ancestor in genealogy.line(member, on(day)))


def path_of(member: str) -> list[str]:
    return list(genealogy._read([member])[member].path)


def test_a_line_takes_two_round_trips_however_deep_it_is() -> None:
    depth = " < ".join(f"m{n}" for n in range(99))
    place(depth)

    with round_trips() as calls:
        line = names("m0")

    assert line == depth
    assert calls == ["BatchGetItem", "BatchGetItem"]


def test_a_line_of_more_than_100_levels_takes_one_more_for_every_100() -> None:
    depth = " < ".join(f"m{n}" for n in range(250))
    place(depth)

    with round_trips() as calls:
        line = names("m0")

    assert line == depth
    assert len(calls) == 4


def test_a_member_at_the_top_is_their_own_line() -> None:
    place("bob")

    assert names("bob") == "bob"


def test_a_move_takes_all_below_along_from_its_moment_on() -> None:
    place("dan < cat < bob < ann")
    place("eve < ann")

    assert genealogy.move("cat", "eve", since=on(10)) is True

    assert names("dan", 9) == "dan < cat < bob < ann"
    assert names("dan", 10) == "dan < cat < eve < ann"


def test_after_a_move_the_first_reader_repairs_the_path() -> None:
    place("dan < cat < bob < ann")
    place("eve < zoe")
    genealogy.move("cat", "eve", since=on(10))

    with round_trips() as first:
        names("dan")
    with round_trips() as second:
        names("dan")

    assert first == ["BatchGetItem", "BatchGetItem", "BatchGetItem", "UpdateItem"]
    assert second == ["BatchGetItem", "BatchGetItem"]
    assert path_of("dan") == ["cat", "eve", "zoe"]


def test_an_old_sale_reads_the_old_line_and_leaves_the_path_alone() -> None:
    place("dan < cat < bob")
    place("eve")
    genealogy.move("dan", "eve", since=on(10))

    with round_trips() as calls:
        line = names("dan", 5)

    assert line == "dan < cat < bob"
    assert "UpdateItem" not in calls
    assert path_of("dan") == ["eve"]


def test_a_repair_that_comes_too_late_changes_nothing() -> None:
    place("dan < cat < bob < ann")
    place("eve < ann")
    genealogy.move("cat", "ann", since=on(10))

    with just_before("UpdateItem", lambda: genealogy.move("dan", "eve", since=on(12))):
        line = names("dan", 11)

    assert line == "dan < cat < ann"
    assert path_of("dan") == ["eve", "ann"]


def test_a_status_changes_from_its_moment_on() -> None:
    place("cat < bob")

    assert genealogy.change("bob", since=on(10), status="inactive") is True
    assert genealogy.change("bob", since=on(10), status="inactive") is False

    assert [genealogy.line("cat", on(day))[1].status for day in (9, 10)] == ["active", "inactive"]


def test_a_place_is_given_once() -> None:
    place("cat < bob")

    assert genealogy.place("cat", "bob", since=on(1), status="active", rank="silver") is False
    with pytest.raises(AlreadyPlaced, match="cat has had another place since 2026-11-01"):
        genealogy.place("cat", "", since=on(1), status="active")


def test_nobody_stands_under_somebody_unknown() -> None:
    place("cat")

    with pytest.raises(UnknownSponsor):
        genealogy.place("dan", "zoe", since=on(1), status="active")
    with pytest.raises(UnknownSponsor):
        genealogy.move("cat", "zoe", since=on(2))


def test_nobody_is_moved_below_themselves() -> None:
    place("dan < cat < bob < ann")

    with pytest.raises(SponsorLoop, match="bob cannot stand under dan, who stands below bob"):
        genealogy.move("bob", "dan", since=on(10))


def test_a_move_of_the_past_is_refused_where_a_later_one_would_close_a_loop() -> None:
    place("cat < bob")
    place("eve")
    genealogy.move("eve", "cat", since=on(10))

    with pytest.raises(SponsorLoop):
        genealogy.move("bob", "eve", since=on(5))


def test_two_moves_at_once_close_no_loop_behind_each_other() -> None:
    place("bob < ann")
    place("eve < ann")

    other = just_before("TransactWriteItems", lambda: genealogy.move("eve", "bob", since=on(10)))
    with other, pytest.raises(SponsorLoop):
        genealogy.move("bob", "eve", since=on(10))

    assert names("eve") == "eve < bob < ann"


def test_two_changes_at_once_both_stand() -> None:
    place("bob")

    with just_before("TransactWriteItems", lambda: genealogy.change("bob", since=on(5), rank="")):
        genealogy.change("bob", since=on(5), status="inactive")

    [bob] = genealogy.line("bob", on(5))
    assert (bob.status, bob.rank) == ("inactive", "")


def test_a_sale_before_the_first_day_and_a_stranger_have_no_line() -> None:
    place("cat < bob", since=5)

    with pytest.raises(NotYetAMember):
        genealogy.line("cat", on(4))
    with pytest.raises(UnknownMember):
        genealogy.line("zoe", on(6))
