"""When a store may be called again, by what it said of its rate limit."""

from commissions.clients import Unavailable
from commissions.clients.backoff import Budget


class Throttle:
    """When the next call may be made, by what the store said of its rate limit."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._from = 0.0

    def pause(self, seconds: float) -> None:
        self._from = max(self._from, self._budget.clock() + seconds)

    def acquire(self, call: str) -> None:
        """Waits until then. Raises Unavailable where that is too far away."""
        seconds = self._from - self._budget.clock()
        if seconds > self._budget.seconds:
            raise Unavailable(f"{call}: the store's limit is used up", retry_after=seconds)
        if seconds > 0:
            self._budget.sleep(seconds)
