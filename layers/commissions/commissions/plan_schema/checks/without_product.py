"""Bonuses that would pay for recruitment without product volume: they are refused."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.levels import LevelsBonus
from commissions.plan_schema.bonuses.rank_advance import RankAdvanceBonus
from commissions.plan_schema.conditions import needs_volume
from commissions.plan_schema.document import PlanDocument


def problems(words: PlanDocument) -> Iterator[str]:
    for place, bonus in enumerate(words.bonuses):
        if isinstance(bonus, LevelsBonus) and bonus.amounts and bonus.minimum is None:
            yield (
                f"bonuses[{place}].minimum: has to be stated: the volume that an order needs, as "
                "a fixed amount for any order pays for joining without product volume"
            )
        if isinstance(bonus, RankAdvanceBonus):
            yield from _rank_advance(f"bonuses[{place}]", bonus, words)


def _rank_advance(path: str, bonus: RankAdvanceBonus, words: PlanDocument) -> Iterator[str]:
    if bonus.once != (bonus.skipped is not None):
        yield f"{path}.skipped: has to be stated with once: true, and only then: paid or lost"
    if bonus.volume and bonus.volume.metric not in ("gv", "pgv", "retail_volume", *words.volumes):
        yield f"{path}.volume.metric: {bonus.volume.metric} is no product volume of this plan"
    for rank in words.ranks if bonus.volume is None else ():
        if rank.id in bonus.amounts and not needs_volume(rank.require):
            yield (
                f"{path}.amounts.{rank.id}: {rank.id} is reached without product volume: paying "
                "for it pays for recruitment; ask for volume in the rank, or state volume here"
            )
