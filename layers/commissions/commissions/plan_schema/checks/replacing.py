"""Which bonuses a fast start can pay in place of: those of its own time that go order by order."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.fast_start import FastStartBonus
from commissions.plan_schema.document import PlanDocument

REPLACED = frozenset({"customer", "levels", "generation", "infinity"})
"""Kinds that go order by order, so that another bonus can pay instead."""


def replaced(
    bonus: FastStartBonus, words: PlanDocument, otherwise: str
) -> Iterator[tuple[str, str]]:
    """`otherwise`: what is said of a bonus that is paid at another time."""
    for place, name in enumerate(bonus.replaces):
        of = next(each for each in words.bonuses if each.id == name)
        if of.when != bonus.when:
            yield f"replaces[{place}]", f"{name} is paid at when: {of.when}, {otherwise}"
        elif of.kind not in REPLACED:
            yield f"replaces[{place}]", f"{of.kind} does not go order by order"
