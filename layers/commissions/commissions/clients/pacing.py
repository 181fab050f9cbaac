"""How long a call waits, for its turn and before it is tried again; never longer than patience."""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from commissions.clients import Unavailable
from commissions.domain.backoff import full_jitter

PATIENCE_SECONDS = 10.0
FIRST_WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may wait in all, and by what."""

    seconds: float = PATIENCE_SECONDS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    dice: Callable[[float, float], float] = random.uniform


class Retries:
    """The waits of one call: full jitter below a bound that doubles, until patience ends."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._ends = patience.clock() + patience.seconds
        self._waits = 0

    def wait(self, asked: float = 0) -> bool:
        """Waits, at least as long as the store asked; False where that would take too long."""
        seconds = asked + full_jitter(
            self._waits, first=FIRST_WAIT_SECONDS, longest=math.inf, dice=self._patience.dice
        )
        self._waits += 1
        if self._patience.clock() + seconds > self._ends:
            return False
        self._patience.sleep(seconds)
        return True


class Turn:
    """When the next call may be made, by what the store said of its limits."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._from = 0.0

    def put_off(self, seconds: float) -> None:
        self._from = max(self._from, self._patience.clock() + seconds)

    def take(self, call: str) -> None:
        """Waits for the turn. Raises Unavailable where it is too far away."""
        seconds = self._from - self._patience.clock()
        if seconds > self._patience.seconds:
            raise Unavailable(f"{call}: the store's limit is used up", retry_after=seconds)
        if seconds > 0:
            self._patience.sleep(seconds)
