"""Which periods of a plan close, in which order, and by which version of the plan each does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.application.simulation.plan_calendar import PlanCalendar
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.plans import Plan, UnknownPlan
from commissions.domain.plans.period_calendar import LENGTHS, PeriodSpan
from commissions.tables import plans

A_YEAR = timedelta(days=366)
A_WEEK = timedelta(days=7)


class NotAClosingPeriod(LookupError):
    """A period that no plan of the stack closes; says which there are."""


@dataclass(frozen=True, slots=True)
class ClosingSpan:
    """A period with the plan by which it closes: the version that is in force when it begins."""

    plan: Plan
    span: PeriodSpan

    @property
    def period(self) -> PeriodId:
        return PeriodId(self.plan.plan_id, self.span.every, self.span.label)


def closing_span(period: PeriodId) -> ClosingSpan:
    """Raises NotAClosingPeriod."""
    plan = _latest(period.plan)
    year = datetime(int(period.label[:4]), 1, 1, tzinfo=UTC)
    for each in _spans(plan, year - A_WEEK, year + A_YEAR + A_WEEK):
        if (each.every, each.label) == (period.every, period.label):
            return _closing(plan, each)
    closing = [str(part["id"]) for part in PlanCalendar(plan.document, year, year).closing]
    if not closing:
        raise NotAClosingPeriod(f"{plan.plan_id} closes no period: none of its bonuses says so")
    raise NotAClosingPeriod(
        f"{period} is no period of {plan.plan_id}, which closes each {' and each '.join(closing)}: "
        f"name one like {plan.plan_id}/{closing[-1]}/2026-10"
    )


def after(last: ClosingSpan) -> ClosingSpan:
    """The period that closes after one: by their ends, of one moment the shorter first."""
    plan = _latest(last.plan.plan_id)
    place = _place(plan, last.span)
    until = last.span.ends + timedelta(days=40)  # longer than any period
    spans = _spans(plan, last.span.starts - A_WEEK, until)
    return _closing(plan, next(each for each in spans if _place(plan, each) > place))


def closing_plans() -> list[str]:
    """The ids of the plans that close any period."""
    now = datetime.now(UTC)
    return [
        each for each in plans.all_ids() if PlanCalendar(_latest(each).document, now, now).closing
    ]


def _closing(plan: Plan, span: PeriodSpan) -> ClosingSpan:
    """Of a period in which the first version took effect, by that one."""
    version = plans.in_force(plan.plan_id, span.starts)
    return ClosingSpan(version or plans.first(plan.plan_id), span)


def _spans(plan: Plan, first: datetime, last: datetime) -> Sequence[PeriodSpan]:
    calendar = PlanCalendar(plan.document, first, last)
    found = [span for part in calendar.closing for span in calendar.spans(part)]
    return sorted(found, key=lambda each: _place(plan, each))


def _place(plan: Plan, span: PeriodSpan) -> tuple[datetime, int]:
    lengths = {part["id"]: LENGTHS.index(part["every"]) for part in _lengths(plan)}
    return span.ends, lengths[span.every]


def _lengths(plan: Plan) -> Iterator[dict[str, str]]:
    return (part for part in plan.document["periods"] if part["every"] in LENGTHS)


def _latest(plan_id: str) -> Plan:
    """Raises NotAClosingPeriod."""
    try:
        return plans.latest(plan_id)
    except UnknownPlan:
        known = ", ".join(plans.all_ids()) or "none"
        raise NotAClosingPeriod(f"There is no plan {plan_id!r}: published are {known}") from None
