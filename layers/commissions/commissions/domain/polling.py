"""When and how far back a store is asked, and where a reading that stopped goes on."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

CHANGED, SECOND, CATALOGUE, BACKFILL = "changed", "second", "catalogue", "backfill"
LOOKS = (CHANGED, SECOND, CATALOGUE)
"""What a store is asked for by itself: what changed lately, all recent orders again (some changes
move no date), all products."""
COMPARED = (SECOND, CATALOGUE)
"""Where what we know and the store does not list is asked for one by one."""
OVERLAP = timedelta(hours=1)
"""Read twice, as what a store wrote an hour ago may show only now."""
FIRST_LOOK = timedelta(hours=24)
SECOND_LOOK = timedelta(days=30)
REST_MAX = timedelta(hours=24)
"""A run that got no further for so long is begun anew: its page may not be there any more. One that
goes on may take as long as it needs, or else a large store would never be read to its end."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a run has come: which of its parts, and what to ask for the next page with."""

    part: int = 0
    after: str = ""
    steps: int = 0
    """Only ever rises: of two that read the same run, the one behind sees it by this."""
    listed: bool = False
    """Whether all pages of the part are read."""
    seen: frozenset[str] = frozenset()
    """What of the part has been read, where that is compared with what we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One reading of a store, in as many goes as it takes. All moments are of the store's clock."""

    look: str
    began: datetime
    since: datetime
    until: datetime | None = None
    position: Position = field(default=Position())

    @property
    def parts(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """The spans of time that are read one after another."""
        if self.look != SECOND:
            return ((self.since, self.until),)
        days = (self.began.date() - self.since.date()).days + 1
        first = self.since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        starts = [first + DAY * number for number in range(days)]
        return tuple((max(start, self.since), start + DAY) for start in starts)

    @property
    def span(self) -> tuple[datetime, datetime | None]:
        return self.parts[self.position.part]

    @property
    def over(self) -> bool:
        return self.position.part >= len(self.parts)

    def past(self, after: str, seen: Iterable[str]) -> "Run":
        """Past a page; `after` is empty behind the last one."""
        at = self.position
        more = at.seen.union(seen) if self.look in COMPARED else at.seen
        moved = replace(at, steps=at.steps + 1, after=after, listed=not after, seen=more)
        return replace(self, position=moved)

    def past_part(self) -> "Run":
        at = self.position
        return replace(self, position=Position(part=at.part + 1, steps=at.steps + 1))


def begun(
    look: str, read_until: datetime | None, ours_since: datetime | None, *, now: datetime
) -> Run:
    """A new run. `read_until`: as of when all changes are known; `ours_since`: from when on the
    store's orders are ours at all."""
    first = ours_since or now - FIRST_LOOK
    if look == CHANGED:
        return Run(look=look, began=now, since=read_until - OVERLAP if read_until else first)
    return Run(look=look, began=now, since=max(first, now - SECOND_LOOK))


def is_stale(noted: datetime, now: datetime) -> bool:
    """By when the run got further last, both by our clock."""
    return now - noted > REST_MAX
