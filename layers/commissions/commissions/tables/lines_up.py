"""What the tables say of who stands directly above whom, in all trees together: a call for every
hundred who are asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissions.domain.people.genealogy import Edge, position_at
from commissions.domain.people.lines_up import Hop
from commissions.domain.people.placement import seat_at
from commissions.tables import (
    edge_items,
    genealogy,
    members,
    placement_items,
    versioned,
)
from commissions.tables.items import Item

SPONSOR = ""
"""The sponsor tree, beside placement trees, which have ids."""


@dataclass(slots=True)
class Ups:
    """By tree, what is known of everybody who was read, as of a moment; None of who is not in the
    tree. Of the one who is looked for, and of who sponsors them, whether they are a distributor;
    and everybody's edges."""

    as_of: datetime
    hops: dict[str, dict[str, Hop | None]] = field(default_factory=dict)
    edges: dict[str, tuple[Edge, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def read(self, wanted: Mapping[str, Iterable[str]], kinds_of: Sequence[str] = ()) -> None:
        """`wanted`: by tree whose hops are wanted; `kinds_of`: of whom it is asked what they are.
        One round trip for every hundred of them."""
        keys = [_key(tree, each) for tree, group in wanted.items() for each in group]
        keys += [(members.TABLE, members.key_of(each)) for each in kinds_of]
        for tree, group in wanted.items():
            self.hops.setdefault(tree, {}).update(dict.fromkeys(group))
        for table, item in versioned.get_together(keys):
            self._take(table, item)

    def _take(self, table: str, item: Item) -> None:
        if table == members.TABLE:
            self.kinds[item["member_id"]] = item["kind"]
        elif table == placement_items.TABLE:
            seat = seat_at(placement_items.read_placements(item), self.as_of)
            hint = placement_items.read_path(item)
            self.hops[item["tree"]][item["member_id"]] = Hop(seat.parent, hint)
        else:
            self._stands(item)

    def _stands(self, item: Item) -> None:
        """Nobody stands anywhere before their first edge; one item of the table is nobody's."""
        edges = tuple(map(edge_items.from_item, item.get("edges", ())))
        if edges and edges[0].since <= self.as_of:
            member = item["member_id"]
            above = position_at(member, edges, self.as_of).sponsor
            self.edges[member] = edges
            self.hops[SPONSOR][member] = Hop(above, genealogy.path_of(item))


def _key(tree: str, member: str) -> tuple[str, dict[str, Any]]:
    if tree == SPONSOR:
        return genealogy.TABLE, {"member_id": member}
    return placement_items.TABLE, placement_items.as_key(placement_items.of_member(tree, member))
