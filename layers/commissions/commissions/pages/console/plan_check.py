"""A plan that somebody wrote: what is wrong with it, or what it says and changes before it is put
before a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from commissions.pages.console.plans import CHECK, PATH, SectionView, WorstView
from commissions.pages.frame import Frame, page

TEMPLATE = "console/plan_check.html"
PROPOSE = "/console/plans/propose"
TEXT_MAX = 60_000
"""Letters of a plan that a form takes."""
PROBLEMS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """What is wrong with a field."""

    line: int
    """0 where that cannot be said."""
    path: str
    written: str
    """What stands in that line."""
    reason: str
    """In English, with what is allowed and which word may have been meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedView:
    """A plan that can be published."""

    plan_id: str
    version: int
    since: date
    timezone: str
    digest: str
    before: int
    """The version that it is compared with; 0 where it is the first."""
    worst: WorstView
    warnings: Sequence[str]
    sections: Sequence[SectionView]
    changes: Sequence[SectionView]
    """Against the version before; nothing changes where there are none."""
    comparable: bool = True
    published: bool = False
    """Whether just this stands already."""
    refused: str = ""
    """Why it cannot be added to what stands, in the words of who refuses it."""
    is_backdated: bool = False
    """Whether its first day has begun: orders of since then that come from now on go by it."""

    @property
    def may_be_proposed(self) -> bool:
        return not (self.published or self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheckView:
    text: str
    problems: Sequence[ProblemLine] = ()
    checked: CheckedView | None = None
    once: str = ""
    """Names this form, which is taken once."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By field, the message that says what is wrong with it."""
    changed: bool = False
    """Whether it is not what was shown before."""
    refused: str = ""

    @property
    def shown(self) -> Sequence[ProblemLine]:
        return self.problems[:PROBLEMS_MAX]

    @property
    def hidden(self) -> dict[str, str]:
        seen = self.checked.digest if self.checked else ""
        return {"text": self.text, "seen": seen, "once": self.once}


def render(view: PlanCheckView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view, back=PATH, check=CHECK, propose=PROPOSE, most=TEXT_MAX)
