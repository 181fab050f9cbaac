"""A distributor's team as it is shown: rows of a downline snapshot, and what of it is asked for.

Volumes in hundredths of a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

PAGE = 50
"""Rows that are shown at once."""
NEW = timedelta(days=30)
LAPSES_SOON = timedelta(days=7)
"""So long before somebody is active no more it is said."""
GROUP, OWN, JOINED, ID = "group", "own", "joined", "id"
SORTS = (GROUP, OWN, JOINED, ID)
ALL, ACTIVE, INACTIVE, NEW_ONES = "all", "active", "inactive", "new"
SHOWN = (ALL, ACTIVE, INACTIVE, NEW_ONES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """A distributor as a snapshot has them."""

    row: int
    member: str
    code: str = ""
    """Their referral code; empty of who has none."""
    depth: int = 0
    own: int = 0
    group: int = 0
    below: int = 0
    """How many distributors, of whom so many are active and so many came within 30 days."""
    active_below: int = 0
    new_below: int = 0
    customers: int = 0
    """Their own, and with all of those below."""
    customers_below: int = 0
    is_active: bool = True
    lapses: bool = False
    """Active by grace alone, which ends with the period that judges it."""
    is_new: bool = False
    status: str = ""
    rank: str = ""
    joined_at: datetime

    @property
    def inactive_below(self) -> int:
        return self.below - self.active_below


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamList:
    """What of a team is asked for as a list."""

    shown: str = ALL
    sort: str = GROUP
    text: str = ""
    """Part of an id or a code, whatever its case."""
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSource:
    """Which snapshot figures are of."""

    month: str
    unit: str
    as_of: datetime
    is_final: bool
    """Whether they are the close's own."""
    judged_at: datetime | None = None
    """As of when an estimate judged ranks and activity; None where they are the company's word, or
    the close's."""
    lapses_at: datetime | None = None
    """When the period ends that the estimate is of."""

    def days_left(self, row: TeamRow, now: datetime) -> int | None:
        """In how many days somebody is active no more unless they sell: days that have begun
        count. None of who stays so, and while it is more than a week."""
        if not (row.lapses and self.lapses_at and now < self.lapses_at <= now + LAPSES_SOON):
            return None
        return -((now - self.lapses_at) // timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTeam:
    """Some rows of a team. `head`: whose it is; None of who is in no snapshot yet."""

    source: TeamSource | None
    head: TeamRow | None
    rows: Sequence[TeamRow] = ()
    total: int = 0
    """Of all that were asked for, those on other pages too."""
    skipped: int = 0

    @property
    def has_more(self) -> bool:
        return self.skipped + PAGE < self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class RankSince:
    """A rank, or a status, that somebody has had since a moment."""

    word: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMonth:
    """A month of somebody below, as its snapshot has it."""

    month: str
    unit: str
    own: int
    group: int
    rank: str
    is_active: bool
    is_final: bool

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month}-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """Somebody who may be looked at, from above: themselves, or who stands below."""

    member: str
    is_own: bool
    is_placed: bool
    """Below in a placement tree alone."""
    sponsor: str
    """Empty where it is nobody who may be looked at."""
    status: str
    rank: str
    joined_at: datetime
    ranks: Sequence[RankSince]
    """By the company's word, the latest first."""
    months: Sequence[TeamMonth]
    """The latest first."""
    row: TeamRow | None = None
    """Of the latest snapshot that has them."""
    source: TeamSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCard:
    """A team at a glance."""

    source: TeamSource
    head: TeamRow
    legs: Sequence[TeamRow] = field(default_factory=tuple)
    """The largest ones of the front line."""
