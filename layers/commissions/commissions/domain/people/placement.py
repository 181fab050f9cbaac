"""Seats of a placement tree: who holds which seat of a binary or a matrix, as of any moment.

Seats are effective-dated like sponsors: a placement is only ever added, after those that stand, so
what was computed for a past moment stays right. A move takes along whoever stands below, because
these name the member as their parent; and it leaves old volume with the old ancestors, because the
close asks for the seat as of each order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.people.genealogy import FOREVER, Ancestry, Edge, Misplaced, ancestry

TOP_SIDE = "top"
"""The side of the one seat that has no parent."""


class NoSeatInTree(Misplaced):
    """Somebody stands nowhere in the tree whose seat is needed."""

    def __init__(self, member: str, tree: str, since: datetime) -> None:
        super().__init__(f"{member} has no seat in {tree} at {since:%Y-%m-%d %H:%M}")
        self.member = member


class SponsorHasNoSeat(Misplaced):
    def __init__(self, member: str, sponsor: str, tree: str, since: datetime) -> None:
        named = f"their sponsor {sponsor} has no seat" if sponsor else "they have no sponsor"
        super().__init__(
            f"{member} cannot be placed in {tree} by spillover: {named} there at "
            f"{since:%Y-%m-%d %H:%M}; place the sponsor first, or name a parent"
        )


class OwnParent(Misplaced):
    def __init__(self, member: str, tree: str) -> None:
        super().__init__(f"{member} cannot have a seat under themselves in {tree}")


class ParentLeaves(Misplaced):
    def __init__(self, parent: str, tree: str, at: datetime) -> None:
        super().__init__(
            f"{parent} leaves {tree} at {at:%Y-%m-%d %H:%M}: nobody gets a seat under them"
        )


class PlacementLoop(Misplaced):
    def __init__(self, member: str, parent: str, tree: str) -> None:
        super().__init__(
            f"{member} cannot have a seat under {parent} in {tree}: {parent} stands below {member}"
        )


class SeatTaken(Misplaced):
    """Somebody holds the seat, or will."""

    def __init__(self, seat: "TreeSeat", tree: str) -> None:
        super().__init__(f"{seat} of {tree} is taken: name another, or none for spillover")


class AlreadySeated(Misplaced):
    def __init__(self, member: str, seat: "TreeSeat", tree: str, since: datetime) -> None:
        super().__init__(
            f"{member} has had a seat in {tree} since {since:%Y-%m-%d %H:%M}, {seat}: move them"
        )


class PlacedLater(Misplaced):
    """A placement for a moment before one that stands: that would rewrite what was."""

    def __init__(self, member: str, tree: str, since: datetime, last: datetime) -> None:
        super().__init__(
            f"{member} cannot get a seat in {tree} from {since:%Y-%m-%d %H:%M} on: what stands of "
            f"{last:%Y-%m-%d %H:%M} would be rewritten; give a later moment"
        )


class MovedInThePast(Misplaced):
    """A move that would change who stood above an order that was."""

    def __init__(self, member: str, tree: str, since: datetime) -> None:
        super().__init__(
            f"{member} cannot be moved in {tree} from {since:%Y-%m-%d %H:%M} on, which is past: "
            "a move counts from when it is asked for, or later"
        )


@dataclass(frozen=True, slots=True, order=True)
class TreeSeat:
    """One seat: under whom, and on which side."""

    parent: str
    """Empty for the top seat."""
    side: str
    """`L` or `R`; in a matrix the slot's number from `1`; `top` without a parent."""

    def __str__(self) -> str:
        if not self.side:
            return "no seat"
        return f"side {self.side} under {self.parent}" if self.parent else "the top seat"


TOP_SEAT = TreeSeat("", TOP_SIDE)
NO_SEAT = TreeSeat("", "")
"""Of whoever has left a tree."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The seat that a member holds from a moment on, until their next placement."""

    since: datetime
    seat: TreeSeat


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Who holds a seat in a span of time, half-open."""

    member: str
    since: datetime
    until: datetime = FOREVER


Placements = Mapping[str, Sequence[Placement]]
"""By member their placements in one tree, in the order of their time."""


def seat_at(placements: Sequence[Placement], moment: datetime) -> TreeSeat:
    """The seat that is held at a moment; NO_SEAT before the first, and after leaving."""
    held = (each.seat for each in reversed(placements) if each.since <= moment)
    return next(held, NO_SEAT)


def last_seat(placements: Sequence[Placement]) -> TreeSeat:
    """The seat after all that is known, also of what is still to come."""
    return placements[-1].seat if placements else NO_SEAT


def seated_since(placements: Sequence[Placement]) -> datetime:
    """When the member last came into the tree; moves within it do not count.

    Only for somebody who has a seat.
    """
    since = placements[-1].since
    for each in reversed(placements):
        if each.seat == NO_SEAT:
            break
        since = each.since
    return since


def is_open(holders: Sequence[SeatHolder], since: datetime) -> bool:
    """Whether a seat can be taken from a moment on: nobody holds it then, nor later."""
    return all(each.until <= since for each in holders)


def holder_at(holders: Sequence[SeatHolder], moment: datetime) -> str:
    """Who holds a seat at a moment; empty for nobody."""
    return next((each.member for each in holders if each.since <= moment < each.until), "")


def check_later(member: str, tree: str, placements: Sequence[Placement], since: datetime) -> None:
    """Raises PlacedLater where a placement would come before, or beside, one that stands."""
    if placements and since <= placements[-1].since:
        raise PlacedLater(member, tree, since, placements[-1].since)


def check_not_past(member: str, tree: str, since: datetime, asked_at: datetime) -> None:
    """Raises MovedInThePast."""
    if since < asked_at:
        raise MovedInThePast(member, tree, since)


def check_parent(
    member: str, seat: TreeSeat, tree: str, since: datetime, parent: Sequence[Placement]
) -> None:
    """Raises where the parent is the member, has no seat at the moment, or will leave."""
    if not seat.parent:
        return
    if seat.parent == member:
        raise OwnParent(member, tree)
    if seat_at(parent, since) == NO_SEAT:
        raise NoSeatInTree(seat.parent, tree, since)
    if gone := [each for each in parent if each.since > since and each.seat == NO_SEAT]:
        raise ParentLeaves(seat.parent, tree, gone[0].since)


def ancestors(parent: str, since: datetime, known: Placements) -> Ancestry:
    """Everybody above a seat under this parent, from a moment on, with the moves to come."""
    edges = {member: _as_edges(placements) for member, placements in known.items()}
    return ancestry(parent, since, FOREVER, edges)


def check_no_loop(member: str, parent: str, tree: str, since: datetime, known: Placements) -> None:
    """Raises PlacementLoop where the member stands above the parent, now or by a move to come."""
    if member in ancestors(parent, since, known).members:
        raise PlacementLoop(member, parent, tree)


def _as_edges(placements: Sequence[Placement]) -> tuple[Edge, ...]:
    return tuple(Edge(each.since, sponsor=each.seat.parent) for each in placements)
