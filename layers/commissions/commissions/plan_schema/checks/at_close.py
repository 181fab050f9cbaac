"""Bonuses of a close: the words that they, and the plan with them, have to say."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.fast_start import FastStartBonus
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.bonuses.levels import LevelsBonus, OfBonus
from commissions.plan_schema.bonuses.matching import MatchingBonus
from commissions.plan_schema.checks.replacing import replaced
from commissions.plan_schema.document import PlanDocument

ONE_AWARD = frozenset({"binary", "pool", "rank_advance"})
"""Kinds that give a position one award in a period."""


def problems(words: PlanDocument) -> Iterator[str]:
    orders = {each.id for each in words.periods if each.every == "order"}
    for place, bonus in enumerate(words.bonuses):
        for field, why in _misfits(bonus, words) if not bonus.at_order else ():
            yield f"bonuses[{place}].{field}: {why}"
        if bonus.period in orders:
            yield f"bonuses[{place}].when: {bonus.period} is of every order: it has no close"
        if bonus.at_order is False and not words.ranks and bonus.pay_rank:
            yield f"bonuses[{place}].pay_rank: the plan has no ranks"


def _misfits(bonus: BonusWords, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if bonus.award is None and bonus.kind not in ONE_AWARD:
        matched = isinstance(bonus, MatchingBonus)
        yield "award", f"has to be stated: {'source' if matched else 'order, source'} or level"
    if isinstance(bonus, LevelsBonus):
        yield from _levels(bonus, words)
    if isinstance(bonus, FastStartBonus):
        yield from replaced(bonus, words, "not at this close")
    if isinstance(bonus, MatchingBonus):
        yield from _matched(bonus, words)


def _levels(bonus: LevelsBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if bonus.qualification is not None:
        yield "qualification", "is only for levels at when: order"
    if isinstance(bonus.basis, OfBonus):
        of = next(each for each in words.bonuses if each.id == bonus.basis.bonus)
        if not of.at_order:
            yield "basis.bonus", f"{of.id} is not paid with the order: {of.when}"


def _matched(bonus: MatchingBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    before = [each.id for each in words.bonuses[: words.bonuses.index(bonus)]]
    for place, name in enumerate(bonus.of):
        of = next(each for each in words.bonuses if each.id == name)
        if of.when != bonus.when:
            yield f"of[{place}]", f"{name} is paid at when: {of.when}, not at this close"
        elif name not in before:
            yield f"of[{place}]", f"{name} has to come before the bonus that matches it"
