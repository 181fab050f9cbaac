"""A member's team: who stands below, as a tree or a list, and what it comes to."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from commissions.application.queries import below
from commissions.application.queries.below import Below
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
    return TeamCard(source=reader.source, head=head, legs=_still_below(snapshot, who, legs, at))


def children(snapshot: TeamSnapshot, who: Below, at: datetime, *, skip: int = 0) -> ShownTeam:
    """The front line of somebody who may be looked at."""
    reader = TeamReader(snapshot)
    head = reader.find(who.member)
    if head is None:
        return ShownTeam(source=reader.source, head=None)
    found = reader.children(head)
    rows = found[skip : skip + PAGE]
    return ShownTeam(
        source=reader.source,
        head=head,
        rows=_still_below(snapshot, who, rows, at),
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
        rows=_still_below(snapshot, who, rows, at),
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


def _still_below(
    snapshot: TeamSnapshot, who: Below, rows: Sequence[TeamRow], at: datetime
) -> Sequence[TeamRow]:
    """Where anybody moved since the tree was read, those alone who stand below as of now."""
    has_turned = snapshot.turns_at is not None and snapshot.turns_at <= at
    if snapshot.moves == who.moves and not has_turned:
        return rows
    stand = below.below_of(who.member, [each.member for each in rows], at)
    return [each for each in rows if each.member in stand]
