"""What the bonuses of all kinds say."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from commissions.plan_schema.conditions import Condition
from commissions.plan_schema.words import Level, Name, PlanWords, PositiveFigure, PositiveShare

AT_ORDER = "order"
When = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^(?:order|close:[A-Za-z0-9][A-Za-z0-9_-]{0,63})$"),
    Field(description="`order`, or `close:` and the id of a period."),
]
AwardOf = Literal["order", "source", "level"]
"""What one award is, and so what is rounded once: the order's part, all from one member, or all of
one level."""
PayRank = Literal["paid_as", "title"]
LevelRates = dict[Level, PositiveShare]
Rates = LevelRates | dict[Name, LevelRates]
"""By level alike for all, or by rank and level."""
RankRates = dict[Name, PositiveShare]


class Bonus(PlanWords):
    id: Name
    when: When
    eligibility: Condition | None = None
    """Of the earner, beside what the kind asks."""
    pay_rank: PayRank | None = None
    """By which rank it pays; without it by the ranks' own word."""

    @property
    def at_order(self) -> bool:
        return self.when == AT_ORDER


class OfVolume(Bonus):
    """A bonus that is a share of volume."""

    tree: Name
    basis: Name
    award: AwardOf | None = None
    pool: PositiveShare | None = None
    """The rates are of this share of the volume."""
    volume_to_money: PositiveFigure | None = None
    """The money of the base currency that a point is worth."""
