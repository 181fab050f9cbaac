"""Figures that look at the ranks of those below, of everybody at once, where all ranks are known:
legs with a rank, and personal group volume. At the end of the period, in the sponsor tree."""

from fractions import Fraction
from math import ceil

import numpy as np

from commissions.domain.close.columns import SPONSOR
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.figures import Figure, MemberFigures, NotInColumns
from commissions.domain.close.forest import Forest
from commissions.domain.close.primitives import at_or_near, kids, pushed, sub
from commissions.domain.close.terms import POINT, Part, PlanTerms

FRONT_LINE = "front_line"


def breakaway_height(terms: PlanTerms) -> int:
    """The rank that breaks away from its upline's personal group. Raises NotInColumns."""
    for bonus in terms.document["bonuses"]:
        for part in ("leader", "stop_at"):
            if bonus.get(part):
                return terms.height(bonus[part]["rank"])
    raise NotInColumns("pgv: no bonus of the plan says which rank breaks away")


def large_legs(figures: MemberFigures, condition: Part) -> Mask:
    """By member at the head of a leg of the end, whether it has the volume that is asked for."""
    members = figures.period.members.house
    least = ceil(Fraction(condition.get("min_leg_gv") or "0") * POINT)
    large = figures.volumes.legs(figures.terms.group_unit)[:members] >= least
    return np.append(large, False)


def legs_with_rank(figures: MemberFigures, condition: Part, heights: Places) -> Figure:
    """Of everybody the legs that have somebody of a rank: at their head, or anywhere."""
    forest = figures.volumes.tree(SPONSOR).forest
    has = forest.at_the_end(heights >= figures.terms.height(condition["rank"]))
    if condition["search"] != FRONT_LINE:
        has = sub(forest.layout, has) > 0
    counted = np.where(has, forest.at_the_end(large_legs(figures, condition)), 0)
    return Figure(kids(forest.layout, counted)[forest.node])


def personal_group(figures: MemberFigures, heights: Places) -> Figure:
    """Own volume and everybody's below, without the groups of leaders below."""
    forest = figures.volumes.tree(SPONSOR).forest
    leaders = heights >= breakaway_height(figures.terms)
    own = figures.volumes.own(figures.terms.group_unit)
    return Figure(group_volumes(forest, own, leaders), POINT)


def group_volumes(forest: Forest, own: Whole, leaders: Mask) -> Whole:
    """Of every member the own figure and everybody's below, without the groups of leaders below:
    what a leader's whole group has is taken off at whoever stands above the leader."""
    layout = forest.layout
    at_nodes = forest.at_the_end(own)
    leads = forest.at_the_end(leaders) == 1
    head = at_or_near(layout, leads)
    groups = np.where(leads, pushed(at_nodes, head, forest.house + 1), 0)
    taken_off = pushed(groups, layout.parent, forest.house + 1)
    return sub(layout, at_nodes - taken_off)[forest.node]
