"""What waits for a second person: what exactly it does to whom, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.money import Money
from commissions.pages.frame import Frame, fragment, page

LIST, ONE = "console/actions.html", "console/action.html"
PATH, LOOKS = "/console/actions", "/console/looks/actions"
WENT_ON, ON_ITS_WAY, STILL_WAITS = "went-on", "on-its-way", "still-waits"
DISMISSED, FAILED, NOT_YET = "dismissed", "failed", "not-yet"
SENT, RECOVERED = "sent", "recovered"
OUTCOMES = (WENT_ON, RECOVERED, SENT, ON_ITS_WAY, STILL_WAITS, DISMISSED, FAILED, NOT_YET)
"""What became of one of the things that an action is done to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """Whose money or volume it changes. `unit`: a volume's; "" of money."""

    who: str
    unit: str
    before: Money | int
    after: Money | int
    change: Money | int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """An action on record. `state` as of now."""

    action_id: str
    kind: str
    target: str
    state: str
    by: str
    is_own: bool
    why: str
    proposed_at: datetime
    expires_at: datetime
    agreed_by: str
    agreed_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    outcome: str
    seen: str
    """What is agreed to: the digest of just this."""
    says: Sequence[tuple[str, str]]
    moved: Sequence[MovedLine]
    may_decide: bool
    """Whether who looks at it could approve it now, or reject it."""
    why_not: str = ""
    """A message behind `actions.not.`, where they could not."""
    hindrance: str = ""
    """Why it would be refused as things are, in the words of who refuses it."""
    path: str = PATH
    """Under which it is shown: that of the console, or of finance."""
    failed: Sequence[tuple[str, str]] = ()
    """Of what was done in parts, those left undone, and why."""

    @property
    def href(self) -> str:
        return f"{self.path}/{self.action_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    """What became of one record."""

    row_id: str
    order_id: str
    href: str
    outcome: str
    says: str
    """Why it still waits, or failed, in the words of who says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResultView:
    action: ActionView
    lines: Sequence[OutcomeLine]

    @property
    def version(self) -> str:
        """Another one is news."""
        return "-".join([self.action.state, *(f"{count}{each}" for each, count in self.counts)])

    @property
    def is_done(self) -> bool:
        """Whether there is an answer of each."""
        return self.action.state == "applied"

    @property
    def is_under_way(self) -> bool:
        """Whether more is to come by itself."""
        on_the_way = any(each.outcome == ON_ITS_WAY for each in self.lines)
        return self.action.state in ("proposed", "approved") or on_the_way

    @property
    def counts(self) -> list[tuple[str, int]]:
        found = [(each, sum(line.outcome == each for line in self.lines)) for each in OUTCOMES]
        return [(outcome, count) for outcome, count in found if count]


def render_list(actions: Sequence[ActionView], frame: Frame) -> str:
    return page(LIST, frame, actions=actions)


def render_one(view: ActionResultView, frame: Frame, looks: str = LOOKS) -> str:
    return page(ONE, frame, view=view, looks=looks)


def render_look(view: ActionResultView, frame: Frame, looks: str = LOOKS) -> str:
    return fragment(ONE, "now", frame, view=view, looks=looks)
