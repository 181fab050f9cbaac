"""What each night found: the last days as cells, and a day's report by store and check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from commissions.audit.findings import CHECKS
from commissions.pages.console.reconciliation_words import advice_message
from commissions.pages.frame import Frame, fragment, page

CALENDAR, DAY = "console/reconciliation.html", "console/reconciliation_day.html"
PATH, LOOKS = "/console/reconciliation", "/console/looks/reconciliation"
CLEAN, FOUND, INCOMPLETE, NOT_RUN = "clean", "findings", "incomplete", "not-run"
TONES = {CLEAN: "good", FOUND: "bad", INCOMPLETE: "warn", NOT_RUN: "none"}
SHOWS = ("findings", "rule_changed", "register_changed_later")
OF_NO_STORE = "-"
"""In a filter: findings of no one store."""

type UnitAmount = tuple[int, str]
"""Minor units of a currency, or hundredths of a volume; and which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A day; of one that was not reconciled the verdict is NOT_RUN, and nothing else is known."""

    day: date
    verdict: str
    findings: int = 0
    delta: Sequence[UnitAmount] = ()
    made_at: datetime | None = None

    @property
    def href(self) -> str:
        return f"{PATH}/{self.day}"

    @property
    def tone(self) -> str:
        return TONES.get(self.verdict, "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    cells: Sequence[DayCell]
    """The earliest first."""

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Of each verdict, how many days: together all of them."""
        return [(each, sum(cell.verdict == each for cell in self.cells)) for each in TONES]

    @property
    def to_see(self) -> list[DayCell]:
        """All that are not clean, the latest first."""
        return [each for each in reversed(self.cells) if each.verdict != CLEAN]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    row_id: str
    kind: str
    title: str
    """In English, of a kind that the catalogues do not know."""
    advice: str
    """The same."""
    check: str
    store: str
    order: str
    about: str
    sentence: str
    unit: str
    expected: int
    found: int
    href: str
    """The order's; "" where it is about something else."""

    @property
    def difference(self) -> int:
        return self.found - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """`what`: `orders`, `refunds` …"""

    what: str
    is_compared: bool
    agrees: bool
    expected: int
    found: int
    expected_amounts: Sequence[UnitAmount]
    found_amounts: Sequence[UnitAmount]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCard:
    store: str
    platform: str
    not_asked: str
    compared: int
    looked_at: int
    apart: Sequence[tuple[str, int]]
    """What was not compared, and why: `waiting`, `in-flight` …; none that is nothing."""
    pairs: Sequence[PairRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """How many findings a check has of each store, in the order of the columns; then in all."""

    check: str
    counts: Sequence[tuple[str, int]]
    """Each with the store that it is of."""

    @property
    def sum(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """The report that there is of a day."""

    made_at: datetime
    verdict: str
    findings: int
    delta: Sequence[UnitAmount]
    compared: int
    looked_at: int
    journals: int
    stores: Sequence[StoreCard]
    checks: Sequence[CheckRow]
    balances: int
    settling: int
    hashes: int
    apart: Sequence[tuple[str, int]]
    """What is listed and is no finding, and how much of it; none that is nothing."""

    @property
    def columns(self) -> list[str]:
        """The stores of the table of checks."""
        return [store for store, _ in self.checks[0].counts] if self.checks else []


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    day: date
    earlier: date
    later: date | None
    """None of yesterday: today is not over."""
    report: ReportView | None
    filter: Mapping[str, str]
    """As parameters of a link."""
    rows: Sequence[FindingRow]
    listed: int
    """How many rows the list has when it is read to its end."""
    goes_on: str
    """A cursor; "" at the end."""
    may_run: bool
    once: str
    running_since: datetime | None = None
    """When somebody asked for a new report, which is not there yet."""
    is_late: bool = False
    """It should be there by now."""
    waits_for: str = ""
    """The version of the report that a new one replaces."""

    @property
    def path(self) -> str:
        return f"{PATH}/{self.day}"

    @property
    def more(self) -> str:
        """The address of the next rows; "" at the end."""
        return self.of(after=self.goes_on) if self.goes_on else ""

    @property
    def look(self) -> str:
        """Where a page asks whether the new report is there."""
        said = {"asked": self.asked, "was": self.waits_for}
        return f"{LOOKS}/{self.day}?{urlencode(said)}"

    @property
    def asked(self) -> str:
        return f"{int(self.running_since.timestamp())}" if self.running_since else ""

    @property
    def show(self) -> str:
        return self.filter.get("show", SHOWS[0])

    def of(self, **changed: str) -> str:
        """The address of the same with another filter."""
        said = {name: word for name, word in {**self.filter, **changed}.items() if word}
        return f"{self.path}?{urlencode(said)}" if said else self.path

    def findings_of(self, check: str, store: str) -> str:
        """The address of one cell of the table."""
        said = {"check": check, "store": store or OF_NO_STORE}
        return f"{self.path}?{urlencode({k: v for k, v in said.items() if v})}#findings"


CHECK_NAMES = tuple(CHECKS)


def render_calendar(view: CalendarView, frame: Frame) -> str:
    return page(CALENDAR, frame, view=view)


def render_day(view: DayView, frame: Frame) -> str:
    return page(DAY, frame, **_given(view))


def render_look(view: DayView, frame: Frame) -> str:
    """What of a day changes by itself."""
    return fragment(DAY, "now", frame, **_given(view))


def render_more(view: DayView, frame: Frame) -> str:
    return fragment(DAY, "rows", frame, **_given(view))


def _given(view: DayView) -> dict[str, object]:
    return {"view": view, "calendar": PATH, "advice_message": advice_message}
