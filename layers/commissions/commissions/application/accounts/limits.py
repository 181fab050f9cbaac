"""How often one account may ask, whoever uses it and from wherever."""

from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.aws.cache import TtlCache
from commissions.tables import sessions

UNCOUNTED = 15
"""So many reads of a window a process lets pass before it writes any down: somebody who looks at
pages makes fewer, and costs no write. What many processes let pass together is still bounded by
the limits of the routes."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    name: str
    times: int
    seconds: int
    uncounted: int = 0


READS = RateLimit("reads", 60, 10, UNCOUNTED)
ACTIONS = RateLimit("actions", 10, 60)

_here: TtlCache[tuple[str, str], list[int]] = TtlCache(entries_max=10_000)
"""What this process counted of an account in a window, in a list of one number."""


def seconds_to_wait(account_id: str, *, changes: bool, now: datetime) -> int:
    """How long somebody is to wait who asked too often; 0 of who may ask now."""
    limit = ACTIONS if changes else READS
    window, passed = divmod(int(now.timestamp()), limit.seconds)
    times = _counted(account_id, f"{limit.name}#{window}", limit, (window + 1) * limit.seconds)
    return limit.seconds - passed if times > limit.times else 0


def _counted(account_id: str, name: str, limit: RateLimit, over_at: int) -> int:
    here = _here.get((account_id, name), lambda _: [0], max_age_seconds=limit.seconds)
    here[0] += 1
    if here[0] <= limit.uncounted:
        return here[0]
    more = here[0] if here[0] == limit.uncounted + 1 else 1
    return sessions.counted(account_id, name, more, datetime.fromtimestamp(over_at, UTC))
