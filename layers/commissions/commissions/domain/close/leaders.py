"""The leaders of a breakaway plan, their groups, and who leads above whom."""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.below_ranks import group_volumes
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.primitives import at_or_near, near, pushed
from commissions.domain.close.terms import Part


@dataclass(frozen=True, slots=True)
class LeaderGroups:
    """Columns of members, with nobody; at the end of the period."""

    leads: Mask
    volume: Whole
    """Of the leader and everybody below, without the groups of leaders below."""
    above: Places
    """The next leader above, or nobody."""
    below: Places
    """How many leaders' groups are directly below."""
    order: Places
    """The leaders, those below before those above."""


@dataclass(frozen=True, slots=True)
class LeaderLines:
    """The same by node: an order counts for the leaders who stood above when it was placed."""

    who: Places
    leads: Mask
    volume: Whole
    """What reached a leader as the first one on its way up."""
    above: Places
    """The node of the next leader above, or the house."""

    @property
    def house(self) -> int:
        return self.who.size - 1


def leader_lines(bonus: Part, close: ClosingPeriod, groups: LeaderGroups) -> LeaderLines:
    sold = close.sold_in(bonus)
    forest, volumes = sold.forest, close.period.volume(bonus["basis"])
    leads = groups.leads[forest.who]
    above = near(forest.layout, leads)
    first = at_or_near(forest.layout, leads, above)
    volume = pushed(forest.at_nodes(sold.seller, volumes), first, forest.house + 1)
    return LeaderLines(who=forest.who, leads=leads, volume=volume, above=above)


def leader_groups(bonus: Part, close: ClosingPeriod) -> LeaderGroups:
    forest = close.sold_in(bonus).forest
    leads = close.judged.pay_rank(bonus) >= close.terms.height(bonus["leader"]["rank"])
    leads[close.nobody] = False
    at_nodes = forest.at_the_end(leads) == 1
    above = forest.who[near(forest.layout, at_nodes)][forest.node]
    leaders = np.flatnonzero(leads)
    return LeaderGroups(
        leads=leads,
        volume=group_volumes(forest, close.volumes.own(bonus["basis"]), leads),
        above=above,
        below=np.bincount(above[leaders], minlength=leads.size),
        order=leaders[np.argsort(-forest.node[leaders])],
    )
