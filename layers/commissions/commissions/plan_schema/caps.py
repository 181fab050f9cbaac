"""How much is paid at most: by a bonus, to a person, by the company."""

from typing import Literal

from commissions.plan_schema.words import Name, PlanWords, PositiveFigure, Share


class CompanyCap(PlanWords):
    """At a close it is `max_pct` of the period's company volume, less what stands of its order-time
    awards; only what the close pays is cut."""

    max_pct: Share
    of: Name
    enforce: Literal["pro_rata", "priority", "report"] | None = None
    priority: tuple[Name, ...] | None = None
    """With `enforce: priority`, the bonuses from the first to be paid on."""
    after_close: Literal["keep_factor", "judge_again"] | None = None
    """Whether what comes late is paid with the factor of the close, or the cap is judged again."""


class PersonCap(PlanWords):
    period: Name
    amount: PositiveFigure


class Caps(PlanWords):
    company: CompanyCap
    person: tuple[PersonCap, ...] = ()
    bonus: dict[Name, dict[Name, PositiveFigure]] | None = None
    """By bonus and period."""
