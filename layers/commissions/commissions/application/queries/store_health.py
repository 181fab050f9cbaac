"""Whether a store answers, is read and is heard, by what was noted of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from commissions.domain.stores.api_version import SeenApiVersion, still_counting
from commissions.domain.stores.heard_hours import HeardHour
from commissions.domain.stores.store import Store
from commissions.tables import store_notes
from commissions.tables.store_notes import StoreNotes

POLLED_SECONDS_MAX = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealth:
    """Ages are in seconds, and None where there has been nothing of the kind yet."""

    store_id: str
    answers: bool
    """Its API is asked; a store that failed too often is left alone for a while."""
    polled_until_age: float | None
    """How long ago all of its changes were known."""
    last_heard_age: float | None
    silent_seconds_max: int
    """After how long without a webhook it counts as silent; 0 is never."""
    failures: int = 0
    """Of calls, in a row."""
    left_alone_until: datetime | None = None
    """When a store that failed too often is asked again."""
    webhooks_checked_age: float | None = None
    """How long ago the hourly check looked at its webhooks."""
    webhooks_wrong: int = 0
    """How many were not as they should be then."""
    api_version: SeenApiVersion | None = None
    """None where it has none, or was not asked yet."""
    api_version_holds: bool = True
    """It answers by the version that is asked, for a good while yet, and deprecates nothing."""
    platform: str = ""
    heard_hours: Mapping[int, HeardHour] = field(default_factory=dict)
    """What came in, by the hours since 1970; empty where nothing was counted yet."""
    refused_hours: Mapping[int, int] = field(default_factory=dict)
    """How many messages to it were refused, by the same."""

    @property
    def is_polled(self) -> bool:
        return (self.polled_until_age or 0) <= POLLED_SECONDS_MAX

    @property
    def is_heard(self) -> bool:
        return not self.silent_seconds_max or (self.last_heard_age or 0) <= self.silent_seconds_max

    @property
    def is_well(self) -> bool:
        return self.answers and self.is_polled and self.is_heard and self.api_version_holds


def of_stores(
    known: Iterable[Store], now: datetime, notes: Mapping[str, StoreNotes] | None = None
) -> list[StoreHealth]:
    """As it was noted; the stores themselves are asked by `store_look`. `notes`: of these stores,
    where they have been read already."""
    every = list(known)
    read = store_notes.notes_of(each.store_id for each in every) if notes is None else notes
    return [_of_store(each, read[each.store_id], now) for each in every]


def _of_store(store: Store, notes: StoreNotes, now: datetime) -> StoreHealth:
    checked_at, wrong = notes.checked or (None, 0)
    version = still_counting(notes.api_version, now) if notes.api_version else None
    return StoreHealth(
        store_id=store.store_id,
        platform=store.platform,
        answers=notes.circuit.closed,
        polled_until_age=age(notes.changes.read_until, now),
        last_heard_age=age(notes.heard.last_at if notes.heard else None, now),
        silent_seconds_max=store.silent_hours * 3600,
        failures=notes.circuit.failures,
        left_alone_until=notes.circuit.open_until,
        webhooks_checked_age=age(checked_at, now),
        webhooks_wrong=wrong,
        api_version=version,
        api_version_holds=version is None or version.is_well(now.date()),
        heard_hours=notes.heard.hours if notes.heard else {},
        refused_hours=notes.refused.hours,
    )


def age(moment: datetime | None, now: datetime) -> float | None:
    """Seconds since then; None where there has been nothing yet."""
    return (now - moment).total_seconds() if moment else None
