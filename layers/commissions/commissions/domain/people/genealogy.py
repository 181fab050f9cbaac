"""The sponsor tree: who stands under whom, with which status and rank, as of any moment.

A member's edges are only ever added to. Each tells what changed at a moment, and nothing of what
stayed; so an edge added for a past moment changes what was from then on, up to the next edge that
says otherwise, and no edge is rewritten.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from commissions.domain.people.upline import Ancestor

FOREVER = datetime.max.replace(tzinfo=UTC)
HISTORY = "history"
"""Who says an edge that follows from a customer's orders; all others the company says itself."""


class NoLine(LookupError):
    """There is no line of sponsors to be had for a member as of a moment."""


class UnknownMember(NoLine):
    """Nobody has this id."""

    def __init__(self, member: str) -> None:
        super().__init__(f"{member} is nobody in the tree")
        self.member = member


class NotYetAMember(NoLine):
    """The moment lies before the member's first edge."""

    def __init__(self, member: str, moment: datetime, first: datetime) -> None:
        super().__init__(f"{member} is a member from {first:%Y-%m-%d %H:%M}, not at {moment}")
        self.member = member


class Misplaced(ValueError):
    """A place in the tree that cannot be had."""


class OwnSponsor(Misplaced):
    def __init__(self, member: str) -> None:
        super().__init__(f"{member} cannot sponsor themselves")


class UnknownSponsor(Misplaced):
    def __init__(self, member: str, sponsor: str) -> None:
        super().__init__(f"{sponsor}, the sponsor of {member}, is nobody in the tree")


class SponsorNotYetAMember(Misplaced):
    def __init__(self, member: str, sponsor: str, since: datetime, first: datetime) -> None:
        super().__init__(
            f"{sponsor} cannot sponsor {member} from {since:%Y-%m-%d %H:%M} on: "
            f"{sponsor} is a member only from {first:%Y-%m-%d %H:%M}"
        )


class SponsorLoop(Misplaced):
    """A member would stand above themselves."""

    def __init__(self, member: str, sponsor: str) -> None:
        super().__init__(f"{member} cannot stand under {sponsor}, who stands below {member}")


class AlreadyPlaced(Misplaced):
    def __init__(self, member: str, since: datetime) -> None:
        super().__init__(f"{member} has had another place since {since:%Y-%m-%d %H:%M}: move them")


class AlreadyDecided(Misplaced):
    """Another edge says something else of the same moment."""

    def __init__(self, member: str, part: str, since: datetime, stands: str) -> None:
        super().__init__(
            f"the {part} of {member} at {since:%Y-%m-%d %H:%M} stands at {stands or 'none'!r}: "
            "give the change a moment of its own"
        )


@dataclass(frozen=True, slots=True)
class Edge:
    """What changed for a member at a moment; None is what stayed as it was."""

    since: datetime
    sponsor: str | None = None
    """Empty for a member at the top."""
    status: str | None = None
    rank: str | None = None
    by: str = ""
    """HISTORY where it only shows what the customer's orders say; empty of what the company says,
    which outranks it."""
    recorded_at: datetime | None = field(default=None, compare=False)
    """When it was written: no order went by it before. None of what was written before that was
    kept."""

    @property
    def parts(self) -> dict[str, str]:
        parts = {"sponsor": self.sponsor, "status": self.status, "rank": self.rank}
        return {part: value for part, value in parts.items() if value is not None}


@dataclass(frozen=True, slots=True)
class TreePosition:
    """Where a member stands at a moment."""

    sponsor: str
    status: str
    rank: str


@dataclass(frozen=True, slots=True)
class Climb:
    """How far up a line could be followed."""

    line: tuple[Ancestor, ...]
    missing: str = ""
    """The next sponsor, whose edges are not known; empty at the top."""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """Everyone who stands above at some moment of a span of time."""

    members: frozenset[str]
    missing: frozenset[str]
    """Those of them whose edges are not known, and so perhaps not all."""


def position_at(member: str, edges: Sequence[Edge], moment: datetime) -> TreePosition:
    """Where the member stands at a moment; edges are in the order of their time."""
    if moment < edges[0].since:
        raise NotYetAMember(member, moment, edges[0].since)
    parts: dict[str, str] = {}
    for edge in edges:
        if edge.since <= moment:
            parts |= edge.parts
    return TreePosition(**parts)


def status_since(edges: Sequence[Edge], moment: datetime) -> datetime | None:
    """Since when the member had the status of a moment; None before the first edge."""
    found: tuple[str, datetime] | None = None
    for edge in edges:
        if edge.since <= moment and edge.status is not None:
            found = found if found and found[0] == edge.status else (edge.status, edge.since)
    return found[1] if found else None


def climb(member: str, as_of: datetime, known: Mapping[str, Sequence[Edge]]) -> Climb:
    """Follows a line up from the member, who comes first in it, as far as the edges are known."""
    line: dict[str, Ancestor] = {}
    while member:
        if member in line:
            raise SponsorLoop(member, next(reversed(line)))
        if member not in known:
            return Climb(tuple(line.values()), missing=member)
        place = position_at(member, known[member], as_of)
        line[member] = Ancestor(member, place.status, place.rank)
        member = place.sponsor
    return Climb(tuple(line.values()))


def new_parts(member: str, edges: Sequence[Edge], edge: Edge) -> Edge:
    """What the edge says that the company's edges of the member do not say yet.

    Raises AlreadyDecided where one of the same moment says something else.
    """
    for other in edges:
        if other.since == edge.since and other.by != HISTORY:
            _check_agree(member, edge, other)
    position_at(member, edges, edge.since)
    said: dict[str, str] = {}
    for other in edges:
        if other.since <= edge.since and other.by != HISTORY:
            said |= other.parts
    new = {part: value for part, value in edge.parts.items() if said.get(part) != value}
    return Edge(edge.since, new.get("sponsor"), new.get("status"), new.get("rank"))


def with_edge(edges: Sequence[Edge], edge: Edge) -> tuple[Edge, ...]:
    """The edges and this one, in the order of their time."""
    return tuple(sorted((*edges, edge), key=lambda each: each.since))


def check_sponsor(
    member: str, sponsor: str, since: datetime, edges: Mapping[str, Sequence[Edge]]
) -> None:
    """Refuses a sponsor who is the member, is nobody, or was nobody yet at that moment."""
    if sponsor == member:
        raise OwnSponsor(member)
    if not sponsor:
        return
    if sponsor not in edges:
        raise UnknownSponsor(member, sponsor)
    if since < (first := edges[sponsor][0].since):
        raise SponsorNotYetAMember(member, sponsor, since, first)


def sponsored_until(edges: Sequence[Edge], since: datetime) -> datetime:
    """How long a sponsor lasts who is taken at a moment: until the next one that is known."""
    later = (edge.since for edge in edges if edge.sponsor is not None and edge.since > since)
    return next(later, FOREVER)


def ancestry(
    sponsor: str, since: datetime, until: datetime, known: Mapping[str, Sequence[Edge]]
) -> Ancestry:
    """Everyone above a place under this sponsor, at any moment of the span.

    Not at its start alone: a move that is loaded for last month may meet one made since, and a move
    of today one that is loaded for next month.
    """
    members, missing = set(), set()
    ahead, seen = [(sponsor, since, until)], set()
    while ahead:
        step = ahead.pop()
        member, start, end = step
        if not member or step in seen:
            continue
        seen.add(step)
        members.add(member)
        if member in known:
            ahead += _sponsors(known[member], start, end)
        else:
            missing.add(member)
    return Ancestry(frozenset(members), frozenset(missing))


def _sponsors(
    edges: Sequence[Edge], start: datetime, end: datetime
) -> Iterator[tuple[str, datetime, datetime]]:
    """The member's sponsors in a span of time, each with their part of it."""
    taken = [(edge.since, edge.sponsor) for edge in edges if edge.sponsor is not None]
    left = [*(since for since, _ in taken[1:]), FOREVER]
    for (since, sponsor), until in zip(taken, left, strict=True):
        if max(since, start) < min(until, end):
            yield sponsor, max(since, start), min(until, end)


def _check_agree(member: str, edge: Edge, other: Edge) -> None:
    for part, value in edge.parts.items():
        if (stands := other.parts.get(part, value)) != value:
            raise AlreadyDecided(member, part, edge.since, stands)
