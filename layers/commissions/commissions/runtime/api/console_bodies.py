"""What operators look after: health, what is parked, and actions on record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.orders.parking import WaitsFor
from commissions.pages.console.health import (
    ConcernView,
    HealthView,
    StationLine,
    StoreHealthView,
    StoreLine,
)
from commissions.runtime.api.encoding import amount_of, points


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernBody:
    """One thing that needs somebody."""

    kind: str
    subject: str
    """The store, reason, station or alarm that it is about."""
    count: int
    seconds: int
    """For how long, or how long ago."""
    says: str
    """What somebody else says of it: why an alarm rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealthBody:
    """Null where there has been nothing of the kind yet."""

    store: str
    platform: str
    is_well: bool
    heard_at: datetime | None
    answered_within_ms: int | None
    """Within which 99 of 100 messages of the last day were answered; 0 where within no bound."""
    to_ledger_ms: int | None
    """Within which nine of ten of today's latest orders were in the ledger."""
    parked: int
    refused: int
    """Messages of the last day, at least."""
    asked_at: datetime | None
    """As of when all of its changes are known."""
    webhooks_wrong: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationBody:
    """A station of the pipeline."""

    name: str
    waiting: int
    in_work: int
    dead: int
    oldest_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltaBody:
    """By how much something differs."""

    unit: str
    """A currency, or PV, BV, CV, QV."""
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledBody:
    """What the last reconciliation came to."""

    day: date
    verdict: str
    findings: int
    deltas: tuple[DeltaBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmBody:
    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthBody:
    """Whether anything is stuck, lost or late; nothing is where nothing needs somebody."""

    concerns: tuple[ConcernBody, ...]
    stores: tuple[StoreHealthBody, ...]
    pending: int
    pending_oldest_seconds: int | None
    stations: tuple[StationBody, ...]
    reconciliation: ReconciledBody | None
    ringing: tuple[AlarmBody, ...]
    quiet: int
    """Alarms that do not ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HourBody:
    """What came in within an hour, at least."""

    begins: datetime
    first: int
    twice: int
    """Told before."""
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDayBody:
    """A store, and its last 24 hours."""

    store: StoreHealthBody
    concerns: tuple[ConcernBody, ...]
    hours: tuple[HourBody, ...]
    failures: int
    """Of calls to it, in a row."""
    left_alone_until: datetime | None
    webhooks_checked_at: datetime | None
    api_version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedBody:
    """The one thing whose arrival lets a record go on."""

    kind: str
    name: str


def health(view: HealthView) -> HealthBody:
    last = view.reconciliation
    return HealthBody(
        concerns=_concerns(view.concerns),
        stores=tuple(map(_store, view.stores)),
        pending=view.pending,
        pending_oldest_seconds=seconds(view.pending_oldest),
        stations=tuple(map(_station, view.stations)),
        reconciliation=ReconciledBody(
            day=last.day,
            verdict=last.verdict,
            findings=last.findings,
            deltas=tuple(delta(amount, unit) for amount, unit in last.deltas),
        )
        if last
        else None,
        ringing=tuple(AlarmBody(name=name, says=says) for name, says in view.ringing),
        quiet=view.quiet,
    )


def store_day(view: StoreHealthView) -> StoreDayBody:
    return StoreDayBody(
        store=_store(view.line),
        concerns=_concerns(view.concerns),
        hours=tuple(
            HourBody(begins=e.begins, first=e.first, twice=e.twice, refused=e.refused)
            for e in view.hours
        ),
        failures=view.failures,
        left_alone_until=view.left_alone_until,
        webhooks_checked_at=view.webhooks_checked_at,
        api_version=view.api_version or None,
    )


def delta(amount: int, unit: str) -> DeltaBody:
    if unit in UNITS:
        return DeltaBody(unit=unit.upper(), amount=points(amount))
    return DeltaBody(unit=unit, amount=amount_of(amount, unit))


def awaited(text: str) -> AwaitedBody:
    found = WaitsFor.parse(text)
    return AwaitedBody(kind=str(found.kind), name=found.name)


def seconds(duration: timedelta | None) -> int | None:
    return None if duration is None else int(duration.total_seconds())


def _concerns(found: Iterable[ConcernView]) -> tuple[ConcernBody, ...]:
    return tuple(
        ConcernBody(
            kind=each.kind,
            subject=each.subject,
            count=each.count,
            seconds=int(each.age.total_seconds()),
            says=each.says,
        )
        for each in found
    )


def _store(line: StoreLine) -> StoreHealthBody:
    return StoreHealthBody(
        store=line.store_id,
        platform=line.platform,
        is_well=line.is_well,
        heard_at=line.heard_at,
        answered_within_ms=line.answered_within_ms,
        to_ledger_ms=None if line.to_ledger is None else int(line.to_ledger.total_seconds() * 1000),
        parked=line.parked,
        refused=line.refused,
        asked_at=line.asked_at,
        webhooks_wrong=line.webhooks_wrong,
    )


def _station(line: StationLine) -> StationBody:
    return StationBody(
        name=line.name,
        waiting=line.waiting,
        in_work=line.in_work,
        dead=line.dead,
        oldest_seconds=seconds(line.oldest),
    )
