"""Whether the people of a file fit into the tree, and what has to be written to put them there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.genealogy import (
    Edge,
    Misplaced,
    NoLine,
    SponsorLoop,
    above,
    check_sponsor,
    climb,
    news,
    sponsored_until,
    with_edge,
)
from commissions.domain.member import Member, code_key
from commissions.tables import genealogy, members
from tools.company.distributors import Person, Standing

Tree = dict[str, tuple[Edge, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One edge to be written."""

    member: str
    edge: Edge
    is_new: bool
    depth: int
    """How many stand above: those who stand higher are written first."""


@dataclass(frozen=True, slots=True)
class People:
    """What is new in a file."""

    steps: tuple[Step, ...] = ()
    members: tuple[Member, ...] = ()


def check(people: Sequence[Person], now: datetime) -> People:
    """What is new; whatever does not fit is told to its row."""
    sponsors = {each.sponsor for person in people for each in person.standings} - {""}
    tree: Tree = genealogy.edges(sponsors | {person.member.member_id for person in people})
    told = [(person, each, edge) for person in people for each, edge in _told(person, tree, now)]
    news = [found for person, each, edge in told if (found := _new(person, each, edge, tree))]
    steps = [step for each, member, edge in news if (step := _step(each, member, edge, tree))]
    return People(tuple(_in_order(steps)), tuple(_records(people)))


def _told(person: Person, tree: Tree, now: datetime) -> list[tuple[Standing, Edge]]:
    return person.edges(now, is_new=person.member.member_id not in tree)
