"""What a plan judges, caps and carries by which of its periods; no facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from commissions.domain.plans.period_calendar import LENGTHS, MONTH, PeriodSpan, span_of, spans

CLOSE = "close:"
ORIGINAL_IF_OPEN, CURRENT = "original_if_open", "current"
INSTANT = timedelta(microseconds=1)
Part = Mapping[str, Any]


@dataclass(frozen=True)
class PlanWindows:
    """Of a document as it was published."""

    document: Part

    @property
    def plan_id(self) -> str:
        return str(self.document["plan"]["id"])

    @property
    def timezone(self) -> str:
        return str(self.document["plan"]["timezone"])

    @property
    def currency(self) -> str:
        return str(self.document["plan"]["base_currency"])

    @property
    def units(self) -> tuple[str, ...]:
        """Those that the plan names."""
        return tuple(self.document["volumes"])

    @property
    def waits(self) -> bool:
        """Whether volume goes back in its order's own period: there in the days of cut-off too, and
        later by a correction. Otherwise it is taken off the period in which it comes back."""
        refunds = self.document["refunds"]
        return bool((refunds.get("volume_period") or refunds["period"]) == ORIGINAL_IF_OPEN)

    @property
    def late_orders_in_own(self) -> bool:
        """Whether an order that comes after a close is computed with its own period."""
        return bool(self.document["refunds"].get("late_orders") != CURRENT)

    @property
    def skus(self) -> tuple[str, ...]:
        """Those that any bonus has a rate for."""
        tables = (each.get("rates_by_sku") or {} for each in self.document["bonuses"])
        return tuple(dict.fromkeys(sku for table in tables for sku in table))

    def counts_until(self, span: PeriodSpan) -> datetime:
        """Until when what comes back of a period's orders is taken off in that period."""
        return span.closes_at if self.waits else span.ends

    @cached_property
    def closing(self) -> Sequence[str]:
        """The periods that any bonus closes, the shortest first."""
        whens = {each["when"] for each in self.document["bonuses"]}
        found = [each for each in self._periods if f"{CLOSE}{each['id']}" in whens]
        found.sort(key=lambda each: LENGTHS.index(each["every"]))
        return [str(each["id"]) for each in found]

    @property
    def titles_by(self) -> str:
        """Whose closes judge titles: of the period by which ranks go, else of the longest."""
        stated = [str(rank.get("window")) for rank in self.document.get("ranks", ())]
        longest = self.closing[-1] if self.closing else MONTH
        return next((each for each in stated if each in self.closing), longest)

    @property
    def activity_by(self) -> str:
        """The period that who is active is judged by; empty where each close judges it."""
        return str((self.document.get("status") or {}).get("window") or "")

    def activity_elsewhere(self, every: str) -> str:
        """The same, where it is another period than the one that closes; else empty."""
        return self.activity_by if self.activity_by != every else ""

    def ranks_elsewhere(self, every: str) -> str:
        """The period that ranks are judged by, where it is another one than closes."""
        stated = (rank.get("window") for rank in self.document.get("ranks", ()))
        return next((str(each) for each in stated if each and each != every), "")

    @property
    def misses_by(self) -> str:
        """The period of whose ends grace is counted though no close is of it; else empty."""
        window, status = self.activity_by, self.document.get("status") or {}
        return window if status.get("grace_periods") and window not in self.closing else ""

    @property
    def caps_persons(self) -> bool:
        return bool(self.document["caps"].get("person"))

    @property
    def periods_back(self) -> int:
        """For how many periods back the plan looks at own volumes."""
        return max(_looks_back(self.document), default=1) - 1

    def span(self, every: str, moment: datetime) -> PeriodSpan:
        """The period of a kind that holds a moment."""
        return span_of(self._period(every), self.timezone, moment)

    def so_far(self, every: str, ends: datetime) -> PeriodSpan:
        """The period of a kind that holds the last moment before another, up to that one."""
        whole = self.span(every, ends - INSTANT)
        return PeriodSpan(
            every=whole.every, label=whole.label, starts=whole.starts, ends=ends, closes_at=ends
        )

    def ended(self, every: str, first: datetime, last: datetime) -> list[PeriodSpan]:
        """The periods of a kind that ended from a moment until before another, by time."""
        found = spans(self._period(every), self.timezone, first - INSTANT, last)
        return [each for each in found if first <= each.ends < last]

    def capped(self, ends: datetime) -> list[PeriodSpan]:
        """The periods by which persons are capped, around the last moment of a close."""
        asked = {each["period"] for each in self.document["caps"].get("person") or ()}
        kinds = [str(each["id"]) for each in self._periods if each["id"] in asked]
        return [self.span(each, ends - INSTANT) for each in kinds]

    def longest(self, ends: datetime) -> datetime:
        """When the longest of the plan's periods began that holds the last moment of a close."""
        return min(self.span(str(each["id"]), ends - INSTANT).starts for each in self._periods)

    def still_waiting(self, span: PeriodSpan) -> list[PeriodSpan]:
        """Earlier periods of the kind whose days of cut-off reach into this one."""
        if not self.waits:
            return []
        period = self._period(span.every)
        days = timedelta(days=int(period.get("cutoff_days", 0)) + 1)
        found = spans(period, self.timezone, span.starts - days, span.starts - INSTANT)
        return [each for each in found if each.closes_at > span.starts]

    @cached_property
    def _periods(self) -> Sequence[Part]:
        return [each for each in self.document.get("periods", ()) if each["every"] in LENGTHS]

    def _period(self, every: str) -> Part:
        return next(each for each in self._periods if each["id"] == every)


def _looks_back(part: Any) -> Iterator[int]:
    """Every window of several periods in a document."""
    if isinstance(part, dict):
        window = part.get("window")
        if isinstance(window, dict) and "periods" in window:
            yield int(window["periods"])
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in parts:
        yield from _looks_back(each)
