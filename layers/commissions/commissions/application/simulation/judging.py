"""Who is active, and of which rank, where a plan judges that by another period than closes.

A plan can pay by the week and ask for activity by the month: then the month is judged as far as it
has gone when the week ends, with what had come back by then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.application.simulation.period_facts import with_judged
from commissions.application.simulation.plan_calendar import INSTANT
from commissions.domain.close.engine import closed
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult
from commissions.domain.plans.period_calendar import PeriodSpan, span_of

FactsOf = Callable[[PeriodSpan], PeriodFacts]
"""The facts of a period that is no close."""


@dataclass(frozen=True, slots=True)
class JudgedElsewhere:
    """By member; empty where the closing period's own figures decide."""

    active: Mapping[str, bool]
    ranks: Mapping[str, str]


def judged_elsewhere(
    document: dict[str, Any], span: PeriodSpan, facts_of: FactsOf
) -> JudgedElsewhere:
    """Raises as `closed` does."""
    active: Mapping[str, bool] = {}
    ranks: Mapping[str, str] = {}
    if window := _window([document["status"]] if document.get("status") else [], span.every):
        result = _by_activity(document, facts_of(so_far(document, window, span.ends)))
        active = {name: each.active for name, each in result.members.items()}
    if window := _window(document.get("ranks", []), span.every):
        facts = with_judged(facts_of(so_far(document, window, span.ends)), active, {})
        result = closed(document | {"bonuses": []}, facts)
        ranks = {name: each.paid_as for name, each in result.members.items()}
    return JudgedElsewhere(active, ranks)


@dataclass
class MissedWindows:
    """Grace goes by whole windows: where no close is of one, each is judged when it is over."""

    document: dict[str, Any]
    windows: Sequence[PeriodSpan]
    """By time; none where closes judge them, or the plan has no grace."""
    _taken: int = 0

    def before(self, span: PeriodSpan) -> Iterator[PeriodSpan]:
        """Each once, those that were over before the last moment of a closing period."""
        while self._taken < len(self.windows) and self.windows[self._taken].ends < span.ends:
            self._taken += 1
            yield self.windows[self._taken - 1]

    def judged(self, facts: PeriodFacts) -> CloseResult:
        return _by_activity(self.document, facts)


def _by_activity(document: dict[str, Any], facts: PeriodFacts) -> CloseResult:
    return closed(document | {"bonuses": [], "ranks": []}, facts)


def _window(parts: list[dict[str, Any]], every: str) -> str:
    """The period that figures are of, where it is another one than closes."""
    stated = (str(each["window"]) for each in parts if each.get("window"))
    return next((window for window in stated if window != every), "")


def so_far(document: Mapping[str, Any], window: str, ends: datetime) -> PeriodSpan:
    """The period of a kind that holds the last moment before another, up to that."""
    [period] = [each for each in document["periods"] if each["id"] == window]
    whole = span_of(period, document["plan"]["timezone"], ends - INSTANT)
    return PeriodSpan(
        every=whole.every,
        label=whole.label,
        starts=whole.starts,
        ends=min(ends, whole.ends),
        closes_at=ends,
    )
