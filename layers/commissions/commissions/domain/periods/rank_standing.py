"""How a member stands with the ranks of a plan: reached, next, and what is missing.

Volumes in hundredths of a point, where they are whole numbers; what was asked for and counted is
told as the plan writes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.periods.period_id import PeriodId


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRequirement:
    """One thing that is asked for, and what there is of it."""

    word: str
    """The plan's: `active`, `require`, `maintain`, `leg_cap`."""
    metric: str
    op: str
    wanted: str
    counted: str
    """Empty where nothing was counted: of what another period counts."""
    met: bool | None
    of: Mapping[str, str]
    """What else the condition says: `rank`, `search`, `side`, `min_leg_gv`, `window`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRequirements:
    all_of: tuple[RankRequirement, ...]
    met: bool | None
    either: bool
    """Whether some of it is enough."""


@dataclass(frozen=True, slots=True)
class StandingLeg:
    head: str
    """Empty of a customer's."""
    volume: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySide:
    brought: int
    came: int
    open: int
    after: int
    oldest: datetime | None
    """Since when the oldest is open of what was brought along; of a closed period, of what
    stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryStanding:
    bonus: str
    left: BinarySide
    right: BinarySide


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStanding:
    period: PeriodId
    zone: str
    unit: str
    """What group volume is of."""
    as_of: datetime
    starts: datetime
    ends: datetime
    closes_at: datetime
    is_estimate: bool
    is_active: bool
    active: RankRequirements
    rank: str
    """Paid as; empty without one."""
    title: str
    periods_below: int
    """For how many periods in a row the paid rank has been under the title."""
    own: RankRequirements
    """Of the rank that was reached."""
    next_rank: str
    """Empty of who has the highest one."""
    next: RankRequirements
    group: int
    """Group volume as it is; of it a rank may count less."""
    legs: tuple[StandingLeg, ...]
    """The largest ones first."""
    legs_in_all: int
    leg_cap: int | None
    """What the next rank counts of one leg at most."""
    binaries: tuple[BinaryStanding, ...]

    @property
    def missing(self) -> tuple[RankRequirement, ...]:
        return tuple(each for each in self.next.all_of if each.met is False)
