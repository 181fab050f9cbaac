from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.people.genealogy import Edge
from commissions.tables import genealogy, items, present_places, versioned
from tests.support.dynamodb_calls import just_before

pytestmark = pytest.mark.usefixtures("aws")

NOW = datetime.now(UTC)
"""As edges are told: the index says what is so at the moment of writing."""


def on(day: int) -> datetime:
    """So many days from now, or before."""
    return NOW + timedelta(days=day)


def place(line: str, *, since: int = -30) -> None:
    members = line.split(" < ")
    sponsors = [*members[1:], ""]
    for member, sponsor in reversed(list(zip(members, sponsors, strict=True))):
        genealogy.place(member, sponsor, since=on(since), status="active", rank="silver")


def children(sponsor: str) -> list[str]:
    return [each.member for each in present_places.children(sponsor)]


def entries() -> dict[str, str]:
    return {each.member: each.sponsor for each in present_places.everybody()}


def forget_the_index() -> None:
    """As items were before there was an index."""
    for item in list(items.scan(present_places.TABLE)):
        client("dynamodb").update_item(
            TableName=present_places.TABLE,
            Key=items.marshal({"member_id": item["member_id"]}),
            UpdateExpression=f"REMOVE {', '.join(present_places._NAMES)}",
        )


def test_everybody_is_found_under_their_sponsor() -> None:
    place("dan < cat < bob")
    place("eve < bob")

    assert (children("bob"), children("cat"), children("dan")) == (["cat", "eve"], ["dan"], [])
    assert children("") == ["bob"]


def test_a_place_that_is_told_twice_is_one_entry() -> None:
    place("cat < bob")
    place("cat < bob")

    assert entries() == {"cat": "bob", "bob": ""}


def test_a_move_takes_the_entry_along() -> None:
    place("dan < cat < bob")

    genealogy.move("dan", "bob", since=on(-1))

    assert (children("cat"), children("bob")) == ([], ["cat", "dan"])
    assert len(list(present_places.everybody())) == 3


def test_a_move_that_fails_leaves_the_entry_where_it_was() -> None:
    place("dan < cat < bob")

    with (
        just_before("TransactWriteItems", _fails),
        pytest.raises(ConnectionError),
    ):
        genealogy.move("dan", "bob", since=on(-1))

    assert children("cat") == ["dan"]


def _fails() -> None:
    raise ConnectionError


def test_an_entry_tells_status_rank_and_since_when() -> None:
    place("cat < bob")
    genealogy.change("cat", since=on(-3), status="inactive", rank="gold")

    [found] = present_places.children("bob")

    assert (found.status, found.rank) == ("inactive", "gold")
    assert found.joined_at == found.sponsored_at == on(-30)
    assert found.changed_at == on(-3)


def test_a_move_told_ahead_is_found_due_and_put_right() -> None:
    place("dan < cat < bob")
    genealogy.move("dan", "bob", since=on(2))
    [dan] = [each for each in present_places.everybody() if each.member == "dan"]
    assert (children("cat"), present_places.is_due(dan, on(1))) == (["dan"], False)
    assert present_places.is_due(dan, on(2))

    edges = present_places.put_right(["dan"], on(2))

    assert (children("cat"), children("bob")) == ([], ["cat", "dan"])
    assert [each.sponsor for each in edges["dan"]] == ["cat", "bob"]


def test_who_joins_later_stands_under_nobody_until_then() -> None:
    place("bob")
    genealogy.place("cat", "bob", since=on(5), status="active")
    [cat] = [each for each in present_places.everybody() if each.member == "cat"]
    assert (cat.is_member, children("bob"), children("")) == (False, [], ["bob"])

    present_places.put_right(["cat"], on(5))

    assert children("bob") == ["cat"]


def test_children_are_read_page_by_page() -> None:
    place("bob")
    for number in range(7):
        place(f"m{number} < bob")

    first = present_places.children("bob", limit=5)
    rest = present_places.children("bob", after=first[-1].member, limit=5)

    assert [each.member for each in (*first, *rest)] == [f"m{number}" for number in range(7)]


def test_a_stack_from_before_is_brought_up_and_doing_it_again_changes_nothing() -> None:
    place("dan < cat < bob")
    genealogy.move("dan", "bob", since=on(-1))
    forget_the_index()
    assert entries() == {}

    looked = present_places.reindex(NOW, apply=False)
    assert (looked.members, looked.wrong, looked.written, entries()) == (3, 3, 0, {})

    assert present_places.reindex(NOW, apply=True).written == 3
    assert entries() == {"dan": "bob", "cat": "bob", "bob": ""}
    again = present_places.reindex(NOW, apply=True)
    assert (again.wrong, again.written) == (0, 0)


def test_a_move_in_between_has_the_last_word() -> None:
    place("dan < cat < bob")
    forget_the_index()

    with just_before("UpdateItem", lambda: genealogy.move("dan", "bob", since=on(-1))):
        present_places.put_right(["dan"], on(0))

    assert entries() == {"dan": "bob"}


def test_an_index_that_cannot_be_written_is_said() -> None:
    place("bob")
    forget_the_index()

    with just_before("UpdateItem", _is_refused), pytest.raises(ClientError):
        present_places.reindex(NOW, apply=True)


def _is_refused() -> None:
    raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "UpdateItem")


def test_a_status_change_keeps_the_version_that_writers_follow() -> None:
    place("cat < bob")
    before = genealogy.standing("cat")[1]

    present_places.put_right(["cat"], on(9))

    assert genealogy.standing("cat")[1] == before
    with pytest.raises(versioned.VersionConflict):
        versioned.put(present_places.TABLE, {"member_id": "cat"}, after=before + 1)


def test_an_edge_that_only_names_the_sponsor_again_is_no_move() -> None:
    edges = (Edge(on(-9), "bob", "active", ""), Edge(on(-2), sponsor="bob"))

    entry = present_places.entry_of("cat", edges, NOW)

    assert entry["joined_at"] == entry["sponsored_at"]
