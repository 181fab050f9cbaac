"""The leaders of a breakaway plan, their groups, and who leads above whom; at the end."""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.below_ranks import group_volumes
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.primitives import near
from commissions.domain.close.terms import Part


@dataclass(frozen=True, slots=True)
class LeaderGroups:
    """Columns of members, with nobody."""

    leads: Mask
    volume: Whole
    """Of the leader and everybody below, without the groups of leaders below."""
    above: Places
    """The next leader above, or nobody."""
    below: Places
    """How many leaders' groups are directly below."""
    order: Places
    """The leaders, those below before those above."""


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
