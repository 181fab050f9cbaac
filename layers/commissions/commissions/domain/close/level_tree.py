"""The forest in which a bonus of levels travels, and where in it every order begins.

Pass-ups give members other parents, a rank that ends its group has its line upward cut, and volume
of who does not qualify begins at the next above who does.
"""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import SPONSOR
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.forest import Forest, grown
from commissions.domain.close.level_takers import ROLL_UP
from commissions.domain.close.primitives import at_or_near
from commissions.domain.close.terms import Part

RECRUIT = "recruit"


@dataclass(frozen=True, slots=True)
class LevelTree:
    """By order the first node that is looked at: of the seller, and of the one above."""

    forest: Forest
    seller: Places
    above: Places


def level_tree(bonus: Part, close: ClosingPeriod, qualified: Mask) -> LevelTree:
    forest, seller = _passed_up(bonus, close)
    if bonus["compression"]["kind"] == ROLL_UP:
        seller = at_or_near(forest.layout, _at_nodes(forest, qualified))[seller]
    tree = LevelTree(forest, seller, forest.parent[seller])
    if not bonus.get("stop_at"):
        return tree
    ends = close.judged.pay_rank(bonus) >= close.terms.height(bonus["stop_at"]["rank"])
    if bonus["compression"]["kind"] == ROLL_UP:
        # Whoever does not qualify left the tree for the run, and ends nothing.
        ends &= qualified
    return _cut(tree, ends)


def _passed_up(bonus: Part, close: ClosingPeriod) -> tuple[Forest, Places]:
    words = bonus.get("pass_up")
    if not words:
        sold = close.sold_in(bonus)
        return sold.forest, sold.seller
    sold = close.volumes.tree(SPONSOR)
    number = close.period.members.enrolled_number
    passes = (number > 0) & (number <= int(words["n"]))
    forest = sold.forest
    stays = at_or_near(forest.layout, _at_nodes(forest, ~passes))
    pay_parent = forest.parent[stays]
    if words["scope"] == RECRUIT:
        return _entries(forest, sold.seller, pay_parent)
    return regrown(forest, pay_parent, sold.seller)


def _entries(forest: Forest, seller: Places, pay_parent: Places) -> tuple[Forest, Places]:
    """A node more for each seller who is passed up: what they sell goes another way than what comes
    from below them."""
    sellers = np.unique(seller)
    sellers = sellers[pay_parent[sellers] != forest.parent[sellers]]
    entry = np.arange(forest.house + 1)
    entry[sellers] = forest.house + 1 + np.arange(sellers.size)
    return regrown(forest, forest.parent, entry[seller], forest.who[sellers], pay_parent[sellers])


def _cut(tree: LevelTree, ends: Mask) -> LevelTree:
    """A fence, that is nobody's, in the place of the parents of those at whom a group ends."""
    forest = tree.forest
    fence = forest.house + 1
    parents = np.where(_at_nodes(forest, ends), fence, forest.parent)
    parents[forest.house] = forest.house
    starts = np.concatenate([tree.seller, tree.above])
    grown_, starts = regrown(
        forest, parents, starts, np.array([forest.nobody]), np.array([forest.house])
    )
    return LevelTree(grown_, starts[: tree.seller.size], starts[tree.seller.size :])


def regrown(
    forest: Forest,
    parents: Places,
    starts: Places,
    more: Places | None = None,
    more_parents: Places | None = None,
) -> tuple[Forest, Places]:
    """The forest with other parents, and more nodes: the members of these, numbered from behind the
    house on, and their parents. With it, where the starts are now."""
    nothing = np.zeros(0, dtype=np.int64)
    more = nothing if more is None else more
    more_parents = nothing if more_parents is None else more_parents
    house, last = forest.house, forest.house + more.size

    def numbered(nodes: Places) -> Places:
        return np.where(nodes > house, nodes - 1, np.where(nodes == house, last, nodes))

    again = grown(
        numbered(np.concatenate([parents[:house], more_parents])),
        np.concatenate([forest.who[:house], more]),
        np.concatenate([forest.side[:house], np.zeros(more.size, dtype=np.int64)]),
        forest.node[:-1],
    )
    return again, again.layout.place[numbered(starts)]


def _at_nodes(forest: Forest, of_members: Mask) -> Mask:
    return np.asarray(of_members[forest.who])
