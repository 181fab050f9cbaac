"""The periods that plans close: how far each has come, what stops it, what it came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissions.domain.money import Money
from commissions.pages.console.period_figures import (
    EstimateView,
    FiguresView,
    SinceView,
    WaitingLine,
)
from commissions.pages.frame import Frame, fragment, page

LIST, ONE = "console/periods.html", "console/period.html"
PATH, LOOKS = "/console/periods", "/console/looks/periods"
STAGES = ("open", "cut-off", "calculating", "review", "posting", "closed")
"""What a period goes through; messages behind `periods.stage.`."""
_STAGE_OF = {
    "open": "open",
    "due": "cut-off",
    "incomplete": "cut-off",
    "freezing": "calculating",
    "computed": "review",
    "posting": "posting",
    "closed": "closed",
}
BY_ITSELF = ("freezing", "posting")
"""States that end by themselves: they are looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """`place`: done, now or next."""

    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingPeriodLine:
    row_id: str
    period: str
    label: str
    every: str
    state: str
    starts: datetime
    ends: datetime
    closes_at: datetime
    first: date
    """By the plan's own clock, as the last day."""
    last: date
    figures: FiguresView | None
    href: str

    @property
    def stages(self) -> list[StageView]:
        return stages_of(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPeriods:
    plan_id: str
    lines: Sequence[ClosingPeriodLine]
    """The last first; none of a plan of which nothing was ever closed."""
    first: str
    """Then where somebody may begin; "" where none is over."""
    first_label: str = ""

    @property
    def current(self) -> ClosingPeriodLine | None:
        """The one that has to come next."""
        waiting = [each for each in self.lines if each.state != "closed"]
        return waiting[-1] if waiting else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsView:
    plans: Sequence[PlanPeriods]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step of a close. `kind`: a message behind `periods.step.`."""

    kind: str
    at: datetime | None
    place: str
    who: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A figure of this run, of the run before it, and of the period before."""

    kind: str
    """A message behind `periods.figure.`."""
    name: str
    form: str
    """money, number, volume or percent."""
    now: object
    last: object = None
    change: object = None
    earlier: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideView:
    """What a period is looked at beside."""

    rows: Sequence[ComparedRow]
    last_attempt: int
    """Of the run that this one is compared with; 0 for none."""
    earlier: str
    """The period of the same kind that it is compared with."""
    same_inputs: bool
    corrected_by: Sequence[tuple[str, str, Money]]
    """Later periods, where they are, and what they posted for this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPageView:
    line: ClosingPeriodLine
    plan_version: int
    plan_href: str
    zone: str
    attempt: int
    steps: Sequence[StepLine]
    waiting: Sequence[WaitingLine]
    lacked: Sequence[WaitingLine]
    """What the last attempt found missing, where nothing waits any more."""
    left_out: Sequence[WaitingLine]
    """What was missing when it was closed all the same."""
    accepted: str
    """Why that was accepted, by who said so."""
    gate: str
    """The retail rule that the plan asks for and nothing enforces."""
    hindrance: str
    """Why it cannot be closed now, in English."""
    beside: BesideView
    most: Sequence[tuple[str, Money]]
    ranks: Sequence[tuple[str, int]]
    estimate: EstimateView | None
    since: SinceView | None
    """Of a closed one; None where nobody asked for it yet."""
    proposal: str
    """Where it is approved that it is closed or posted; "" where nothing waits for that."""
    close: str
    """Where its close is begun; "" where that cannot be, or not by who looks."""
    again: str
    post: str
    look_since: str
    """Where what came since is asked for."""

    @property
    def version(self) -> str:
        return f"{self.line.state}-{self.attempt}-{bool(self.proposal)}"

    @property
    def is_under_way(self) -> bool:
        return self.line.state in BY_ITSELF or bool(self.proposal)

    @property
    def look(self) -> str:
        part = self.line.href.removeprefix(PATH)
        return f"{LOOKS}{part}?version={self.version}"


def stages_of(state: str) -> list[StageView]:
    now = STAGES.index(_STAGE_OF[state])
    is_over = state == "closed"
    return [
        StageView(
            name=name,
            place="done" if n < now or is_over else "now" if n == now else "next",
        )
        for n, name in enumerate(STAGES)
    ]


def render_list(view: PeriodsView, frame: Frame) -> str:
    return page(LIST, frame, view=view)


def render_one(view: PeriodPageView, frame: Frame) -> str:
    return page(ONE, frame, view=view, back=PATH)


def render_look(view: PeriodPageView, frame: Frame) -> str:
    return fragment(ONE, "now", frame, view=view, back=PATH)
