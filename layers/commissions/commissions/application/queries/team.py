"""A member's team: who stands below, as a tree or a list, and what it comes to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.queries import below
from commissions.application.queries.below import Below
from commissions.application.queries.team_snapshots import EPOCH, NEW, TeamReader, TeamRow
from commissions.warehouse import team_files
from commissions.warehouse.team_files import TeamSnapshot
from commissions.warehouse.team_shards import TeamShard

PAGE = 50
"""Rows that are shown at once."""
LARGEST_LEGS = 3
GROUP, OWN, JOINED, ID = "group", "own", "joined", "id"
SORTS = (GROUP, OWN, JOINED, ID)
ALL, ACTIVE, INACTIVE, NEW_ONES = "all", "active", "inactive", "new"
SHOWN = (ALL, ACTIVE, INACTIVE, NEW_ONES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """Some rows of a team. `head`: of whom it is; None of who is in no snapshot yet."""

    snapshot: TeamSnapshot
    head: TeamRow | None
    rows: Sequence[TeamRow] = ()
    total: int = 0
    """Of all that were asked for, those on other pages too."""
    skipped: int = 0

    @property
    def has_more(self) -> bool:
        return self.skipped + PAGE < self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamList:
    """What of a team is asked for as a list."""

    shown: str = ALL
    sort: str = GROUP
    text: str = ""
    """Part of an id or a code, whatever its case."""
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCard:
    """A team at a glance."""

    snapshot: TeamSnapshot
    head: TeamRow
    legs: Sequence[TeamRow]
    """The largest ones of the front line."""


def card(member: str, month: str, at: datetime) -> TeamCard | None:
    """None where no snapshot has the member yet."""
    snapshot = team_files.find(month)
    if snapshot is None or (head := TeamReader(snapshot).find(member)) is None:
        return None
    legs = TeamReader(snapshot).children(head, most=LARGEST_LEGS)
    return TeamCard(snapshot=snapshot, head=head, legs=legs)


def children(snapshot: TeamSnapshot, who: Below, at: datetime, *, skip: int = 0) -> TeamView:
    """The front line of somebody who may be looked at."""
    reader = TeamReader(snapshot)
    head = reader.find(who.member)
    if head is None:
        return TeamView(snapshot=snapshot, head=None)
    found = reader.children(head)
    rows = found[skip : skip + PAGE]
    return TeamView(
        snapshot=snapshot,
        head=head,
        rows=_still_below(snapshot, who, rows, at),
        total=len(found),
        skipped=skip,
    )


def everybody(snapshot: TeamSnapshot, who: Below, asked: TeamList, at: datetime) -> TeamView:
    """All below somebody, sorted and as far as they are asked for."""
    reader = TeamReader(snapshot)
    head = reader.find(who.member)
    if head is None:
        return TeamView(snapshot=snapshot, head=None)
    found: list[tuple[object, int]] = []
    for shard, places in reader.ranges(head):
        wanted, key = _wanted(shard, asked, snapshot), _key(shard, asked.sort)
        found += ((key(place), shard.first + place) for place in places if wanted(place))
    found.sort()
    rows = [reader.row(number) for _, number in found[asked.skip : asked.skip + PAGE]]
    return TeamView(
        snapshot=snapshot,
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
