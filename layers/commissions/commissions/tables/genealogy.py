"""The genealogy table: each member's edges, and the path above them as it was last seen.

The path is no more than a hint at what to read together: whoever reads it checks every hop. So a
move writes one member, however many stand below.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import (
    AlreadyPlaced,
    Climb,
    Edge,
    SponsorLoop,
    UnknownMember,
    ancestry,
    check_sponsor,
    climb,
    new_parts,
    sponsored_until,
    with_edge,
)
from commissions.domain.people.upline import Ancestor
from commissions.tables import edge_items, items, present_places, versioned
from commissions.tables.items import Item

TABLE = os.environ["GENEALOGY_TABLE"]

PATH_MAX = 99
"""The ancestors that a member's item hints at: with the next one, what a single call can read."""
_UP = " < "
"""Between the names of a path, which is one text: 100 lists of 100 take 40 ms to parse."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """A member's item."""

    edges: tuple[Edge, ...]
    path: tuple[str, ...]
    path_since: str
    version: int


def line(member_id: str, as_of: datetime) -> tuple[Ancestor, ...]:
    """The member and who stands above as of a moment, nearest first.

    Two round trips: the member's item, then everyone their path names (and one more for every 100
    levels, and for every move since the path was written, which is then written anew).
    Raises UnknownMember or NotYetAMember.
    """
    known: dict[str, _Branch] = {}
    wanted = [member_id]
    while wanted:
        known |= _read(wanted)
        if wanted[0] not in known:
            raise UnknownMember(wanted[0])
        climbed = climb(member_id, as_of, _edges(known))
        wanted = _next(climbed, known)
    _repair(member_id, known[member_id], climbed.line, as_of)
    return climbed.line


def edges(member_ids: Iterable[str]) -> dict[str, tuple[Edge, ...]]:
    """The edges of those of them who are in the tree."""
    return _edges(_read(member_ids))


def key_of(member_id: str) -> Item:
    """For whoever reads a member's edges together with other items."""
    return {"member_id": member_id}


def edges_in(found: Iterable[Item]) -> tuple[Edge, ...]:
    """The edges of the one member whose item was read so; none of who is not in the tree."""
    return next((_branch(item).edges for item in found), ())


def standing(member_id: str) -> tuple[tuple[Edge, ...], int]:
    """The member's edges, none of nobody, with the version that a write has to follow."""
    found = _read([member_id]).get(member_id)
    return (found.edges, found.version) if found else ((), 0)


def stating(member_id: str, stated: Sequence[Edge], *, after: int) -> Any:
    """The write that leaves a member with these edges, or takes them out where there are none; the
    path is found by whoever reads the line."""
    if not stated:
        return versioned.deleting(TABLE, {"member_id": member_id}, version=after)
    branch = _Branch(tuple(stated), (), stamp(stated[0].since), after)
    return {"Put": versioned.versioned_put(TABLE, _item(member_id, branch), after=after)}


def all_edges() -> dict[str, tuple[Edge, ...]]:
    """Everybody's edges; reads the whole table."""
    found = (each for each in items.scan(TABLE, ConsistentRead=True) if "edges" in each)
    return {each["member_id"]: _branch(each).edges for each in found}


@versioned.retry_on_conflict
def place(member_id: str, sponsor_id: str, *, since: datetime, status: str, rank: str = "") -> bool:
    """Gives a new member their place, at the top where the sponsor is empty; False if they have it.

    Nobody stands below somebody new, so no loop can come of it.
    """
    branches = _read({member_id, sponsor_id} - {""})
    first = Edge(since, sponsor_id, status, rank, recorded_at=datetime.now(UTC))
    if standing := branches.get(member_id):
        if standing.edges[0] != first:
            raise AlreadyPlaced(member_id, standing.edges[0].since)
        return False
    check_sponsor(member_id, sponsor_id, since, _edges(branches))
    branch = _Branch((first,), _path(sponsor_id, branches), stamp(since), version=0)
    versioned.put(TABLE, _item(member_id, branch), after=0)
    return True


def move(member_id: str, sponsor_id: str, *, since: datetime) -> bool:
    """Puts a member, and so all below them, under another sponsor from a moment on."""
    return amend(member_id, Edge(since, sponsor=sponsor_id))


def change(
    member_id: str, *, since: datetime, status: str | None = None, rank: str | None = None
) -> bool:
    """Gives a member another status or rank from a moment on."""
    return amend(member_id, Edge(since, status=status, rank=rank))


@versioned.retry_on_conflict
def amend(member_id: str, edge: Edge) -> bool:
    """Adds what an edge says that is new; False where it says nothing new.

    Two moves made at once, each sound alone, could close a loop together; so every move also
    writes one item that all of them share, and the second one looks again.
    """
    moves = present_places.moves()
    branches = _read({member_id, edge.sponsor or member_id})
    if member_id not in branches:
        raise UnknownMember(member_id)
    branch = branches[member_id]
    new = replace(new_parts(member_id, branch.edges, edge), recorded_at=datetime.now(UTC))
    if not new.parts:
        return False
    changed = replace(branch, edges=with_edge(branch.edges, new))
    shared = []
    if new.sponsor is not None:
        changed = _moved(member_id, new.sponsor, new.since, branches, changed)
        shared = [versioned.versioned_put(TABLE, {"member_id": present_places.MOVES}, after=moves)]
    put = versioned.versioned_put(TABLE, _item(member_id, changed), after=branch.version)
    versioned.put_all_or_none([put, *shared])
    return True


def _moved(
    member_id: str,
    sponsor_id: str,
    since: datetime,
    branches: Mapping[str, _Branch],
    branch: _Branch,
) -> _Branch:
    """The branch with the path of its new place; raises where that place cannot be had."""
    check_sponsor(member_id, sponsor_id, since, _edges(branches))
    until = sponsored_until(branch.edges, since)
    if member_id in _above(sponsor_id, since, until, branches):
        raise SponsorLoop(member_id, sponsor_id)
    if not branch.path_since <= stamp(since) <= stamp(datetime.now(UTC)):
        return branch
    return replace(branch, path=_path(sponsor_id, branches), path_since=stamp(since))


def _above(
    sponsor_id: str, since: datetime, until: datetime, branches: Mapping[str, _Branch]
) -> frozenset[str]:
    known = dict(branches)
    while missing := (found := ancestry(sponsor_id, since, until, _edges(known))).missing:
        known |= _read(missing)
        if unknown := missing - known.keys():
            raise UnknownMember(min(unknown))
        known |= _read({name for each in missing for name in known[each].path} - known.keys())
    return found.members


def _next(climbed: Climb, known: Mapping[str, _Branch]) -> list[str]:
    """Whom to read next: the missing sponsor, and whom the last one's path names beyond."""
    if not climbed.missing:
        return []
    path = known[climbed.line[-1].member].path if climbed.line else ()
    beyond = [name for name in path if name not in known and name != climbed.missing]
    return [climbed.missing, *(beyond if path[:1] == (climbed.missing,) else ())]


def _repair(member_id: str, branch: _Branch, line: Sequence[Ancestor], as_of: datetime) -> None:
    """Writes the path as it was found, unless the one that stands is of a later moment."""
    path = tuple(ancestor.member for ancestor in line[1 : PATH_MAX + 1])
    if path == branch.path or stamp(as_of) < branch.path_since:
        return
    try:
        client("dynamodb").update_item(
            TableName=TABLE,
            Key=items.marshal({"member_id": member_id}),
            UpdateExpression="SET #path = :path, path_since = :as_of",
            ConditionExpression="version = :version AND path_since <= :as_of",
            ExpressionAttributeNames={"#path": "path"},
            ExpressionAttributeValues=items.marshal(
                {":path": _UP.join(path), ":as_of": stamp(as_of), ":version": branch.version}
            ),
        )
    except ClientError as error:
        if not versioned.was_refused(error):
            raise


def _path(sponsor_id: str, branches: Mapping[str, _Branch]) -> tuple[str, ...]:
    if not sponsor_id:
        return ()
    return (sponsor_id, *branches[sponsor_id].path)[:PATH_MAX]


def _read(member_ids: Iterable[str]) -> dict[str, _Branch]:
    keys = [{"member_id": member_id} for member_id in member_ids]
    return {found["member_id"]: _branch(found) for found in versioned.get_all(TABLE, keys)}


def path_of(values: Item) -> tuple[str, ...]:
    """What a member's item hints at."""
    return tuple(values["path"].split(_UP)) if values["path"] else ()


def _branch(values: Item) -> _Branch:
    return _Branch(
        edges=tuple(map(edge_items.from_item, values["edges"])),
        path=path_of(values),
        path_since=values["path_since"],
        version=values["version"],
    )


def _item(member_id: str, branch: _Branch) -> Item:
    return {
        "member_id": member_id,
        "edges": [edge_items.to_item(edge) for edge in branch.edges],
        "path": _UP.join(branch.path),
        "path_since": branch.path_since,
        **present_places.entry_of(member_id, branch.edges, datetime.now(UTC)),
    }


def _edges(branches: Mapping[str, _Branch]) -> dict[str, tuple[Edge, ...]]:
    return {member: branch.edges for member, branch in branches.items()}
