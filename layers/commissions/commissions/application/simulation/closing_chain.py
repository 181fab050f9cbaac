"""The closes of a plan, one after the other, each going on from what the ones before it left."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from commissions.application.simulation.carried import Carried, carried
from commissions.application.simulation.company_facts import ToldReturn
from commissions.application.simulation.judging import MissedWindows, judged_elsewhere
from commissions.application.simulation.order_book import CountedOrder, OrderBook
from commissions.application.simulation.period_facts import (
    CompanyHistory,
    came_back,
    late_returns,
    with_judged,
)
from commissions.application.simulation.plan_calendar import (
    INSTANT,
    PeriodBook,
    PlanCalendar,
)
from commissions.domain.close.corrections import corrections, not_booked
from commissions.domain.close.engine import closed
from commissions.domain.close.facts import PeriodFacts, SaleFacts
from commissions.domain.close.results import CloseResult, PeriodAward
from commissions.domain.plans.period_calendar import LENGTHS, PeriodSpan, span_of


@dataclass(frozen=True, slots=True)
class BookedCorrection:
    """What a close takes back, or gives, for a period that was closed before it."""

    period: str
    award: PeriodAward


@dataclass(frozen=True, slots=True)
class SimulatedClose:
    span: PeriodSpan
    facts: PeriodFacts
    result: CloseResult
    corrections: tuple[BookedCorrection, ...]


@dataclass
class ClosingChain:
    document: dict[str, Any]
    book: OrderBook
    calendar: PlanCalendar
    _closes: dict[tuple[str, int], SimulatedClose] = field(default_factory=dict)
    """By kind of period and number."""
    _booked: dict[tuple[str, int], list[PeriodAward]] = field(default_factory=dict)
    """By the same of the period that was corrected."""

    def closes(self) -> Iterator[SimulatedClose]:
        """By their ends, of one moment the shorter first. Raises as `closed` does."""
        starts = [book.spans[0].starts for book in self._books.values() if book.spans]
        state = carried(self.book.company, self.document, min(starts, default=self.calendar.first))
        for every, number in self._order():
            found = self._close(every, number, state)
            self._closes[every, number] = found
            state.take(found.span, found.facts, found.result)
            if every == self._titles_by:
                state.take_titles(found.result)
            if self._activity_by in {"", every}:
                state.take_missed(found.result)
            yield found

    def _order(self) -> list[tuple[str, int]]:
        every = [
            (span.ends, place, span.every, number)
            for place, book in enumerate(self._books.values())
            for number, span in enumerate(book.spans)
        ]
        return [(name, number) for _, _, name, number in sorted(every)]

    @cached_property
    def _books(self) -> Mapping[str, PeriodBook]:
        """The shortest periods first."""
        return {
            str(period["id"]): self.calendar.book(period, self.book.orders)
            for period in self.calendar.closing
        }

    @cached_property
    def _history(self) -> CompanyHistory:
        return CompanyHistory(self.book.company, tuple(self.document["volumes"]))

    @cached_property
    def _titles_by(self) -> str:
        """Whose closes judge titles: of the period by which ranks go, else of the longest."""
        windows = [str(rank.get("window")) for rank in self.document.get("ranks", ())]
        return next(
            (each for each in windows if each in self._books), str(self.calendar.main["id"])
        )

    @property
    def _activity_by(self) -> str:
        """The period that who is active is judged by; empty where each close judges it."""
        return str((self.document.get("status") or {}).get("window") or "")

    @cached_property
    def _missed(self) -> MissedWindows:
        window, status = self._activity_by, self.document.get("status") or {}
        if not window or window in self._books or not status.get("grace_periods"):
            return MissedWindows(self.document, ())
        [period] = [each for each in self.document["periods"] if each["id"] == window]
        return MissedWindows(self.document, self.calendar.spans(period))

    def _close(self, every: str, number: int, state: Carried) -> SimulatedClose:
        book = self._books[every]
        span = book.spans[number]
        for window in self._missed.before(span):
            state.take_missed(self._missed.judged(self._so_far(window, state)))
        facts = self._history.period(span, self._sales(book, number), state)
        elsewhere = judged_elsewhere(self.document, span, lambda of: self._so_far(of, state))
        facts = replace(
            with_judged(facts, elsewhere.active, elsewhere.ranks),
            late_returns=tuple(late_returns(book.late(number), self._history.units)),
            paid_within=self._paid_within(span, state),
        )
        return SimulatedClose(
            span, facts, closed(self.document, facts), tuple(self._corrections(every, number))
        )

    def _sales(self, book: PeriodBook, number: int) -> Iterator[SaleFacts]:
        units = self._history.units
        if not book.waits:
            late = {each.order.told.order_id: each.order for each in book.late(number)}
            for order in late.values():
                yield from came_back(
                    order, units, book.until(order, number - 1), book.until(order, number)
                )
        for order in book.own(number):
            yield order.sale(units, book.in_time(order))

    def _so_far(self, span: PeriodSpan, state: Carried) -> PeriodFacts:
        return self._history.period(span, self._sales_so_far(span), state)

    def _sales_so_far(self, span: PeriodSpan) -> Iterator[SaleFacts]:
        units = self._history.units
        for order in self.book.orders:
            by_then = [back for back in order.returns if back.at < span.ends]
            if span.holds(order.told.at):
                yield order.sale(units, by_then)
            elif order.told.at < span.starts and by_then and not self.calendar.waits:
                before = [back for back in by_then if back.at < span.starts]
                yield from came_back(order, units, before, by_then)

    def _paid_within(self, span: PeriodSpan, state: Carried) -> dict[str, Mapping[str, int]]:
        """By each period that persons are capped by: by its closes before this one, and with its
        orders before this period."""
        found: dict[str, Mapping[str, int]] = {}
        for around in self._around(span):
            sums = Counter(state.paid_within(around))
            for order in self.book.orders if around.starts < span.starts else ():
                if order.told.at < span.starts:
                    for (_, member), amount in self._earned_within(order, around, span):
                        sums[self._history.owners[member]] += amount
            if sums:
                found[around.every] = sums
        return found

    def _earned_within(
        self, order: CountedOrder, around: PeriodSpan, span: PeriodSpan
    ) -> Iterator[tuple[tuple[str, str], int]]:
        """Of an order of the longer period what stands of it; where what comes back counts when it
        does, what moved since that began."""
        until = span.ends if self.calendar.waits else span.starts
        if around.starts <= order.told.at:
            yield from order.earned(_returned(order, until)).items()
        elif not self.calendar.waits:
            before = order.earned(_returned(order, around.starts))
            now = order.earned(_returned(order, until))
            yield from ((key, now.get(key, 0) - was) for key, was in before.items())

    def _around(self, span: PeriodSpan) -> list[PeriodSpan]:
        """The period that a close lies in, of each kind that persons are capped by."""
        capped = {each["period"] for each in self.document["caps"].get("person") or ()}
        last = span.ends - INSTANT
        periods = [each for each in self.document.get("periods", ()) if each["every"] in LENGTHS]
        return [
            span_of(each, self.calendar.timezone, last) for each in periods if each["id"] in capped
        ]

    def _corrections(self, every: str, number: int) -> Iterator[BookedCorrection]:
        """Of each earlier period of which anything came back since, where the plan takes that off
        in its own."""
        if not self.calendar.waits:
            return
        book = self._books[every]
        touched = {book.at(each.order.told.at) for each in book.late(number)}
        for earlier in sorted(touched):
            before = self._closes[every, earlier]
            sales = [
                order.sale(self._history.units, book.until(order, number))
                for order in book.own(earlier)
            ]
            changes = corrections(self.document, before.facts, sales)
            booked = self._booked.setdefault((every, earlier), [])
            for award in not_booked(changes, booked):
                booked.append(award)
                yield BookedCorrection(before.span.label, award)


def _returned(order: CountedOrder, until: datetime) -> list[ToldReturn]:
    return [back for back in order.returns if back.at < until]
