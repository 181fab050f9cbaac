"""What is about to be done to a period, before somebody confirms it: its close is begun, or what it
came to is put before a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commissions.pages.console.period_figures import FiguresView, WaitingLine
from commissions.pages.console.periods import ClosingPeriodLine
from commissions.pages.frame import Frame, page, sheet

TEMPLATE = "console/period_act.html"
CLOSE, AGAIN, POST, SINCE = "close", "again", "post", "since"
CHOICES = (CLOSE, AGAIN, POST, SINCE)
"""What can be done; messages behind `periods.do.`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodActView:
    choice: str
    line: ClosingPeriodLine
    plan_version: int
    figures: FiguresView | None
    """Of what is posted, or thrown away."""
    waiting: Sequence[WaitingLine]
    """What has to be accepted."""
    lacked: Sequence[WaitingLine]
    """What the last attempt lacked, and may be accepted."""
    gate: str
    hindrance: str
    """Why it cannot be done now, in English."""
    needs_second: bool
    seen: str
    """A digest of what is shown: nothing else is done."""
    once: str
    """Names this form, which is taken once."""
    action: str
    changed: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By field, the message that says what is wrong with it."""
    refused: str = ""
    """Why it was not done, in the words of who refused it."""

    @property
    def may_be_done(self) -> bool:
        return not self.hindrance

    @property
    def hidden(self) -> dict[str, str]:
        return {"seen": self.seen, "once": self.once}


def render(view: PeriodActView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(TEMPLATE, frame, view=view)
