"""How much is paid at most: by a bonus, to a person, by the company."""

from typing import Literal

from commissions.plan_schema.words import (
    BonusName,
    Money,
    PeriodName,
    PlanWords,
    Share,
    UnitName,
)


class CompanyCapWords(PlanWords):
    """At a close it is `max_pct` of the period's company volume, less what stands of its order-time
    awards; only what the close pays is cut."""

    max_pct: Share
    of: UnitName
    enforce: Literal["pro_rata", "priority", "report"] | None = None
    """`report`, or nothing: it is told, and holds nothing back."""
    priority: tuple[BonusName, ...] | None = None
    """With `enforce: priority`, the bonuses from the first to be paid on."""
    after_close: Literal["keep_factor", "judge_again"] | None = None
    """Whether what comes late is paid with the factor of the close, pools by what a point was
    worth; or the cap and the pools are judged again, for everybody."""


class PersonCap(PlanWords):
    """Of all that one is paid in a period; what was paid with orders counts, and is not cut."""

    period: PeriodName
    amount: Money


class CapsWords(PlanWords):
    company: CompanyCapWords
    person: tuple[PersonCap, ...] = ()
    bonus: dict[BonusName, dict[PeriodName, Money]] | None = None
    """By bonus and period."""
