"""How long a call waits before it is tried again; never longer than its budget of time."""

import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from commissions.domain.backoff import full_jitter

BUDGET_SECONDS = 10.0
FIRST_WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a call may wait in all, and by which clock and dice."""

    seconds: float = BUDGET_SECONDS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    dice: Callable[[float, float], float] = random.uniform


_WAITS: ContextVar[bool] = ContextVar("waits", default=True)


@contextmanager
def without_waiting() -> Iterator[None]:
    """In here calls are made once: whoever asks wants to know how it is now."""
    before = _WAITS.set(False)
    try:
        yield
    finally:
        _WAITS.reset(before)


class Backoff:
    """The waits of one call: full jitter below a bound that doubles, until the budget is spent."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._ends = budget.clock() + budget.seconds
        self._waits = 0

    def wait(self, retry_after: float = 0) -> bool:
        """Waits, at least as long as the store asked; False where that would take too long."""
        seconds = retry_after + full_jitter(
            self._waits, first=FIRST_WAIT_SECONDS, longest=math.inf, dice=self._budget.dice
        )
        self._waits += 1
        if not _WAITS.get() or self._budget.clock() + seconds > self._ends:
            return False
        self._budget.sleep(seconds)
        return True
