"""A member's team: who stands below, as a tree or a list, and what it comes to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from commissions.application.queries import below
from commissions.application.queries.below import Below, NotBelow, Relation
from commissions.application.queries.team_snapshots import EPOCH, TeamReader
from commissions.domain.people.team import (
    ACTIVE,
    ALL,
    ID,
    INACTIVE,
    NEW,
    NEW_ONES,
    PAGE,
    ShownTeam,
    TeamCard,
    TeamList,
    TeamRow,
)
from commissions.warehouse.team_files import TeamSnapshot
from commissions.warehouse.team_shards import TeamShard

LARGEST_LEGS = 3


def card(snapshot: TeamSnapshot | None, who: Below, at: datetime) -> TeamCard | None:
    """None where no snapshot has the member yet."""
    if snapshot is None or (head := TeamReader(snapshot).find(who.member)) is None:
        return None
    reader = TeamReader(snapshot)
    legs = reader.children(head, most=LARGEST_LEGS)
    return TeamCard(source=reader.source, head=head, legs=_still_below(who.member, legs, at))


def children(snapshot: TeamSnapshot, who: Below, at: datetime, *, skip: int = 0) -> ShownTeam:
    """The front line of somebody who may be looked at. Raises NotBelow of who is below by a seat
    alone: whom they sponsor is theirs to know."""
    if who.relation is Relation.PLACED:
        raise NotBelow
    reader = TeamReader(snapshot)
    head = reader.find(who.member)
    if head is None:
        return ShownTeam(source=reader.source, head=None)
    found = _front_line(reader, head, skip)
    return replace(found, rows=_still_below(who.member, found.rows, at))


def opened(reader: TeamReader, top: str, row: int, at: datetime) -> dict[str, ShownTeam]:
    """By member the front lines that are open where one is that stands in a row: theirs, and of
    everybody between. Nothing where that is nobody below. All of them in a round trip for every
    hundred people."""
    head = reader.find(top)
    line = reader.line(row, head) if head else []
    found = {each.member: _front_line(reader, each) for each in line}
    named = {row.member for each in found.values() for row in each.rows}
    stand = below.below_of(top, sorted(named.union(found)), at) if found else set()
    if not stand.issuperset(found):
        return {}
    return {
        member: replace(each, rows=[row for row in each.rows if row.member in stand])
        for member, each in found.items()
    }


def _front_line(reader: TeamReader, head: TeamRow, skip: int = 0) -> ShownTeam:
    """As the snapshot has it."""
    found = reader.children(head)
    return ShownTeam(
        source=reader.source,
        head=head,
        rows=found[skip : skip + PAGE],
        total=len(found),
        skipped=skip,
    )


def everybody(snapshot: TeamSnapshot, who: Below, asked: TeamList, at: datetime) -> ShownTeam:
    """All below somebody, sorted and as far as they are asked for."""
    reader = TeamReader(snapshot)
    head = reader.find(who.member)
    if head is None:
        return ShownTeam(source=reader.source, head=None)
    found: list[tuple[object, int]] = []
    for shard, places in reader.ranges(head):
        wanted, key = _wanted(shard, asked, snapshot), _key(shard, asked.sort)
        found += ((key(place), shard.first + place) for place in places if wanted(place))
    found.sort()
    rows = [reader.row(number) for _, number in found[asked.skip : asked.skip + PAGE]]
    return ShownTeam(
        source=reader.source,
        head=head,
        rows=_still_below(who.member, rows, at),
        total=len(found),
        skipped=asked.skip,
    )


def _wanted(shard: TeamShard, asked: TeamList, snapshot: TeamSnapshot) -> Callable[[int], bool]:
    active, joined = shard.numbers["active"], shard.numbers["joined"]
    ids, codes, text = shard.texts["ids"], shard.texts["codes"], asked.text.casefold()
    since = (snapshot.as_of - NEW - EPOCH) / timedelta(minutes=1)
    tests: dict[str, Callable[[int], bool]] = {
        ALL: lambda _: True,
        ACTIVE: lambda at: bool(active[at]),
        INACTIVE: lambda at: not active[at],
        NEW_ONES: lambda at: joined[at] > since,
    }
    shown = tests[asked.shown]
    if not text:
        return shown
    return lambda at: shown(at) and (text in ids[at].casefold() or text in codes[at].casefold())


def _key(shard: TeamShard, sort: str) -> Callable[[int], object]:
    """Largest, or latest, first; of equal ones as they stand."""
    if sort == ID:
        return lambda at: shard.texts["ids"][at]
    column = shard.numbers[sort]
    return lambda at: -column[at]


def _still_below(top: str, rows: Sequence[TeamRow], at: datetime) -> Sequence[TeamRow]:
    """Those alone who stand below as of now. Nothing that a snapshot says of itself would do
    instead: it is made of an index that is behind the table, and not all who move say so there."""
    stand = below.below_of(top, [each.member for each in rows], at) if rows else set()
    return [each for each in rows if each.member in stand]
