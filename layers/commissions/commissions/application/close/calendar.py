"""Which periods of a plan close, in which order, and by which version of the plan each does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from commissions.application.simulation.plan_calendar import PlanCalendar
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.plans import Plan
from commissions.domain.plans.period_calendar import MONTH, PeriodSpan, span_of
from commissions.tables import plans

A_YEAR = timedelta(days=366)
A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
CALENDAR_MONTH = {"id": MONTH, "every": MONTH}
EVER = datetime.max.replace(tzinfo=UTC)


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

    @property
    def place(self) -> tuple[datetime, timedelta]:
        """In the order in which a plan's periods close."""
        return self.span.ends, self.span.ends - self.span.starts


@dataclass(frozen=True, slots=True)
class ClosingCalendar:
    """The periods that a plan closes, by all of its versions in their order."""

    versions: tuple[Plan, ...]

    @property
    def closes(self) -> bool:
        """Whether any version closes any period."""
        now = datetime.now(UTC)
        return any(PlanCalendar(each.document, now, now).closing for each in self.versions)

    def span(self, period: PeriodId) -> ClosingSpan:
        """Raises NotAClosingPeriod."""
        year = datetime(int(period.label[:4]), 1, 1, tzinfo=UTC)
        for each in _spans(self.versions, year - A_WEEK, year + A_YEAR + A_WEEK):
            if each.period == period:
                return each
        latest = self.versions[-1]
        closing = [str(part["id"]) for part in PlanCalendar(latest.document, year, year).closing]
        if not closing:
            raise NotAClosingPeriod(f"{period.plan} closes no period: none of its bonuses says so")
        raise NotAClosingPeriod(
            f"{period} is no period of {period.plan}, which closes each "
            f"{' and each '.join(closing)}: name one like {period.plan}/{closing[-1]}/2026-10"
        )

    def after(self, last: ClosingSpan) -> ClosingSpan | None:
        """The period that closes after one: by their ends, of one moment the shorter first; None
        where the plan closes none any more."""
        until = last.span.ends + timedelta(days=40)  # longer than any period
        for each in _spans(self.versions, last.span.starts - A_WEEK, until):
            if each.place > last.place:
                return each
        return None

    def last_over(self, now: datetime) -> PeriodId | None:
        """The last period whose cut-off has come."""
        found = _spans(self.versions, now - A_YEAR, now + A_WEEK)
        over = [each for each in found if each.span.closes_at <= now]
        return over[-1].period if over else None


def calendar_of(plan_id: str) -> ClosingCalendar:
    """Raises NotAClosingPeriod."""
    return ClosingCalendar(tuple(_versions(plan_id)))


def closing_calendars() -> dict[str, ClosingCalendar]:
    """By id, of the plans that close any period; all read at once."""
    found: defaultdict[str, list[Plan]] = defaultdict(list)
    for each in sorted(plans.every(), key=lambda each: (each.plan_id, each.version)):
        found[each.plan_id].append(each)
    calendars = {plan_id: ClosingCalendar(tuple(each)) for plan_id, each in found.items()}
    return {plan_id: each for plan_id, each in calendars.items() if each.closes}


def closing_span(period: PeriodId) -> ClosingSpan:
    """Raises NotAClosingPeriod."""
    return calendar_of(period.plan).span(period)


def after(last: ClosingSpan) -> ClosingSpan | None:
    """The period that the plan closes after one. Raises NotAClosingPeriod."""
    return calendar_of(last.period.plan).after(last)


def judged_span(period: PeriodId) -> ClosingSpan:
    """A period in which ranks are judged: one that closes; of a plan that has ranks, and pays all
    of it with orders, the calendar's month. Raises NotAClosingPeriod."""
    versions = _versions(period.plan)
    starts = _first_moment(period.label)
    if starts is None or period.every != MONTH or not _judges_months(versions):
        return closing_span(period)
    plan = _in_force(versions, starts)
    return ClosingSpan(plan, span_of(CALENDAR_MONTH, plan.timezone, starts))


def judged_months(now: datetime) -> Iterator[ClosingSpan]:
    """Of plans that have ranks, and pay all of it with orders, the month that runs; in its first
    hours the one before too, which nothing else says the last word on."""
    for each in plans.all_ids():
        versions = _versions(each)
        if _judges_months(versions):
            plan = _in_force(versions, now)
            for moment in {plan.month_of(at): at for at in (now - A_DAY, now)}.values():
                yield ClosingSpan(plan, span_of(CALENDAR_MONTH, plan.timezone, moment))


def running(plan_id: str, now: datetime) -> list[ClosingSpan]:
    """The periods that run, of those that a plan closes, the longest first."""
    found = _spans(_versions(plan_id), now - A_YEAR, now + A_WEEK)
    return [each for each in reversed(found) if each.span.holds(now)]


def closing_plans() -> list[str]:
    """The ids of the plans of which any version closes any period."""
    return list(closing_calendars())


def _judges_months(versions: Sequence[Plan]) -> bool:
    now = datetime.now(UTC)
    closes = any(PlanCalendar(plan.document, now, now).closing for plan in versions)
    return not closes and bool(versions[-1].document.get("ranks"))


def _in_force(versions: Sequence[Plan], at: datetime) -> Plan:
    """The first one before it took effect."""
    return next((plan for plan in reversed(versions) if plan.effective_from <= at), versions[0])


def _first_moment(label: str) -> datetime | None:
    """Within a month, whatever its clock; None of what is no month."""
    try:
        return datetime.strptime(label, "%Y-%m").replace(day=2, tzinfo=UTC)
    except ValueError:
        return None


def _spans(versions: Sequence[Plan], first: datetime, last: datetime) -> list[ClosingSpan]:
    """By the calendar of the version in force when each begins; before the first one took effect by
    that. None is told twice where a clock changes, and each begins where the one before ended."""
    found: dict[PeriodId, ClosingSpan] = {}
    for number, plan in enumerate(versions):
        calendar = PlanCalendar(plan.document, first, last)
        following = versions[number + 1].effective_from if plan is not versions[-1] else EVER
        for span in (span for part in calendar.closing for span in calendar.spans(part)):
            if (number == 0 or plan.effective_from <= span.starts) and span.starts < following:
                closing = ClosingSpan(plan, span)
                found.setdefault(closing.period, closing)
    return sorted(_joined(found.values()), key=lambda each: each.place)


def _joined(spans: Iterable[ClosingSpan]) -> Iterator[ClosingSpan]:
    """Another clock, or other weeks, move where periods begin: an order is of one all the same."""
    ends: dict[str, datetime] = {}
    for each in sorted(spans, key=lambda each: each.span.starts):
        span = each.span
        before = ends.get(span.every, span.starts)
        if abs(before - span.starts) < A_WEEK:
            span = replace(span, starts=before)
        ends[span.every] = span.ends
        yield ClosingSpan(each.plan, span)


def _versions(plan_id: str) -> list[Plan]:
    """In their order. Raises NotAClosingPeriod."""
    found = plans.all_versions(plan_id)
    if not found:
        known = ", ".join(plans.all_ids()) or "none"
        raise NotAClosingPeriod(f"There is no plan {plan_id!r}: published are {known}")
    return found
