"""Edges of the tree to and from what a member's item says of each."""

from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import Edge
from commissions.tables.items import Item

_TIMES = ("since", "recorded_at")


def from_item(stated: Item) -> Edge:
    times = {name: datetime.fromisoformat(stated[name]) for name in _TIMES if name in stated}
    return Edge(**{**stated, **times})


def to_item(edge: Edge) -> Item:
    """Without what it does not say."""
    item = {"since": stamp(edge.since), **edge.parts}
    item |= {"by": edge.by} if edge.by else {}
    return item | ({"recorded_at": stamp(edge.recorded_at)} if edge.recorded_at else {})
