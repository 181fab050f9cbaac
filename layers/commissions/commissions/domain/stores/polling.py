"""When and how far back a store is asked, and where a reading that stopped goes on."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

CHANGED, SECOND_PASS, CATALOGUE, BACKFILL = "changed", "second", "catalogue", "backfill"
MODES = (CHANGED, SECOND_PASS, CATALOGUE)
"""What a store is asked for by itself: what changed lately, all recent orders again (some changes
move no date), all products."""
WEBHOOKS, CONNECT = "webhooks", "connect"
"""What is asked of a store besides: whether it has its webhooks; and that it send them to us."""
HOPS_MAX = 1_000
"""How often one run hands itself on: each time after eight minutes or so, five days in all. One
that has not ended by then never does, and goes on only when the store's next turn comes."""
COMPARED = (SECOND_PASS, CATALOGUE)
"""Where what we know and the store does not list is asked for one by one."""
OVERLAP = timedelta(hours=1)
"""Read twice, as what a store wrote an hour ago may show only now."""
INITIAL_WINDOW = timedelta(hours=24)
SECOND_PASS_WINDOW = timedelta(days=30)
STALE_AFTER = timedelta(hours=24)
"""A run that got no further for so long is begun anew: its page may not be there any more. One that
goes on may take as long as it needs, or else a large store would never be read to its end."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cursor:
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
class Crawl:
    """One reading of a store, in as many goes as it takes. All moments are of the store's clock."""

    mode: str
    began: datetime
    since: datetime
    until: datetime | None = None
    cursor: Cursor = field(default=Cursor())

    @property
    def parts(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """The spans of time that are read one after another."""
        if self.mode != SECOND_PASS:
            return ((self.since, self.until),)
        days = (self.began.date() - self.since.date()).days + 1
        first = self.since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        starts = [first + DAY * number for number in range(days)]
        return tuple((max(start, self.since), start + DAY) for start in starts)

    @property
    def span(self) -> tuple[datetime, datetime | None]:
        return self.parts[self.cursor.part]

    @property
    def finished(self) -> bool:
        return self.cursor.part >= len(self.parts)

    def after_page(self, after: str, seen: Iterable[str]) -> "Crawl":
        """Past a page; `after` is empty behind the last one."""
        at = self.cursor
        more = at.seen.union(seen) if self.mode in COMPARED else at.seen
        moved = replace(at, steps=at.steps + 1, after=after, listed=not after, seen=more)
        return replace(self, cursor=moved)

    def after_part(self) -> "Crawl":
        at = self.cursor
        return replace(self, cursor=Cursor(part=at.part + 1, steps=at.steps + 1))


def new_crawl(
    mode: str, read_until: datetime | None, ours_since: datetime | None, *, now: datetime
) -> Crawl:
    """A new run. `read_until`: as of when all changes are known; `ours_since`: from when on the
    store's orders are ours at all, by our clock: the store's, `now`, may be behind it."""
    first = ours_since or now - INITIAL_WINDOW
    if mode == CHANGED:
        return Crawl(mode=mode, began=now, since=read_until - OVERLAP if read_until else first)
    return Crawl(mode=mode, began=now, since=min(now, max(first, now - SECOND_PASS_WINDOW)))


def is_stale(noted: datetime, now: datetime) -> bool:
    """By when the run got further last, both by our clock."""
    return now - noted > STALE_AFTER
