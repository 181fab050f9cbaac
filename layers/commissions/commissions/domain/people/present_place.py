"""Where a member stands at present: what an index of the tree has of them, one entry each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.people.genealogy import FOREVER, Edge, position_at


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentPlace:
    """By the edge in force at a moment; of who is no member yet, only when they will be."""

    member: str
    is_member: bool
    sponsor: str = ""
    """Empty at the top."""
    status: str = ""
    rank: str = ""
    joined_at: datetime = FOREVER
    sponsored_at: datetime = FOREVER
    """Since when the sponsor is who they are."""
    changed_at: datetime = FOREVER
    """Since when all of it is so."""
    turns_at: datetime = FOREVER
    """When the next edge comes into force: from then on another entry is right."""

    @property
    def has_moved(self) -> bool:
        """Whether somebody else was the sponsor before."""
        return self.is_member and self.sponsored_at > self.joined_at


def present_place(member: str, edges: Sequence[Edge], now: datetime) -> PresentPlace:
    """Edges are in the order of their time, and there is one."""
    turns_at = next((edge.since for edge in edges if edge.since > now), FOREVER)
    if edges[0].since > now:
        return PresentPlace(member=member, is_member=False, turns_at=turns_at)
    place = position_at(member, edges, now)
    return PresentPlace(
        member=member,
        is_member=True,
        sponsor=place.sponsor,
        status=place.status,
        rank=place.rank,
        joined_at=edges[0].since,
        sponsored_at=_sponsored_at(edges, now, place.sponsor),
        changed_at=max(edge.since for edge in edges if edge.since <= now),
        turns_at=turns_at,
    )


def _sponsored_at(edges: Sequence[Edge], now: datetime, sponsor: str) -> datetime:
    """An edge may name again who was the sponsor already."""
    since = edges[0].since
    for edge in reversed([each for each in edges if each.since <= now]):
        if edge.sponsor not in (None, sponsor):
            break
        if edge.sponsor is not None:
            since = edge.since
    return since
