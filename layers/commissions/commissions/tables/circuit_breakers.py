"""The circuit of each store, in the progress table: all functions that ask a store share it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from commissions.domain.stores.circuit_breaker import (
    CLOSED,
    PAUSE,
    Circuit,
    after_failure,
    after_success,
    lets_through,
    tried,
)
from commissions.tables import items, versioned
from commissions.tables.items import Item

TABLE = os.environ["PROGRESS_TABLE"]
NAME = "circuit"

type Transition = Callable[[Circuit], Circuit]


class CircuitOpen(Exception):
    """A store that does not answer is not asked now. `until`: when somebody may ask again."""

    def __init__(self, store_id: str, until: datetime) -> None:
        super().__init__(f"{store_id} does not answer and is left alone until {until:%H:%M:%S} UTC")
        self.store_id, self.until = store_id, until


def before_call(store_id: str, *, now: datetime) -> None:
    """To be called before a store is asked. Raises StoreRests.

    Of all who come when the pause is over, one goes through.
    """
    found, version = _read(store_id)
    if found.closed:
        return
    if not lets_through(found, now):
        raise _refusal(store_id, found, now)
    trial = tried(found, now)
    try:
        _write(store_id, trial, after=version)
    except versioned.VersionConflict:
        # Somebody else is the trial, or it has just closed or opened again: the next call sees.
        raise _refusal(store_id, trial, now) from None


def failed(
    store_id: str, *, now: datetime, retry_after: float = 0, first: timedelta = PAUSE
) -> bool:
    """The store did not answer; whether that opened its circuit."""
    before, after = _change(
        store_id, lambda before: after_failure(before, now, retry_after=retry_after, first=first)
    )
    return after.opened > before.opened


def succeeded(store_id: str) -> bool:
    """The store answered, be it with a refusal; whether that closed its circuit."""
    before, after = _change(store_id, lambda _: after_success())
    return after.closed and not before.closed


def state(store_id: str) -> Circuit:
    """As it is now, for people to look at."""
    return _read(store_id)[0]


def circuit(item: Item) -> Circuit:
    """Closed where nothing was noted yet."""
    if not item:
        return CLOSED
    until = item.get("open_until")
    return Circuit(
        failures=item["failures"],
        opened=item["opened"],
        open_until=None if until is None else datetime.fromtimestamp(until / 1000, UTC),
        on_trial=item["on_trial"],
    )


def key_of(store_id: str) -> Item:
    """Under which a circuit stands in the progress table."""
    return {"store_id": store_id, "name": NAME}


def _refusal(store_id: str, found: Circuit, now: datetime) -> CircuitOpen:
    return CircuitOpen(store_id, found.open_until or now)


@versioned.retry_on_conflict
def _change(store_id: str, change: Transition) -> tuple[Circuit, Circuit]:
    """Reads, decides and writes, over again where somebody else was quicker: no failure is lost."""
    before, version = _read(store_id)
    after = change(before)
    if after != before:
        _write(store_id, after, after=version)
    return before, after


def _read(store_id: str) -> tuple[Circuit, int]:
    found = items.get(TABLE, key_of(store_id)) or {}
    return circuit(found), found.get("version", 0)


def _write(store_id: str, stands: Circuit, *, after: int) -> None:
    until = stands.open_until
    item: Item = {
        **key_of(store_id),
        "failures": stands.failures,
        "opened": stands.opened,
        "open_until": None if until is None else round(until.timestamp() * 1000),
        "on_trial": stands.on_trial,
    }
    versioned.put(TABLE, item, after=after)
