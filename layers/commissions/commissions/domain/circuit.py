"""A circuit per store: who does not answer is left alone for a while, and then asked once.

Closed, calls go through. After FAILURES_MAX failures in a row it opens, and nobody asks. When the
pause is over, one call is let through on trial: its success closes the circuit, its failure opens
it again for twice as long. A trial that nobody comes back from ends by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES_MAX = 5
PAUSE = timedelta(seconds=30)
PAUSE_MAX = timedelta(minutes=15)
TRIAL = timedelta(minutes=2)
"""After which time another may try, if the one that tries is never heard of again."""


@dataclass(frozen=True, slots=True)
class Circuit:
    failures: int = 0
    """In a row."""
    opened: int = 0
    """How many times in a row it has opened; 0 is closed."""
    open_until: datetime | None = None

    @property
    def closed(self) -> bool:
        return self.opened == 0


CLOSED = Circuit()


def lets_through(circuit: Circuit, now: datetime) -> bool:
    """Whether a call may be made; of an open circuit it is the trial, to be kept by `on_trial`."""
    return circuit.open_until is None or now >= circuit.open_until


def on_trial(circuit: Circuit, now: datetime) -> Circuit:
    """While one call is tried, the others wait."""
    return Circuit(circuit.failures, circuit.opened, now + TRIAL)


def after_failure(circuit: Circuit, now: datetime, *, retry_after: float = 0) -> Circuit:
    """One failure more. `retry_after`: the seconds that the store asked for itself.

    A call that began before the circuit opened, and fails while it is open, changes nothing; on
    trial, any failure counts as the trial's.
    """
    if not circuit.closed and not _is_tried(circuit, now):
        return circuit
    failures = circuit.failures + 1
    if circuit.closed and failures < FAILURES_MAX:
        return Circuit(failures)
    opened = circuit.opened + 1
    return Circuit(failures, opened, now + max(pause(opened), _asked(retry_after)))


def after_success(circuit: Circuit) -> Circuit:
    """It answers: whoever asked, and whenever."""
    return CLOSED


def pause(opened: int) -> timedelta:
    """How long it stays open the first, second, third time in a row."""
    doublings = min(opened - 1, 10)
    return min(PAUSE_MAX, PAUSE * 2**doublings)


def _asked(retry_after: float) -> timedelta:
    return min(PAUSE_MAX, timedelta(seconds=max(0, retry_after)))


def _is_tried(circuit: Circuit, now: datetime) -> bool:
    return True
