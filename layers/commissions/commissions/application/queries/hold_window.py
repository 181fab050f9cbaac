"""The lines of a member that may not be free to be paid yet, and all of one month beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from commissions.application.queries.published_plans import PublishedPlans
from commissions.domain.ledger.books import is_certified_order, period_book
from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.ledger.statement import COMMISSION, LinePlan
from commissions.domain.payouts.free_parts import EarnedLine, FreePart, free_parts
from commissions.tables import statement_pages
from commissions.tables.statement_pages import StatementEntry, StatementPage

PAGES_MAX = 5
"""Of a thousand lines each: of who has more that may be on hold it is told by days."""


@dataclass(frozen=True)
class HoldWindow:
    """Lines, the newest first. `pages`: at least one; `is_whole`: whether they are all."""

    pages: Sequence[StatementPage]
    is_whole: bool
    plans: PublishedPlans

    @property
    def entries(self) -> Iterator[StatementEntry]:
        return (entry for page in self.pages for entry in page.entries)

    @cached_property
    def months(self) -> Mapping[str, str]:
        """By line, in which month it counts."""
        return {entry.event_id: entry.month for entry in self.entries}

    def parts(self, currency: str) -> list[FreePart]:
        """When each part of what was earned is free, as payouts go by it; what stores of
        certification sold never is."""
        return free_parts(
            self._earned(entry)
            for entry in self.entries
            if entry.kind == COMMISSION
            and entry.currency == currency
            and entry.amount
            and not is_certified_order(entry.order_key)
        )

    def _earned(self, entry: StatementEntry) -> EarnedLine:
        award = entry.award
        corrects = award.get("corrects", "")
        return EarnedLine(
            event_id=entry.event_id,
            award=f"{award['bonus']}/{award['level']}",
            at=entry.at,
            amount=entry.amount,
            hold_days=self._hold_days(entry),
            corrected_book=period_book(corrects, award["earner"]) if corrects else "",
        )

    def _hold_days(self, entry: StatementEntry) -> int:
        if entry.plan:
            of = LinePlan.parse(entry.plan)
            return self.plans.hold_days(of.plan_id, of.version)
        one = self.plans.one_hold(entry.currency)
        return self.plans.longest_hold if one is None else one


def read(member: str, since: datetime, until: datetime, plans: PublishedPlans) -> HoldWindow:
    """All lines of a time, as far as PAGES_MAX round trips go; mostly that is one."""
    pages = [statement_pages.newest(member, since, until)]
    while not pages[-1].is_last and len(pages) < PAGES_MAX:
        after = pages[-1].entries[-1].entry
        pages.append(statement_pages.newest(member, since, until, after))
    return HoldWindow(pages, pages[-1].is_last, plans)


def parts_by_day(
    months: Sequence[MemberMonth], currency: str, plans: PublishedPlans
) -> list[FreePart]:
    """As much, told by the days of months: of who has too many lines to read them all."""
    hold = timedelta(days=plans.longest_hold)
    found = []
    for month in months:
        begins, _ = plans.span(month.month)
        for day in month.of(currency).days:
            ends = begins + timedelta(days=day.day)
            found.append(
                FreePart(
                    event_id=f"{month.month}/{day.day}",
                    at=begins + timedelta(days=day.day - 1),
                    free_at=ends + hold,
                    amount=day.own + day.team,
                )
            )
    return found
