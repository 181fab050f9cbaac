"""Whether a store answers, is read and is heard, by what was noted of it."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.stores.api_version import SeenApiVersion
from commissions.domain.stores.polling import CHANGED
from commissions.domain.stores.store import Store
from commissions.tables import (
    api_versions,
    circuit_breakers,
    connections,
    cursors,
    last_messages,
)

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

    @property
    def is_polled(self) -> bool:
        return (self.polled_until_age or 0) <= POLLED_SECONDS_MAX

    @property
    def is_heard(self) -> bool:
        return not self.silent_seconds_max or (self.last_heard_age or 0) <= self.silent_seconds_max

    @property
    def is_well(self) -> bool:
        return self.answers and self.is_polled and self.is_heard and self.api_version_holds


def of_store(store: Store, now: datetime) -> StoreHealth:
    """As it was noted; the store itself is asked by `store_look`."""
    read_until = cursors.get(store.store_id, CHANGED).read_until
    circuit = circuit_breakers.state(store.store_id)
    checked_at, wrong = connections.last_check(store.store_id) or (None, 0)
    version = api_versions.counting(store.store_id, now)
    return StoreHealth(
        store_id=store.store_id,
        answers=circuit.closed,
        polled_until_age=age(read_until, now),
        last_heard_age=age(last_messages.last_at(store.store_id), now),
        silent_seconds_max=store.silent_hours * 3600,
        failures=circuit.failures,
        left_alone_until=circuit.open_until,
        webhooks_checked_age=age(checked_at, now),
        webhooks_wrong=wrong,
        api_version=version,
        api_version_holds=version is None or version.is_well(now.date()),
    )


def age(moment: datetime | None, now: datetime) -> float | None:
    """Seconds since then; None where there has been nothing yet."""
    return (now - moment).total_seconds() if moment else None
