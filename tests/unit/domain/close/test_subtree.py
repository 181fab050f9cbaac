"""A part of a period: who was below somebody, their orders, and all above them."""

from dataclasses import replace

from commissions.domain.close.columns import SPONSOR, PeriodColumns
from commissions.domain.close.facts import Since
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.subtree import StoodUnder, Subtree, subtree
from tests.support.closes import bought, day, period, sold, team


def a_period() -> PeriodColumns:
    """Cat goes from bob to dan on the tenth."""
    people = team("ann > bob > cat > eve", "ann > dan", "zoe")
    history = (*people["cat"].sponsors, Since(day(10), "dan"))
    moved = {**people, "cat": replace(people["cat"], sponsors=history)}
    orders = [bought("eve", 1, at=day(5)), sold("dan", 2), bought("zoe", 3), sold("bob", 4)]
    return columns_of(period(moved, orders))


def numbers(columns: PeriodColumns, *names: str) -> list[int]:
    return [list(columns.members.ids).index(name) for name in names]


def part(columns: PeriodColumns, *heads: str) -> Subtree:
    stood = StoodUnder(columns, [SPONSOR])
    tops = numbers(columns, *heads)
    return subtree(columns, stood.below(tops), stood.above(tops), tops)


def named(columns: PeriodColumns, found: Subtree) -> set[str]:
    return {columns.members.ids[each] for each in found.members.tolist()}


def test_whoever_was_below_at_any_time_is_of_it_with_all_above() -> None:
    columns = a_period()

    assert named(columns, part(columns, "bob")) == {"ann", "bob", "cat", "eve"}
    assert named(columns, part(columns, "dan")) == {"ann", "dan", "cat", "eve"}
    assert named(columns, part(columns, "eve")) == {"ann", "bob", "dan", "cat", "eve"}


def test_only_their_orders_count() -> None:
    columns = a_period()

    assert list(part(columns, "bob").period.sales.ids) == ["o1", "o4"]
    assert list(part(columns, "dan").period.sales.ids) == ["o1", "o2"]


def test_members_keep_their_order_and_who_is_below_is_marked() -> None:
    columns = a_period()
    found = part(columns, "dan")
    ids = found.period.members.ids

    assert list(ids[:-1]) == [columns.members.ids[each] for each in found.members.tolist()]
    assert {ids[each] for each in found.below.nonzero()[0].tolist()} == {"dan", "cat", "eve"}
    assert ids[found.number(numbers(columns, "cat")[0])] == "cat"


def test_what_comes_up_leaves_through_the_heads_alone() -> None:
    """Of dan's leg, cat stood under bob until the tenth: what she had then is not dan's."""
    columns = a_period()
    found = part(columns, "dan").period
    changes, ids = found.trees[SPONSOR], found.members.ids
    lines = [
        (ids[member], ids[parent])
        for member, parent in zip(changes.member.tolist(), changes.parent.tolist(), strict=True)
    ]

    assert [above for who, above in lines if who == "cat"] == ["", "dan"]
    assert [above for who, above in lines if who == "dan"] == ["ann"]


def test_a_head_may_lead_to_one_member_alone() -> None:
    columns = a_period()
    stood = StoodUnder(columns, [SPONSOR])
    [cat], [dan] = numbers(columns, "cat"), numbers(columns, "dan")
    found = subtree(columns, stood.below([cat]), stood.above([cat]), [cat], under={cat: dan})
    changes, ids = found.period.trees[SPONSOR], found.period.members.ids

    assert [
        ids[parent]
        for member, parent in zip(changes.member.tolist(), changes.parent.tolist(), strict=True)
        if ids[member] == "cat"
    ] == ["", "dan"]


def test_who_stands_directly_below_is_told_for_all_times() -> None:
    columns = a_period()
    stood = StoodUnder(columns, [SPONSOR])
    [bob, dan, cat] = numbers(columns, "bob", "dan", "cat")

    assert stood.front_line(bob) == [cat]
    assert stood.front_line(dan) == [cat]
    assert not stood.below([bob], without=[cat])[numbers(columns, "eve")[0]]
