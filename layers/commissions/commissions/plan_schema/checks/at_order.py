"""Bonuses at `when: order`: what is known when an order is paid, and what is not."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.common import OfVolume
from commissions.plan_schema.bonuses.customer import CustomerBonus
from commissions.plan_schema.bonuses.fast_start import FastStartBonus
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.bonuses.levels import LevelsBonus, PlainCompression
from commissions.plan_schema.checks.replacing import replaced
from commissions.plan_schema.conditions import AT_ORDER, metrics, parts
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.known import ORDER

KNOWN = " and ".join(sorted(AT_ORDER))
AT_A_CLOSE_ONLY = (
    "pay_rank",
    "amounts",
    "minimum",
    "rates_by_sku",
    "pass_up",
    "stop_at",
    "depth_by_legs",
)
"""Words of levels that a close computes."""
NOT_WITH_THE_ORDER = {
    "retail_margin": "an order does not hold the distributor's price",
}


def problems(words: PlanDocument) -> Iterator[str]:
    for place, bonus in enumerate(words.bonuses):
        if bonus.at_order:
            for field, why in _misfits(bonus, words):
                yield f"bonuses[{place}].{field}: {why}"


def _misfits(bonus: BonusWords, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if not isinstance(bonus, CustomerBonus | FastStartBonus | LevelsBonus):
        why = NOT_WITH_THE_ORDER.get(bonus.kind, "it takes a whole period")
        yield "when", f"{bonus.kind} is not paid with the order, but at a close: {why}"
        return
    yield from _of_volume(bonus, words)
    if isinstance(bonus, LevelsBonus):
        yield from _levels(bonus, words)
    if isinstance(bonus, FastStartBonus):
        yield from _fast_start(bonus, words)


def _of_volume(bonus: OfVolume, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if bonus.award not in (None, ORDER):
        yield "award", "is always order at when: order"
    kinds = {tree.id: tree.kind for tree in words.trees}
    if kinds[bonus.tree] != "sponsor":
        yield "tree", "at when: order a sale has the line of its sponsor tree only"
    for field in AT_A_CLOSE_ONLY:
        if getattr(bonus, field, None) is not None:
            yield field, "is for a bonus of a close: state when: close:<period>, or leave it out"
    for path, single in parts(bonus.eligibility) if bonus.eligibility else ():
        if single.metric not in AT_ORDER:
            yield (
                f"eligibility{path}.metric",
                f"{single.metric} is only known at the close; "
                f"at when: order a condition looks at {KNOWN}",
            )


def _levels(bonus: LevelsBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if not isinstance(bonus.basis, str):
        yield "basis", "a share of another bonus is for a close: state when: close:<period>"
    if not isinstance(bonus.compression, PlainCompression):
        yield "compression.kind", f"{bonus.compression.kind} is for a bonus of a close"
    elif bonus.compression.kind != "none" and bonus.qualification is None:
        yield "qualification", "has to be stated: as_of_order"
    if bonus.compression.qualified_by == "active" and (why := _active_later(words)):
        yield "compression.qualified_by", why


def _fast_start(bonus: FastStartBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if bonus.orders == "first":
        yield (
            "orders",
            "which order is the buyer's first is only known at the close: "
            "at when: order state all, or leave it out",
        )
    if bonus.qualified_by == "active" and (why := _active_later(words)):
        yield "qualified_by", f"{why}, or state eligibility"
    yield from replaced(bonus, words, "not with the order")


def _active_later(words: PlanDocument) -> str:
    """Why it is not known with an order who is active; empty where it is."""
    later = sorted(metrics(words.status.active) - AT_ORDER) if words.status else []
    if not later:
        return ""
    return (
        f"status.active looks at {', '.join(later)}, only known at the close; "
        f"at when: order it can look at {KNOWN}"
    )
