"""The versions of plans: since when each is in force, what it says, what it pays at most, and how
one differs from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from commissions.pages.charts import Meter, meter
from commissions.pages.frame import Frame, page

LIST, ONE, COMPARED = "console/plans.html", "console/plan.html", "console/plan_compared.html"
PATH, CHECK, COMPARE = "/console/plans", "/console/plans/check", "/console/plans/compare"
SECTIONS = {
    "Plan": "head",
    "Volumes": "volumes",
    "Trees and periods": "trees",
    "Activity": "activity",
    "Ranks": "ranks",
    "Caps": "caps",
    "Payout": "payout",
    "Refunds and late orders": "refunds",
    "Compliance": "compliance",
    "Worst case": "worst",
}
"""The titles of sections as the command line prints them, and a message behind `plans.section.`."""
BONUS = "Bonus "
_SCALE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstView:
    """Shares of a volume."""

    bounded: Fraction
    at_order: Fraction
    cap: Fraction
    volume: str
    unbounded: Sequence[str]
    """Bonuses that the company's cap alone holds."""
    unheld: Sequence[str] = ()
    """Those that nothing holds."""

    @property
    def chart(self) -> Meter:
        """Of the whole volume, with the company's cap as the rule."""
        return meter(int(self.bounded * _SCALE), _SCALE, mark=int(self.cap * _SCALE))

    @property
    def is_above(self) -> bool:
        """Whether the cap has to hold back what rates would pay."""
        return self.bounded > self.cap


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """Sentences under a title, in English."""

    kind: str
    """A message behind `plans.section.`."""
    name: str
    """Of a bonus its id."""
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    plan_id: str
    version: int
    state: str
    since: date
    """By the plan's own clock."""
    until: date | None
    """The first day of the next version."""
    digest: str
    worst: WorstView | None
    """None where it was published in words that cannot be read any more."""
    href: str
    compare: str
    """Where it stands beside the version before; "" of the first."""

    @property
    def row_id(self) -> str:
        return f"version-{self.plan_id}-{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    plan_id: str
    timezone: str
    currency: str
    versions: Sequence[VersionLine]
    """The one that was published last first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A version that waits for a second person."""

    action_id: str
    plan_id: str
    version: int
    since: date
    by: str
    proposed_at: datetime
    worst: WorstView
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansView:
    plans: Sequence[PlanCard]
    drafts: Sequence[DraftLine]
    may_act: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersionView:
    line: VersionLine
    timezone: str
    currency: str
    sections: Sequence[SectionView]
    warnings: Sequence[str]
    written: str
    """The whole document, as it was published."""
    go_on: str
    """Where the next version is written on from it; "" for who may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedView:
    plan_id: str
    old: int
    new: int
    versions: Sequence[int]
    sections: Sequence[SectionView]
    unreadable: bool = False
    """Whether one of the two is in words that cannot be read any more."""


def section_view(title: str, sentences: Sequence[str]) -> SectionView:
    if title.startswith(BONUS):
        return SectionView(kind="bonus", name=title.removeprefix(BONUS), sentences=sentences)
    return SectionView(kind=SECTIONS.get(title, "other"), name=title, sentences=sentences)


def render_list(view: PlansView, frame: Frame) -> str:
    return page(LIST, frame, view=view, check=CHECK)


def render_version(view: PlanVersionView, frame: Frame) -> str:
    return page(ONE, frame, view=view, back=PATH)


def render_compared(view: ComparedView, frame: Frame) -> str:
    return page(COMPARED, frame, view=view, back=PATH, path=COMPARE)
