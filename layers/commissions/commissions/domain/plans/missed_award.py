"""What a line that pays nothing would have paid, had it not been for its reason: rounded once, as
the plan rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.domain.people.upline import Ancestor
from commissions.domain.plans.award_builder import LevelSlot
from commissions.domain.plans.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedAward:
    amount: int
    """Minor units of the plan's base currency."""
    rate: str
    rank: str
    """The lowest above that is paid it; empty where the own one is, or rank decides nothing."""


def missed_award(  # noqa: PLR0913 - what a line is made of
    plan: Plan, *, bonus: str, level: int, paid_level: int, rank: str, base: int
) -> MissedAward | None:
    """Of a bonus that is paid with the order, by the own rank or else the next one that is paid it.
    None where no rank is, where nothing of the order counts, or of a bonus that waits for the close
    of a period."""
    found = next((each for each in plan.bonuses if each.builder.bonus == bonus), None)
    if found is None or base <= 0:
        return None
    for each in _from(rank, _ranks(plan)):
        if rate := found.rates.of(each, paid_level):
            award = found.builder.award(
                LevelSlot(level, paid_level, Ancestor("", "", each)), base, rate
            )
            higher = "" if each == rank else each
            return MissedAward(amount=award.amount, rate=award.rate, rank=higher)
    return None


def _from(rank: str, ranks: Sequence[str]) -> Sequence[str]:
    """A rank, and those above it; who has none that the plan knows stands below all."""
    above = ranks[ranks.index(rank) + 1 :] if rank in ranks else ranks
    return [rank, *above]


def _ranks(plan: Plan) -> list[str]:
    """The lowest first."""
    words = sorted(plan.document.get("ranks") or (), key=lambda each: each["order"])
    return [str(each["id"]) for each in words]
