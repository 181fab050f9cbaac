"""Adjustments: what may be written off, what waits for a second person, and what people changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissions.domain.money import Money
from commissions.pages.console.actions import ActionView
from commissions.pages.frame import Frame, page

TEMPLATE, PATH = "finance/adjustments.html", "/finance/adjustments"
GOOD, BAD = frozenset({"applied", "done"}), frozenset({"failed", "rejected", "refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffDue:
    """What may be written off in a currency, and the list of whom."""

    people: int
    amount: Money
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedLine:
    row_id: str
    what: str
    target: str
    who: str
    why: str
    outcome: str
    tone: str
    at: datetime
    address: str
    """Of the action's page; empty of what is none of finance's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentsView:
    due: Sequence[WriteOffDue]
    waiting: Sequence[ActionView]
    since: date
    until: date
    lines: Sequence[AdjustedLine]
    earlier: str
    later: str
    """Addresses; empty where there is nothing later."""


def tone_of(outcome: str) -> str:
    return "good" if outcome in GOOD else "bad" if outcome in BAD else "plain"


def address(until: date) -> str:
    return f"{PATH}?until={until.isoformat()}"


def render(view: AdjustmentsView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view)
