"""Everybody's team at a moment: who stands below, and what they and all below them sold.

By the lines of the close: what somebody sold counts for those who stood above when it was sold.
Distributors have a row each, so that everybody's team is the range of rows behind their own;
customers are counted with the distributor who is nearest above them, and have none. Volumes in
hundredths of a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commissions.domain.close.columns import LineChanges
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.lines import Entered
from commissions.domain.close.preorder import Layout, laid_out
from commissions.domain.close.primitives import at_or_near, pushed, sub


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPeople:
    """By member, without the house."""

    ids: Sequence[str]
    changes: LineChanges
    listed: Mask
    """Who is a distributor."""
    active: Mask
    new: Mask

    @property
    def lines(self) -> Entered:
        return Entered([*self.ids, ""], self.changes)


@dataclass(frozen=True, slots=True)
class SoldByMembers:
    """A row a sale, or of who always stood in the same line as many as one likes together."""

    seller: Places
    at: Places
    """In microseconds."""
    volume: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRows:
    """A row a distributor, in pre-order; siblings with the larger groups first."""

    who: Places
    """By row, the member's number."""
    up: Places
    """How many rows above the sponsor's is; 0 at the top."""
    size: Places
    """How many rows the team has, with its head."""
    depth: Places
    own: Whole
    group: Whole
    customers: Places
    """Whose nearest distributor it is."""
    customers_below: Places
    """With those of everybody in the team."""
    active_below: Places
    new_below: Places


@dataclass(frozen=True, slots=True)
class TeamVolumes:
    """By member, with the house."""

    own: Whole
    group: Whole


def rolled_up(people: TeamPeople, sold: SoldByMembers) -> TeamVolumes:
    """Raises StandsAboveItself, TooManyLevels."""
    forest, nodes = people.lines.at(sold.seller, sold.at)
    group = forest.by_member(sub(forest.layout, forest.at_nodes(nodes, sold.volume)))
    return TeamVolumes(pushed(sold.volume, sold.seller, len(people.ids) + 1), group)


def team_rows(people: TeamPeople, volumes: TeamVolumes) -> TeamRows:
    parents = people.lines.parents
    nearest = _nearest_listed(people.listed, parents)
    order = _largest_first(people.listed, volumes.group)
    layout = _layout(order, nearest, parents)
    who = order[layout.ids[:-1]]
    rows = _TeamOrder(layout, who)
    unlisted = (~people.listed).astype(np.int64)
    customers = rows.of(pushed(unlisted, nearest[:-1], parents.size))
    above = layout.parent[:-1]
    return TeamRows(
        who=who,
        up=np.where(above < layout.house, np.arange(who.size) - above, 0),
        size=layout.size,
        depth=_depths(layout),
        own=volumes.own[who],
        group=volumes.group[who],
        customers=customers,
        customers_below=rows.summed(customers),
        active_below=rows.below(people.active),
        new_below=rows.below(people.new),
    )


@dataclass(frozen=True, slots=True)
class _TeamOrder:
    layout: Layout
    who: Places

    def of(self, by_member: Whole) -> Places:
        found: Places = by_member[self.who]
        return found

    def summed(self, by_row: Whole) -> Places:
        """Of a row and all that are below."""
        found: Places = sub(self.layout, np.append(by_row, 0))[:-1]
        return found

    def below(self, flag: Mask) -> Places:
        own = flag[self.who].astype(np.int64)
        return self.summed(own) - own


def _nearest_listed(listed: Mask, parents: Places) -> Places:
    """By member, the nearest distributor at or above; with the house."""
    layout = laid_out(parents[:-1])
    flags = np.append(listed, True)[layout.ids]
    found = layout.ids[at_or_near(layout, flags)]
    return found[layout.place]


def _largest_first(listed: Mask, group: Whole) -> Places:
    who = np.flatnonzero(listed)
    return who[np.argsort(-group[who], kind="stable")]


def _layout(order: Places, nearest: Places, parents: Places) -> Layout:
    """Distributors alone, each under the nearest one above; numbered in the order that is given."""
    number = np.full(parents.size, order.size, dtype=np.int64)
    number[order] = np.arange(order.size)
    return laid_out(number[nearest[parents[order]]])


def _depths(layout: Layout) -> Places:
    depths = np.zeros(layout.house, dtype=np.int64)
    for depth, begin in enumerate(layout.levels[:-1].tolist()):
        depths[layout.by_depth[begin : int(layout.levels[depth + 1])]] = depth
    return depths
