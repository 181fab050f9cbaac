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
    circuit, version = _read(store_id)
    if circuit.closed:
        return
    if not lets_through(circuit, now):
        raise _refusal(store_id, circuit, now)
    trial = tried(circuit, now)
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
        store_id, lambda circuit: after_failure(circuit, now, retry_after=retry_after, first=first)
    )
    return after.opened > before.opened


def succeeded(store_id: str) -> bool:
    """The store answered, be it with a refusal; whether that closed its circuit."""
    before, after = _change(store_id, lambda circuit: after_success())
    return after.closed and not before.closed


def state(store_id: str) -> Circuit:
    """As it is now, for people to look at."""
    return _read(store_id)[0]


def _refusal(store_id: str, circuit: Circuit, now: datetime) -> CircuitOpen:
    return CircuitOpen(store_id, circuit.open_until or now)


@versioned.retry_on_conflict
def _change(store_id: str, change: Transition) -> tuple[Circuit, Circuit]:
    """Reads, decides and writes, over again where somebody else was quicker: no failure is lost."""
    before, version = _read(store_id)
    after = change(before)
    if after != before:
        _write(store_id, after, after=version)
    return before, after


def _read(store_id: str) -> tuple[Circuit, int]:
    found = items.get(TABLE, {"store_id": store_id, "name": NAME})
    if found is None:
        return CLOSED, 0
    until = found.get("open_until")
    circuit = Circuit(
        failures=found["failures"],
        opened=found["opened"],
        open_until=None if until is None else datetime.fromtimestamp(until / 1000, UTC),
        on_trial=found["on_trial"],
    )
    return circuit, found["version"]


def _write(store_id: str, circuit: Circuit, *, after: int) -> None:
    until = circuit.open_until
    item: Item = {
        "store_id": store_id,
        "name": NAME,
        "failures": circuit.failures,
        "opened": circuit.opened,
        "open_until": None if until is None else round(until.timestamp() * 1000),
        "on_trial": circuit.on_trial,
    }
    versioned.put(TABLE, item, after=after)
