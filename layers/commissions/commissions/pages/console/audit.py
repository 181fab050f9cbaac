"""The audit log: who did what, on what and why, whom it took besides, and whether it is whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from commissions.domain.actions.audit_entry import AuditEntry
from commissions.domain.orders.canonical import stamp
from commissions.pages.console.actions import ActionView
from commissions.pages.frame import Frame, fragment, page, sheet

LIST, ONE = "console/audit.html", "console/audit_entry.html"
PATH, FILE = "/console/audit", "/console/audit.jsonl"
FILE_LINES_MAX = 5_000
"""Of one file: an answer of the function is at most 6 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    row_id: str
    href: str
    at: datetime
    who: str
    second: str
    """Who else agreed; "" where nobody had to."""
    what: str
    target: str
    outcome: str
    why: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    since: date
    until: date
    today: date
    filter: Mapping[str, str]
    """As parameters of a link, without the days."""
    actors: Sequence[str]
    kinds: Sequence[str]
    rows: Sequence[AuditRow]
    listed: int
    """How many rows the list has when it is read to its end."""
    in_file: int
    looked_at: int
    """Entries of the period, all of which were held against the ones before them."""
    broken: Sequence[tuple[str, str]]
    """Each with its address."""
    goes_on: str
    """A cursor; "" at the end."""

    @property
    def days(self) -> dict[str, str]:
        return {"from": self.since.isoformat(), "until": self.until.isoformat()}

    @property
    def more(self) -> str:
        """The address of the next rows; "" at the end."""
        if not self.goes_on:
            return ""
        return f"{PATH}?{urlencode({**self.days, **self.filter, 'after': self.goes_on})}"

    @property
    def file(self) -> str:
        """The same as a file; "" where it would be too large."""
        if self.in_file > FILE_LINES_MAX:
            return ""
        return f"{FILE}?{urlencode({**self.days, **self.filter})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntryView:
    """One entry, what others of the same run say, and of an action what it changed."""

    entry: AuditEntry
    is_whole: bool
    """Whether it is as it was written, and follows the one before."""
    others: Sequence[AuditRow]
    action: ActionView | None


def row_of(entry: AuditEntry, second: str = "") -> AuditRow:
    return AuditRow(
        row_id=f"entry-{entry.day}-{entry.number}",
        href=f"{PATH}/{entry.day}/{entry.number}",
        at=entry.at,
        who=entry.who,
        second=second,
        what=entry.what,
        target=entry.target,
        outcome=entry.outcome,
        why=entry.why,
        said=entry.said,
    )


def jsonl(entries: Sequence[AuditEntry]) -> str:
    """An entry a line, with its hash and the one before: whoever has all can check them."""
    return "".join(
        json.dumps(asdict(each) | {"at": stamp(each.at)}, ensure_ascii=False, sort_keys=True) + "\n"
        for each in entries
    )


def render(view: AuditView, frame: Frame) -> str:
    return page(LIST, frame, view=view, path=PATH, file_max=FILE_LINES_MAX)


def render_more(view: AuditView, frame: Frame) -> str:
    """The next rows, for a list that is open."""
    return fragment(LIST, "rows", frame, view=view)


def render_entry(view: AuditEntryView, frame: Frame, *, in_sheet: bool) -> str:
    return (sheet if in_sheet else page)(ONE, frame, view=view, back=PATH, in_sheet=in_sheet)
