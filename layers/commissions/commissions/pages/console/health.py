"""Whether anything is stuck, lost or late, and what needs somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commissions.domain.stores.heard_hours import HeardHour
from commissions.pages.charts import Bars, Column, stacked
from commissions.pages.formats import Formats
from commissions.pages.frame import Frame, fragment, page
from commissions.pages.text import Text

TEMPLATE, OF_STORE = "console/health.html", "console/store_health.html"
PATH, LOOKS = "/console/health", "/console/looks/health"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernView:
    """One thing that needs somebody."""

    kind: str
    subject: str
    count: int
    age: timedelta
    says: str
    href: str
    """Where it is looked after; "" where that is not on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLine:
    """None where there has been nothing of the kind yet."""

    store_id: str
    platform: str
    is_well: bool
    heard_at: datetime | None
    answered_within_ms: int | None
    """Within which 99 of 100 messages of the last day were answered; 0 where within no bound."""
    to_ledger: timedelta | None
    """Within which nine of ten of today's latest orders were in the ledger."""
    to_ledger_of: int
    parked: int
    refused: int
    """Messages of the last day, at least."""
    asked_at: datetime | None
    """As of when all of its changes are known."""
    webhooks_wrong: int | None
    """As of the hourly check; None where its webhooks are not made through its API."""
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationLine:
    name: str
    waiting: int
    in_work: int
    oldest: timedelta | None
    """Of what waits; None where nothing does, or nobody has said yet."""
    dead: int

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.in_work or self.dead)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationLine:
    day: date
    verdict: str
    findings: int
    deltas: Sequence[tuple[int, str]]
    """Minor units of a currency, or hundredths of a volume."""
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    made_at: datetime
    concerns: Sequence[ConcernView]
    stores: Sequence[StoreLine]
    pending: int
    pending_oldest: timedelta | None
    stations: Sequence[StationLine]
    reconciliation: ReconciliationLine | None
    ringing: Sequence[tuple[str, str]]
    """Alarms by name, and what AWS says about each."""
    quiet: int

    @property
    def busy(self) -> list[StationLine]:
        return [each for each in self.stations if not each.is_empty]


def render(view: HealthView, frame: Frame) -> str:
    return page(TEMPLATE, frame, view=view, looks=LOOKS)


def render_look(view: HealthView, frame: Frame) -> str:
    """What of the page changes by itself."""
    return fragment(TEMPLATE, "now", frame, view=view, looks=LOOKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    begins: datetime
    first: int
    twice: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealthView:
    line: StoreLine
    concerns: Sequence[ConcernView]
    hours: Sequence[HourLine]
    silent_after: timedelta | None
    """After how long without a message it counts as silent; None for never."""
    failures: int
    left_alone_until: datetime | None
    webhooks_checked_at: datetime | None
    api_version: str

    @property
    def has_figures(self) -> bool:
        return any(each.first or each.twice or each.refused for each in self.hours)


def hour_lines(
    heard: Sequence[tuple[datetime, HeardHour]], refused: Mapping[datetime, int]
) -> list[HourLine]:
    """By hour, the earliest first; `refused` by when an hour begins."""
    return [
        HourLine(
            begins=begins,
            first=max(0, each.received - each.twice),
            twice=each.twice,
            refused=refused.get(begins, 0),
        )
        for begins, each in heard
    ]


def hour_chart(hours: Sequence[HourLine], text: Text, formats: Formats) -> Bars:
    return stacked([_column(each, text, formats) for each in hours])


def _column(hour: HourLine, text: Text, formats: Formats) -> Column:
    time = formats.time_text(hour.begins)
    title = text("health.hour", time=time, first=hour.first, twice=hour.twice, refused=hour.refused)
    return Column(label=time, title=title, values=(hour.first, hour.twice, hour.refused))


def render_store(view: StoreHealthView, chart: Bars, frame: Frame) -> str:
    return page(OF_STORE, frame, view=view, chart=chart, back=PATH)
