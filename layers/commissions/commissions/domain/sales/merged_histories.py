"""Histories that go on in another, since a store made two customers one.

Orders of the kept customer from the merge on hear both histories, older ones their own only. Merges
may follow each other: what is said is heard from the last merge on the way on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush

CHAIN_MAX = 10
"""How many merges one after another are followed."""
ALWAYS = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedHistory:
    """Through which merge something is heard."""

    history: str
    """A digest of the history in which it was said, and which went on in another."""
    since: datetime
    """The last merge on the way: orders from then on hear it."""


@dataclass(frozen=True, slots=True)
class Alias:
    """The history at the other end of a merge."""

    history: str
    at: datetime


Look = Callable[[str, datetime], Iterable[Alias]]
"""Takes a history, and since when it is heard, and says to which others it leads."""


def follow(history: str, look: Look) -> None:
    """Looks once at a history, and at each that merges lead to from there; of several ways to one
    it is the way by which it is heard the earliest."""
    seen: set[str] = set()
    ways = [(ALWAYS, 0, history)]
    while ways:
        since, steps, reached = heappop(ways)
        if reached in seen:
            continue
        seen.add(reached)
        for alias in look(reached, since):
            if steps < CHAIN_MAX:
                heappush(ways, (max(since, alias.at), steps + 1, alias.history))
