"""Which periods of a plan close, in which order, and what falls into each."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from commissions.application.simulation.company_facts import ToldReturn
from commissions.application.simulation.order_book import CountedOrder
from commissions.domain.plans.period_calendar import LENGTHS, MONTH, PeriodSpan, spans

CLOSE = "close:"
ORIGINAL_IF_OPEN = "original_if_open"
INSTANT = timedelta(microseconds=1)
Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LateOrderReturn:
    """What came back of an order whose own period was closed."""

    order: CountedOrder
    back: ToldReturn


@dataclass(frozen=True)
class PeriodBook:
    """The periods of one kind, and the orders and returns that fall into each.

    A return counts in its order's own period while that is open: up to its end, and where the plan
    says `original_if_open` (`refunds.volume_period`, or `refunds.period`) for its days of cut-off
    too. Later it belongs to the period in which it came.
    """

    spans: Sequence[PeriodSpan]
    orders: Sequence[CountedOrder]
    waits: bool
    """For what comes back in the days of cut-off."""

    def at(self, moment: datetime) -> int:
        """The number of the period that holds a moment; of what comes after all of them, as many
        as there are."""
        if not self.spans or moment >= self.spans[-1].ends:
            return len(self.spans)
        return bisect_right(self._starts, moment) - 1

    def own(self, number: int) -> Sequence[CountedOrder]:
        return self._own.get(number, ())

    def late(self, number: int) -> Sequence[LateOrderReturn]:
        """By time."""
        return self._late.get(number, ())

    def in_time(self, order: CountedOrder) -> Sequence[ToldReturn]:
        """The order's returns that its own period counts."""
        number = self.at(order.told.at)
        if not order.returns or number == len(self.spans):
            return order.returns
        span = self.spans[number]
        until = span.closes_at if self.waits else span.ends
        return [back for back in order.returns if back.at < until]

    def until(self, order: CountedOrder, number: int) -> Sequence[ToldReturn]:
        """Those that count by the close of a later period."""
        return [
            *self.in_time(order),
            *(back for back in self._later(order) if self.at(back.at) <= number),
        ]

    def _later(self, order: CountedOrder) -> Sequence[ToldReturn]:
        return order.returns[len(self.in_time(order)) :]

    @cached_property
    def _starts(self) -> list[datetime]:
        return [span.starts for span in self.spans]

    @cached_property
    def _own(self) -> Mapping[int, list[CountedOrder]]:
        found: dict[int, list[CountedOrder]] = defaultdict(list)
        for order in self.orders:
            found[self.at(order.told.at)].append(order)
        return found

    @cached_property
    def _late(self) -> Mapping[int, list[LateOrderReturn]]:
        found: dict[int, list[LateOrderReturn]] = defaultdict(list)
        for order in self.orders:
            for back in self._later(order) if order.returns else ():
                found[self.at(back.at)].append(LateOrderReturn(order, back))
        for late in found.values():
            late.sort(key=lambda each: (each.back.at, each.back.order_id))
        return found


@dataclass(frozen=True)
class PlanCalendar:
    document: dict[str, Any]
    first: datetime
    last: datetime
    ended: bool = False
    """Whether only periods are closed that have ended by the last moment."""

    @cached_property
    def closing(self) -> list[Part]:
        """The plan's periods that any bonus closes, the shortest first."""
        whens = {each["when"] for each in self.document["bonuses"]}
        periods = [each for each in self.document.get("periods", ()) if each["every"] in LENGTHS]
        found = [each for each in periods if f"{CLOSE}{each['id']}" in whens]
        return sorted(found, key=lambda each: LENGTHS.index(each["every"]))

    @cached_property
    def main(self) -> Part:
        """By which is told: the longest period that closes, the calendar's month without any."""
        return self.closing[-1] if self.closing else {"id": MONTH, "every": MONTH}

    def book(self, period: Part, orders: Sequence[CountedOrder]) -> PeriodBook:
        return PeriodBook(self.spans(period), orders, self.waits)

    @property
    def waits(self) -> bool:
        """Whether volume goes back in its order's own period: in the days of cut-off too, and later
        by a correction. Otherwise it is taken off the period in which it comes back."""
        refunds = self.document["refunds"]
        return bool((refunds.get("volume_period") or refunds["period"]) == ORIGINAL_IF_OPEN)

    def spans(self, period: Part) -> list[PeriodSpan]:
        found = spans(period, self.timezone, self.first, self.last)
        return [each for each in found if not self.ended or each.ends <= self.last + INSTANT]

    @property
    def timezone(self) -> str:
        return str(self.document["plan"]["timezone"])
