"""Kind `binary`: its match, its caps, its steps, and what a refund does to its pairs."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.binary import STEPS, BinaryBonus, PairsMatch, StepsMatch
from commissions.plan_schema.checks.tables import ascending
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.refunds import BrokenPairs
from commissions.plan_schema.trees import BinaryTree

QUALIFY = "qualify"


def problems(words: PlanDocument) -> Iterator[str]:
    closed = [each for each in words.bonuses if isinstance(each, BinaryBonus)]
    for place, bonus in enumerate(words.bonuses):
        if isinstance(bonus, BinaryBonus):
            for field, why in _misfits(bonus, words):
                yield f"bonuses[{place}].{field}: {why}"
    yield from _on_one_tree(words)
    has_tree = any(isinstance(each, BinaryTree) for each in words.trees)
    if closed and not isinstance(words.refunds.binary, BrokenPairs):
        yield (
            "refunds.binary: has to be stated: {broken_pair: refunded_quantity or whole_pair, "
            "expired_lot: lapses or returns}"
        )
    if words.refunds.binary and not has_tree:
        yield "refunds.binary: the plan has no tree of kind binary"


def _on_one_tree(words: PlanDocument) -> Iterator[str]:
    """A seat has one left and one right leg, of which what is paid is taken off."""
    first: dict[str, str] = {}
    for place, bonus in enumerate(words.bonuses):
        if not isinstance(bonus, BinaryBonus):
            continue
        other = first.setdefault(bonus.tree, bonus.id)
        if other != bonus.id:
            yield (
                f"bonuses[{place}].tree: {other} pays the legs of {bonus.tree} already: both would "
                "match the same volume, and only one could say what is left of it; give this one a "
                "tree of its own, or state one bonus"
            )


def _misfits(bonus: BinaryBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    kinds = {tree.id: tree.kind for tree in words.trees}
    if kinds[bonus.tree] != "binary":
        yield "tree", f"{bonus.tree} is a tree of kind {kinds[bonus.tree]}, not binary"
    if bonus.order_of_steps not in (STEPS, tuple(step for step in STEPS if step != QUALIFY)):
        yield "order_of_steps", f"is computed in one order only: {', '.join(STEPS)}"
    if bonus.first_pair and not isinstance(bonus.match, PairsMatch):
        yield "first_pair", "is only for match.mode: pairs"
    if (bonus.after.leg_cap_before is None) != (bonus.after.leg_cap_excess is None):
        yield "after.leg_cap_excess", "has to be stated with leg_cap_before, and only then"
    if isinstance(bonus.match, StepsMatch) and not ascending(bonus.match.steps):
        yield "match.steps", "have to begin with the smallest volume, each once"
    if isinstance(bonus.match, PairsMatch):
        yield from _pairs(bonus.match, words)
    yield from _caps(bonus, words)


def _pairs(match: PairsMatch, words: PlanDocument) -> Iterator[tuple[str, str]]:
    sides = [match.left is not None, match.right is not None]
    legs = [match.strong is not None, match.weak is not None, match.tie is not None]
    if not (all(sides) and not any(legs)) and not (all(legs) and not any(sides)):
        yield "match", "a pair is stated by left and right, or by strong, weak and tie"
    if match.judged == "each_cycle" and any(sides):
        yield "match.judged", "each_cycle is for strong and weak: left and right never change"
    if (match.amount is None) == (match.pct_by is None):
        yield "match.amount", "either amount or pct_by has to be stated"
    if match.pct_by and match.pct_by.metric not in words.volumes:
        yield "match.pct_by.metric", f"{match.pct_by.metric} is no product volume of this plan"
    if match.pct_by and not ascending(match.pct_by.steps):
        yield "match.pct_by.steps", "have to begin with the smallest figure, each once"


def _caps(bonus: BinaryBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    every = {each.id: each.every for each in words.periods}.get(bonus.period, "")
    if bonus.cap.day is not None and every != "day":
        yield "cap.day", f"needs a close of every day, and this one is of every {every or 'order'}"
    for rank, amounts in (bonus.cap.per or {}).items():
        for period in amounts:
            if period != bonus.period:
                yield f"cap.per.{rank}.{period}", f"is not {bonus.period}, whose close computes it"
    if bonus.cap.pairs is not None and not isinstance(bonus.match, PairsMatch):
        yield "cap.pairs", "is only for match.mode: pairs"
