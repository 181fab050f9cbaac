"""What the stations gave up on, queue by queue; and having it worked off once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commissions.pages.console.parked import address
from commissions.pages.frame import Frame, page, sheet

LIST, ONE, SEND = (
    "console/dead_letters.html",
    "console/dead_letter_queue.html",
    "console/dead_letter_send.html",
)
PATH = "/console/dead-letters"
SHOWN_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadQueueLine:
    name: str
    count: int
    in_flight: int
    can_send: bool
    advice: str
    """A message behind `dead.advice.`."""
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLettersView:
    made_at: datetime
    queues: Sequence[DeadQueueLine]
    """Those with something in them."""
    empty: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterLine:
    """One message: what it is about, and nothing of what it says."""

    row_id: str
    message_id: str
    kind: str
    store_id: str
    order_id: str
    order_href: str
    since: datetime
    attempts: int
    """0 where it never came to its function."""
    error: str
    send_href: str
    """"" where it cannot be sent again, or not by who looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadQueueView:
    made_at: datetime
    queue: DeadQueueLine
    letters: Sequence[DeadLetterLine]
    fitting: int
    """How many of those that were looked at the filter has."""
    looked_at: int
    kinds: Sequence[str]
    stores: Sequence[str]
    filter: Mapping[str, str]
    send_href: str
    goes_on: str = ""

    @property
    def is_all(self) -> bool:
        return self.looked_at >= self.queue.count


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterSendView:
    """What would be sent again, before somebody confirms it."""

    queue: str
    action: str
    back: str
    count: int
    lines: Sequence[DeadLetterLine]
    ids: str
    """Of the messages, behind each other: just these are sent again."""
    filter: Mapping[str, str]
    once: str
    needs_second: bool
    wrong: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def render_list(view: DeadLettersView, frame: Frame) -> str:
    return page(LIST, frame, view=view)


def render_one(view: DeadQueueView, frame: Frame) -> str:
    return page(ONE, frame, view=view, back=PATH, path=queue_href(view.queue.name))


def render_send(view: DeadLetterSendView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(SEND, frame, view=view)


def queue_href(name: str, parameters: Mapping[str, str] | None = None) -> str:
    return address(f"{PATH}/{name}", parameters or {})
