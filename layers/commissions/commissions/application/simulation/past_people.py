"""Everybody in a stack's trees as a facts document has them: ids and history, no personal data."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from commissions.domain.close.seats import seats_as_of
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.upline import PARTICIPANT
from commissions.tables import genealogy, members, placements

Words = dict[str, Any]
Genealogy = Mapping[str, tuple[Edge, ...]]


def people(known: Genealogy, ends: datetime) -> list[Words]:
    """Who was a member before the end of a period, in the order in which they came, with what
    changed of them until then."""
    kinds = members.all_kinds()
    begun = [(edges[0].since, name) for name, edges in known.items() if edges[0].since < ends]
    return [_member(name, known[name], kinds, ends) for _, name in sorted(begun)]


def everybody() -> Genealogy:
    return genealogy.all_edges()


def seats(trees: Iterable[str], ends: datetime) -> list[Words]:
    return [
        {
            "tree": each.tree,
            "member": each.member_id,
            "parent": each.parent,
            "side": each.side,
            "since": stamp(each.since),
        }
        for tree in trees
        for each in seats_as_of(tree, placements.all_placements(tree), ends)
    ]


def _member(name: str, edges: Sequence[Edge], kinds: Mapping[str, str], ends: datetime) -> Words:
    """The first edge says everything of its member; later ones what changed."""
    first, *later = edges
    told: Words = {"id": name, "enrolled": stamp(first.since), **first.parts}
    kind = kinds.get(name, PARTICIPANT)
    changes = [{"at": stamp(each.since), **each.parts} for each in later if each.since < ends]
    told |= {"kind": kind} if kind != PARTICIPANT else {}
    return told | ({"changes": changes} if changes else {})
