"""What people ask by law: by when it is due, what was done, and what is held of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from commissions.domain.people.privacy import DATA_REQUEST
from commissions.pages.addresses import part_of
from commissions.pages.frame import Frame, fragment, page

LIST, ONE = "console/privacy.html", "console/privacy_request.html"
PATH, LOOKS = "/console/privacy", "/console/looks/privacy"
OPEN, DONE = "open", "done"
SHOWS = (OPEN, DONE)
SOON = timedelta(days=10)
"""Before it is due, the alarm rings from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyLine:
    """A request; nothing in it says who asks."""

    ticket: str
    request_id: str
    """The store's own id of it."""
    store_id: str
    platform: str
    kind: str
    asked_at: datetime
    due: datetime
    done_at: datetime | None
    did: Sequence[tuple[str, int]]
    """What was done, and to how many."""
    note: str

    @property
    def href(self) -> str:
        return f"{PATH}/{part_of(self.ticket)}"

    @property
    def waits_for_somebody(self) -> bool:
        """All but data requests is done by itself."""
        return self.kind == DATA_REQUEST and self.done_at is None

    def tone(self, now: datetime) -> str:
        if self.done_at:
            return "good"
        return "bad" if self.due < now else "warn" if self.due < now + SOON else "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyList:
    show: str
    lines: Sequence[PrivacyLine]
    listed: int
    """How many lines the list has when it is read to its end."""
    open: int
    overdue: int
    soon: int
    """Open and due within ten days, without those that are overdue."""
    done: int
    goes_on: str
    """A cursor; "" at the end."""

    @property
    def more(self) -> str:
        """The address of the next lines; "" at the end."""
        if not self.goes_on:
            return ""
        return f"{PATH}?{urlencode({'show': self.show, 'after': self.goes_on})}"

    @property
    def shows(self) -> list[tuple[str, str, bool]]:
        """Each with its address, and whether it is the current one."""
        return [(each, f"{PATH}?show={each}", each == self.show) for each in SHOWS]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldData:
    """What is held of whoever asks, as hashes and keys."""

    customer: str
    linked_to: str
    linked_as: str
    customer_of: str
    customer_since: str
    remembered_by: Sequence[str]
    erased_at: datetime | None
    orders: Sequence[str]
    without_customer: Sequence[str]
    unknown_orders: Sequence[str]
    not_looked_up: int
    """Orders that the request names beyond those that were looked up."""
    quarantined: int
    """Bodies of the store in quarantine, whomever they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyView:
    line: PrivacyLine
    now: datetime
    may_act: bool
    once: str = ""
    note: str = ""
    """What stands in the field."""
    wrong: str = ""
    """The message that says what is wrong with it."""
    closing: bool = False
    """Whether somebody has just said how it was answered."""
    is_late: bool = False
    """It should be closed by now."""
    held: HeldData | None = None

    @property
    def may_close(self) -> bool:
        return self.may_act and self.line.waits_for_somebody and (not self.closing or self.is_late)

    @property
    def waits(self) -> bool:
        """Whether it is being closed."""
        return self.closing and not self.is_late and self.line.done_at is None


def render_list(view: PrivacyList, frame: Frame) -> str:
    return page(LIST, frame, view=view)


def render_more(view: PrivacyList, frame: Frame) -> str:
    return fragment(LIST, "rows", frame, view=view)


def render_one(view: PrivacyView, frame: Frame) -> str:
    return page(ONE, frame, view=view, back=PATH, looks=LOOKS)


def render_look(view: PrivacyView, frame: Frame) -> str:
    return fragment(ONE, "now", frame, view=view, back=PATH, looks=LOOKS)
