"""By which plan teams are shown, and which month it is there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.aws.cache import TtlCache
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.people.placement_rules import BINARY, MATRIX
from commissions.domain.plans import Plan
from commissions.domain.plans.period_calendar import LENGTHS, MONTH, PeriodSpan, span_of
from commissions.tables import plans, stores

KNOWN_SECONDS = 60
CALENDAR = {"id": MONTH, "every": MONTH}
UNITS_OF_GROUPS = ("qv", "pv", "cv", "bv")
"""What group volume is made of, as in a close: the first of these that the plan defines."""
ACTIVE = "active"
_ids: TtlCache[str, list[str]] = TtlCache()


class NoPlan(LookupError):
    """No store works by a plan that is in force: nothing was ever sold."""


@dataclass(frozen=True, slots=True)
class TeamPlan:
    plan: Plan

    @property
    def document(self) -> Mapping[str, Any]:
        return self.plan.document

    @property
    def unit(self) -> str:
        volumes = self.document["volumes"]
        return next((unit for unit in UNITS_OF_GROUPS if unit in volumes), UNITS[0])

    @property
    def ranks(self) -> list[Mapping[str, Any]]:
        """As the plan says them, the lowest first."""
        return sorted(self.document.get("ranks", ()), key=lambda rank: int(rank["order"]))

    @property
    def closes(self) -> bool:
        """Whether any bonus waits for the end of a period, and ranks are judged by it."""
        return bool(self._closing)

    @property
    def judged_by(self) -> Mapping[str, Any]:
        """The longest period that any bonus closes; the calendar's month where none does."""
        closing = sorted(self._closing, key=lambda each: LENGTHS.index(each["every"]))
        return closing[-1] if closing else CALENDAR

    @property
    def _closing(self) -> list[Mapping[str, Any]]:
        whens = {each["when"] for each in self.document["bonuses"]}
        known = [each for each in self.document.get("periods", ()) if each["every"] in LENGTHS]
        return [each for each in known if f"close:{each['id']}" in whens]

    @property
    def trees(self) -> tuple[str, ...]:
        """Of placement."""
        found = self.document.get("trees", ())
        return tuple(str(each["id"]) for each in found if each["kind"] in {BINARY, MATRIX})

    @property
    def active_statuses(self) -> set[str]:
        """The company's words by which somebody is active, as long as no close has judged it."""
        condition = (self.document.get("status") or {}).get(ACTIVE) or {}
        words = [each["value"] for each in _singles(condition) if each.get("metric") == "status"]
        lists = [each if isinstance(each, list) else [each] for each in words]
        return {word for each in lists for word in each} or {ACTIVE}

    @property
    def grace(self) -> int:
        """For how many of the periods that it judges by somebody stays active without the figures
        that are asked for; 0 too where activity goes by another period than ranks do."""
        status = self.document.get("status") or {}
        if status.get("window") not in {None, self.judged_by["every"]}:
            return 0
        return int(status.get("grace_periods") or 0)

    def month(self, at: datetime) -> PeriodSpan:
        """The calendar's month by the plan's clock, which members' months are counted by."""
        return span_of(CALENDAR, self.plan.timezone, at)


def all_plans(now: datetime) -> list[TeamPlan]:
    """In force, of the stores: that of the most stores first. Read once a minute."""
    found = (plans.in_force(each, now) for each in _plan_ids())
    return [TeamPlan(plan) for plan in found if plan is not None]


def team_plan(now: datetime) -> TeamPlan:
    """The plan of most stores. Raises NoPlan."""
    for each in all_plans(now):
        return each
    raise NoPlan("no store works by a plan that is in force: load stores.yaml and a plan")


def _singles(condition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = [*condition.get("all", ()), *condition.get("any", ())]
    return [single for each in parts for single in _singles(each)] or [condition]


def _plan_ids() -> list[str]:
    return _ids.get("", lambda _: _read_ids(), max_age_seconds=KNOWN_SECONDS)


def _read_ids() -> list[str]:
    many = Counter(store.plan for store in stores.all_stores())
    return sorted(many, key=lambda plan: (-many[plan], plan))
