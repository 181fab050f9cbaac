"""What the bonuses of all kinds say."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Tag, ValidationInfo

from commissions.plan_schema.conditions import ConditionWords
from commissions.plan_schema.known import CLOSE, ORDER, KnownNames
from commissions.plan_schema.nearest import one_of
from commissions.plan_schema.words import (
    BY_TABLE,
    Factor,
    Level,
    Name,
    PlanText,
    PlanWords,
    PositiveShare,
    RankName,
    TreeName,
    UnitName,
    refused,
)


def _at_a_close(value: str, info: ValidationInfo) -> str:
    names = info.context
    if isinstance(names, KnownNames) and value not in names.whens:
        raise refused(f"{value!r} is not one of {one_of(names.whens, value)}")
    return value


When = Annotated[
    str,
    PlanText(
        "order, or close: and the id of a period",
        f"{ORDER}|{CLOSE}[A-Za-z0-9][A-Za-z0-9_-]{{0,63}}",
    ),
    AfterValidator(_at_a_close),
]
AwardOf = Literal["order", "source", "level"]
"""What one award is, and so what is rounded once: the order's part, all from one member, or all of
one level."""
PayRank = Literal["paid_as", "title"]
LevelRates = dict[Level, PositiveShare]
Rates = Annotated[
    Annotated[LevelRates, Tag("flat")] | Annotated[dict[RankName, LevelRates], Tag("by_rank")],
    BY_TABLE,
]
"""By level alike for all, or by rank and level."""
RankRates = dict[RankName, PositiveShare]


class BonusHead(PlanWords):
    id: Name
    when: When
    eligibility: ConditionWords | None = None
    """Of the earner, beside what the kind asks."""
    pay_rank: PayRank | None = None
    """By which rank it pays; without it by the ranks' own word."""

    @property
    def at_order(self) -> bool:
        return self.when == ORDER

    @property
    def period(self) -> str:
        """The period whose close computes it; empty at the order."""
        return "" if self.at_order else self.when.removeprefix(CLOSE)


class OneAward(BonusHead):
    """A bonus that gives a position one award in a period anyway."""

    award: Literal["level"] | None = None


class OfVolume(BonusHead):
    """A bonus that is a share of volume."""

    tree: TreeName
    basis: UnitName
    award: AwardOf | None = None
    """Needed at a close; at the order it is always the order."""
    pool: PositiveShare | None = None
    """The rates are of this share of the volume."""
    volume_to_money: Factor | None = None
    """The money of the base currency that a point is worth."""


def tables(rates: Any) -> dict[str, LevelRates]:
    """Every rank's own table of levels; under an empty name where all have the same."""
    by_rank = any(isinstance(row, dict) for row in rates.values())
    return rates if by_rank else {"": rates}
