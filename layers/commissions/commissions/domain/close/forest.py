"""A tree as nodes: one of each member as they stand at the end of the period."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.preorder import Layout, laid_out
from commissions.domain.close.primitives import pushed, sub


@dataclass(frozen=True, slots=True)
class Legs:
    """Who had a leg through whom, at any time of the period."""

    of_node: Places
    """The leg that a node is the head of; without the house."""
    above: Places
    """The member whose leg it is; nobody of what is at the top."""
    head: Places
    """The member through whom it comes. The leg of the end of the period through member k is leg k;
    what stood otherwise before comes behind."""


@dataclass(frozen=True)
class Forest:
    """More nodes than members where somebody's line changed within the period (see `lines`)."""

    layout: Layout
    who: Places
    """The member of every node; of the house nobody."""
    node: Places
    """Of every member the node of the end of the period; of nobody the house."""
    side: Places
    """On which side of the parent's seat every node stands; 0 where the tree has no sides."""

    @property
    def house(self) -> int:
        """The node that is nobody's."""
        return self.layout.house

    @property
    def nobody(self) -> int:
        """The member who is nobody."""
        return self.node.size - 1

    @property
    def parent(self) -> Places:
        return self.layout.parent

    def by_member(self, values: Whole) -> Whole:
        """Sums over everybody's nodes."""
        return pushed(values, self.who, self.node.size)

    def at_nodes(self, nodes: Places, values: Whole) -> Whole:
        """Sums by the node at which each value stands."""
        return pushed(values, nodes, self.house + 1)

    def at_the_end(self, of_members: Whole | Mask) -> Whole:
        """Figures of members at their nodes of the end; nothing at lines that are no more, nor of
        nobody."""
        figures = of_members.astype(np.int64) if of_members.dtype == bool else of_members
        values = np.zeros(self.house + 1, dtype=figures.dtype)
        values[self.node[:-1]] = figures[:-1]
        return values

    def leg_volumes(self, at_nodes: Whole) -> Whole:
        """What came in through each leg, of what entered at the nodes."""
        below = sub(self.layout, at_nodes)[: self.house]
        return pushed(below, self.legs.of_node, self.legs.above.size)

    @cached_property
    def legs(self) -> Legs:
        head = self.who[:-1]
        above = self.who[self.parent[:-1]]
        members = np.arange(self.nobody)
        at_the_end = self.who[self.parent[self.node[:-1]]]
        other = np.flatnonzero(at_the_end[head] != above)
        pairs, which = np.unique(
            above[other] * (self.nobody + 1) + head[other], return_inverse=True
        )
        of_node = head.copy()
        of_node[other] = self.nobody + which
        return Legs(
            of_node=of_node,
            above=np.concatenate([at_the_end, pairs // (self.nobody + 1)]),
            head=np.concatenate([members, pairs % (self.nobody + 1)]),
        )


def grown(parents: Places, who: Places, side: Places, node: Places) -> Forest:
    """`parents`: by node; as many as there are nodes for a root. `node`: of every member.

    Raises CircularLine, TooManyLevels.
    """
    return planted(laid_out(parents), who, side, node)


def planted(layout: Layout, who: Places, side: Places, node: Places) -> Forest:
    """Nodes that are laid out already."""
    return Forest(
        layout=layout,
        who=np.append(who, node.size)[layout.ids],
        node=np.append(layout.place[node], layout.house),
        side=np.append(side, 0)[layout.ids],
    )
