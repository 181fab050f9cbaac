"""The sponsor tree of a moment out of its index: where everybody stood, and who moved in a month.

Edges are read of those alone of whom the index does not say enough: whose change came into force
since it was written, who moved within the month, and of a month that is over who changed since.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from commissions.domain.close.columns import BEFORE_ALL, LineChanges, moment
from commissions.domain.people.genealogy import FOREVER, Edge
from commissions.domain.people.present_place import PresentPlace, present_place
from commissions.tables import genealogy, present_places


@dataclass(frozen=True, slots=True)
class GatheredPeople:
    places: Sequence[PresentPlace]
    """By id, of everybody who was a member."""
    changes: LineChanges
    turns_at: datetime
    """When the next change that was told ahead comes into force."""

    @property
    def ids(self) -> list[str]:
        return [each.member for each in self.places]


def gather(starts: datetime, as_of: datetime, now: datetime) -> GatheredPeople:
    """`as_of`: now, or the end of a month that is over. Entries that are due are put right."""
    entries = list(present_places.everybody())
    due = [each.member for each in entries if present_places.is_due(each, now)]
    edges = present_places.put_right(due, now)
    unclear = [each.member for each in entries if _says_too_little(each, starts, as_of)]
    edges |= genealogy.edges(each for each in unclear if each not in edges)
    places = sorted(_places(entries, edges, as_of), key=lambda place: place.member)
    turns = (each.turns_at for each in entries if each.turns_at > now)
    return GatheredPeople(places, _changes(places, edges, as_of), min(turns, default=FOREVER))


def _says_too_little(entry: PresentPlace, starts: datetime, as_of: datetime) -> bool:
    moved_within = entry.has_moved and entry.sponsored_at > starts
    return moved_within or (entry.is_member and entry.changed_at > as_of)


def _places(
    entries: Sequence[PresentPlace], edges: dict[str, tuple[Edge, ...]], as_of: datetime
) -> Iterator[PresentPlace]:
    for entry in entries:
        told = edges.get(entry.member)
        place = present_place(entry.member, told, as_of) if told else entry
        if place.is_member and place.joined_at <= as_of:
            yield place


def _changes(
    places: Sequence[PresentPlace], edges: dict[str, tuple[Edge, ...]], as_of: datetime
) -> LineChanges:
    """What a member's first edge says is from before everything, as in a close."""
    number = {place.member: at for at, place in enumerate(places)}
    rows = [
        (number[place.member], at, number.get(sponsor, len(places)))
        for place in places
        for at, sponsor in _sponsors(place, edges.get(place.member, ()), as_of)
    ]
    member, at, parent = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return LineChanges(member=member, at=at, parent=parent, side=np.zeros_like(member))


def _sponsors(
    place: PresentPlace, edges: Sequence[Edge], as_of: datetime
) -> Iterator[tuple[int, str]]:
    told = [each for each in edges if each.sponsor is not None and each.since <= as_of]
    if not told:
        yield BEFORE_ALL, place.sponsor
    for number, edge in enumerate(told):
        yield moment(edge.since) if number else BEFORE_ALL, edge.sponsor or ""
