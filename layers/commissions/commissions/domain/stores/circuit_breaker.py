"""A circuit per store: who does not answer is left alone for a while, and then asked once.

Closed, calls go through. After FAILURES_MAX failures in a row it opens, and nobody asks. When the
pause is over, one call is let through on trial: its success closes the circuit, its failure opens
it again for twice as long. A trial that is never heard of again ends by itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commissions.domain.backoff import exponential

FAILURES_MAX = 5
PAUSE = timedelta(seconds=30)
PAUSE_MAX = timedelta(minutes=15)
TRIAL = timedelta(minutes=2)
"""After which time somebody else may try."""


@dataclass(frozen=True, slots=True)
class Circuit:
    failures: int = 0
    """In a row."""
    opened: int = 0
    """How many times in a row it has opened; 0 is closed."""
    open_until: datetime | None = None
    on_trial: bool = False
    """One call is under way; it decides."""

    @property
    def closed(self) -> bool:
        return self.opened == 0


CLOSED = Circuit()


def lets_through(circuit: Circuit, now: datetime) -> bool:
    """Whether a call may be made; of a circuit that is not closed it is the trial."""
    return circuit.open_until is None or now >= circuit.open_until


def tried(circuit: Circuit, now: datetime) -> Circuit:
    """The circuit while one call is on trial: the others wait."""
    return replace(circuit, open_until=now + TRIAL, on_trial=True)


def after_failure(
    circuit: Circuit, now: datetime, *, retry_after: float = 0, first: timedelta = PAUSE
) -> Circuit:
    """One failure more. `retry_after`: seconds after which the store said to come again; `first`:
    the pause when the circuit opens for the first time.

    The failure of a call that began before the circuit opened tells nothing new.
    """
    late = not circuit.closed and not circuit.on_trial and not lets_through(circuit, now)
    if late:
        return circuit
    failures = circuit.failures + 1
    if circuit.closed and failures < FAILURES_MAX:
        return Circuit(failures)
    opened = circuit.opened + 1
    asked = min(PAUSE_MAX, timedelta(seconds=max(0.0, retry_after)))
    return Circuit(failures, opened, now + max(pause(opened, first), asked))


def after_success() -> Circuit:
    """It answers, whoever asked and whenever that began."""
    return CLOSED


def pause(opened: int, first: timedelta = PAUSE) -> timedelta:
    """How long it stays open when it has opened for the first, second, third time in a row."""
    return exponential(max(opened, 1) - 1, first=first, longest=PAUSE_MAX)
