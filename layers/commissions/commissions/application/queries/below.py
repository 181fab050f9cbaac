"""Who may look at whom: oneself, and distributors who stand below, as of now.

By the tables that say who stands where, read consistently; never by what was computed from them
earlier. Below is who stands below in the sponsor tree, and in a plan with placement trees who has a
seat below there: their volume comes to whoever stands above, whose statement names them already.
All others are as if there was nobody of that id, and are answered in the same two round trips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from commissions.domain.people.genealogy import Edge, TreePosition, position_at
from commissions.domain.people.lines_up import look_up
from commissions.domain.people.upline import PARTICIPANT
from commissions.tables.lines_up import SPONSOR, Ups

ID_MAX = 200
"""Bytes; longer than any id that can be loaded."""


class Relation(Enum):
    OWN = "own"
    SPONSORED = "sponsored"
    PLACED = "placed"
    """Below in a placement tree alone."""


class NotBelow(LookupError):
    """Nobody whom this member may look at; whether there is somebody is not said."""


@dataclass(frozen=True, slots=True)
class Below:
    """Somebody who may be looked at."""

    member: str
    relation: Relation
    edges: tuple[Edge, ...]
    position: TreePosition
    names_sponsor: bool
    """Whether who looks may be told the sponsor: one who may be looked at as well, or who looks."""


def look(top: str, member: str, trees: Sequence[str], as_of: datetime) -> Below:
    """`top`: who looks; `trees`: the plan's placement trees. Raises NotBelow.

    Two round trips for a line of up to a hundred, and one more for each hundred farther up.
    """
    if not _may_be_an_id(member) or not top:
        raise NotBelow
    ups = Ups(as_of)
    asked = (SPONSOR, *trees)
    ups.read({tree: [member] for tree in asked}, kinds_of=[member])
    relation = _relation(top, member, asked, ups)
    edges = ups.edges.get(member)
    if relation is None or edges is None or not _is_shown(member, relation, ups):
        raise NotBelow
    position = position_at(member, edges, as_of)
    named = relation is Relation.SPONSORED and _is_named(top, position.sponsor, ups)
    return Below(member, relation, edges, position, named)


def below_of(top: str, members: Sequence[str], as_of: datetime) -> set[str]:
    """Those of them who stand below in the sponsor tree, as of now. A round trip for every hundred
    who are read: these, and all who stand above them."""
    ups, found = Ups(as_of), set[str]()
    wanted = set(members)
    while wanted:
        ups.read({SPONSOR: wanted})
        looked = {member: look_up(member, top, ups.hops[SPONSOR]) for member in members}
        found = {member for member, each in looked.items() if each.found}
        wanted = {name for each in looked.values() for name in each.wanted}
    return found


def _relation(top: str, member: str, trees: Sequence[str], ups: Ups) -> Relation | None:
    if member == top:
        return Relation.OWN
    answered = False
    while True:
        looked = {tree: look_up(member, top, ups.hops[tree]) for tree in trees}
        wanted = {tree: each.wanted for tree, each in looked.items() if each.wanted}
        if looked[SPONSOR].found:
            return Relation.SPONSORED
        if SPONSOR not in wanted and any(each.found for each in looked.values()):
            return Relation.PLACED
        if not wanted and answered:
            return None
        # Who is nobody is not told apart by how soon that is said.
        ups.read(wanted or {SPONSOR: [top]}, kinds_of=() if answered else _sponsors(member, ups))
        answered = True


def _sponsors(member: str, ups: Ups) -> list[str]:
    hop = ups.hops[SPONSOR].get(member)
    return [hop.above] if hop and hop.above else []


def _is_named(top: str, sponsor: str, ups: Ups) -> bool:
    return sponsor == top or ups.kinds.get(sponsor) == PARTICIPANT


def _is_shown(member: str, relation: Relation, ups: Ups) -> bool:
    """Customers are counted, never looked at."""
    return relation is Relation.OWN or ups.kinds.get(member) == PARTICIPANT


def _may_be_an_id(text: str) -> bool:
    return bool(text) and text.isprintable() and len(text.encode()) <= ID_MAX
