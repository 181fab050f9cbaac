"""What all published plans say that lines of any of them are read by: clocks, holds, currencies.

Read in one go and kept for a minute: a version is never changed, and one that is new is of lines to
come.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from commissions.application.payouts.earned import terms_of
from commissions.aws.cache import TtlCache
from commissions.domain.ledger.award_changes import MonthTerms
from commissions.domain.ledger.months import span_of_month
from commissions.domain.payouts.terms import PayoutTerms
from commissions.domain.plans import Plan
from commissions.tables import plans

MAX_AGE_SECONDS = 60
UTC_CLOCK = "UTC"
WHOLE_MONTH = range(1, 32)
NOT_THERE = MonthTerms(timezone=UTC_CLOCK, rounding="half_even", currency="")
_published: TtlCache[str, "PublishedPlans"] = TtlCache()


@dataclass(frozen=True)
class PublishedPlans:
    plans: tuple[Plan, ...]
    """All versions of all plans."""

    @cached_property
    def _versions(self) -> dict[tuple[str, int], Plan]:
        return {(each.plan_id, each.version): each for each in self.plans}

    def version(self, plan_id: str, version: int) -> Plan | None:
        return self._versions.get((plan_id, version))

    def terms_of(self, plan_id: str, version: int) -> MonthTerms:
        """By which a version counts what it pays; where it is not there any more, by UTC."""
        plan = self.version(plan_id, version)
        if plan is None:
            return NOT_THERE
        return MonthTerms(
            timezone=plan.timezone, rounding=plan.rounding, currency=plan.base_currency
        )

    def span(self, month: str, days: range = WHOLE_MONTH) -> tuple[datetime, datetime]:
        """From the first moment at which a month, or some days of it, has begun by any clock until
        it is over by all."""
        spans = [_span(month, days, zone) for zone in self.zones]
        return min(begins for begins, _ in spans), max(ends for _, ends in spans)

    @cached_property
    def zones(self) -> frozenset[str]:
        return frozenset(each.timezone for each in self.plans) or frozenset({UTC_CLOCK})

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """That plans earn in, by their codes."""
        return tuple(sorted({each.base_currency for each in self.plans}))

    def in_force(self, at: datetime) -> list[Plan]:
        """Of each plan the version that is in force, by their ids."""
        latest: dict[str, Plan] = {}
        for each in sorted(self.plans, key=lambda plan: (plan.plan_id, plan.effective_from)):
            if each.effective_from <= at:
                latest[each.plan_id] = each
        return list(latest.values())

    def today(self, now: datetime) -> date:
        """By the clock of the plans in force; of several the one that is furthest."""
        zones = {each.timezone for each in self.in_force(now)} or {UTC_CLOCK}
        return max(now.astimezone(ZoneInfo(zone)).date() for zone in zones)

    def month_now(self, now: datetime) -> str:
        today = self.today(now)
        return f"{today.year:04}-{today.month:02}"

    def payout_terms(self, currency: str, at: datetime) -> PayoutTerms | None:
        """By which a currency is paid out now; None where no plan, or several, say how."""
        paying = [each for each in self.in_force(at) if each.base_currency == currency]
        return terms_of(paying[0]) if len(paying) == 1 else None

    def hold_days(self, plan_id: str, version: int) -> int:
        """0 of a version that is not there any more."""
        plan = self.version(plan_id, version)
        return terms_of(plan).hold_days if plan else 0

    def one_hold(self, currency: str) -> int | None:
        """Where all versions that earn in a currency have the same: then no line has to be asked
        by which version it was earned."""
        found = {terms_of(each).hold_days for each in self.plans if each.base_currency == currency}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def longest_hold(self) -> int:
        return max((terms_of(each).hold_days for each in self.plans), default=0)


def _span(month: str, days: range, zone: str) -> tuple[datetime, datetime]:
    begins, ends = span_of_month(month, zone)
    last = begins + timedelta(days=days.stop - 1)  # by the clock on the wall
    return begins + timedelta(days=days.start - 1), min(last, ends)


def published() -> PublishedPlans:
    """As they were a minute ago or later."""
    return _published.get("", _read, max_age_seconds=MAX_AGE_SECONDS)


def _read(_: str) -> PublishedPlans:
    return PublishedPlans(tuple(plans.every()))
