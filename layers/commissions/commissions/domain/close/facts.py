"""What happened in a period, and before it: all that a close is computed from. No rules.

Volumes are whole hundredths of a point, money is whole minor units of the plan's base currency.
Moments are in UTC: two moments of one zone with summer time would be compared by the clock on its
walls. Empty text stands for nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from commissions.domain.people.upline import PARTICIPANT


@dataclass(frozen=True, slots=True)
class Since:
    """What was so from a moment on, until the next one says otherwise."""

    at: datetime
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A distributor, or a customer who has a place below one."""

    member_id: str
    enrolled_at: datetime
    sponsors: tuple[Since, ...] = ()
    """Under whom, oldest first; none, or empty: at the top."""
    statuses: tuple[Since, ...] = ()
    kind: str = PARTICIPANT
    enrolled_number: int = 0
    """How manyeth recruit of the sponsor, from 1; 0 where nobody counts."""
    title: str = ""
    """The rank that was reached before the period; empty for none."""
    periods_below: int = 0
    """For how many periods in a row the paid rank has been under the title."""
    periods_missed: int | None = None
    """For how many periods in a row what makes active has been missed; 0 of one who met it in the
    last one, nothing of one who never did."""
    owner: str = ""
    """Who is paid, and capped, for this position; empty: the member."""
    judged_rank: str | None = None
    """The rank of the period, where it is not to be judged (kept after a late refund, given)."""
    judged_active: bool | None = None
    """Whether active, where that is not to be judged."""
    judged_title: str | None = None
    """The title after the period, where that is not to be judged (kept after a late refund)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """A place in a binary or a matrix."""

    tree: str
    member_id: str
    parent: str
    """Empty for the top seat, and for who has left the tree."""
    side: str
    """`L` or `R`; in a matrix the seat's number, from 1."""
    since: datetime


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line of an order."""

    sku: str
    volumes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFacts:
    """An order that counts in the period: what of it stands as of the cut-off. One that was placed
    before it began is what came of an order of a closed period and counts in this one, where the
    plan says so: for everything but binaries, which are told of it apart."""

    order_id: str
    at: datetime
    seller: str
    """The credited member; of an own purchase the buyer."""
    buyer: str = ""
    """The buyer's member id, where the buyer is a member."""
    customer: str = ""
    """A keyed hash of a customer, so that two orders of one are one customer; empty for a guest."""
    buyer_class: str = PARTICIPANT
    volumes: Mapping[str, int]
    """Per unit what the plan counts of it, returns within the period taken off; may be below 0."""
    lines: tuple[SaleLine, ...] = ()
    """Where a bonus pays by SKU."""
    retail_margin: int = 0
    """What the customer paid beyond the distributor's price."""
    first_of_buyer: bool = False
    earned: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """What stands of its order-time awards, by bonus and member."""

    @property
    def own_purchase(self) -> bool:
        return bool(self.seller) and self.buyer == self.seller


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Volume of one order that is open in a leg."""

    order_id: str
    """Empty for what was carried in from another system."""
    at: datetime
    side: str
    """`L` or `R`."""
    volume: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedRun:
    """What an earlier close took from the lots of a seat, and paid for."""

    period: str
    taken: tuple[Lot, ...]
    matched: int
    """The figure that was paid for: volume of the weaker leg, or pairs."""
    paid: int
    first_pair: bool = False
    """Whether the first pair of the position was among them."""
    rank: str | None = None
    """By which rank, where pairs pay by rank; not known: today's stands in."""
    own: Mapping[str, int] | None = None
    """By which own volumes, where pairs pay by them; not known: today's stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegState:
    """What a seat of a binary brought along from the periods before."""

    lots: tuple[Lot, ...] = ()
    """Open ones, the oldest first."""
    runs: tuple[MatchedRun, ...] = ()
    """Of closes whose orders can still be refunded."""
    first_pair_paid: bool = False
    periods_unqualified: int = 0

    def open(self, side: str) -> int:
        return sum(lot.volume for lot in self.lots if lot.side == side)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReturn:
    """What was given back of an order whose period is closed."""

    order_id: str
    at: datetime
    volumes: Mapping[str, int]
    """Per unit what came back."""
    lines: tuple[SaleLine, ...] = ()
    """The same by line, where a bonus pays by SKU."""
    retail_margin: int = 0
    earned: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """What was taken back of its order-time awards, by bonus and member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolShares:
    """What a point of a pool is worth, `size / points`; or who has which place of one."""

    size: int
    """In minor units."""
    points: Fraction
    """Of everybody who shares it; of a pool by places nothing."""
    extra: frozenset[str] = frozenset()
    """Members with a unit more, by the largest remainders."""
    places: tuple[str, ...] = ()
    """Members of a pool by places, the first one first."""


AwardKey = tuple[str, str, int, str]
"""Member, bonus, level and source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseFactors:
    """What ties all awards of a close together: facts of the closed period, as soon as it is."""

    company: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By bonus the C and T of the company's cap: an award is paid `amount x C // T`."""
    extra: frozenset[AwardKey] = frozenset()
    """Awards with a unit more, by the largest remainders."""
    pools: Mapping[str, PoolShares] = field(default_factory=dict)
    """By bonus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFacts:
    """A period, half-open: `starts` is in it, `ends` is not."""

    period: str
    """`2026-10`, `2026-W41`, `2026-10-05`."""
    every: str
    """The id of the plan's period that closes."""
    starts: datetime
    ends: datetime
    members: tuple[MemberFacts, ...]
    seats: tuple[SeatFacts, ...] = ()
    sales: tuple[SaleFacts, ...] = ()
    late_returns: tuple[LateReturn, ...] = ()
    """Of orders whose own period is closed."""
    late_orders: tuple[SaleFacts, ...] = ()
    """Of closed periods: orders, or what was added to one, that no close has taken in. Binaries
    alone do: they come in as the period begins, below who stood above when they were placed."""
    legs: Mapping[tuple[str, str], LegState] = field(default_factory=dict)
    """By tree and member."""
    earlier_volumes: Mapping[str, tuple[Mapping[str, int], ...]] = field(default_factory=dict)
    """By member the own volumes of the periods before, the latest first."""
    paid_within: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By the id of a period, and by owner, what earlier closes within it have paid; of a longer
    period with what stands of awards that were paid with its orders before this one began."""
    kept: CloseFactors | None = None
    """Of a period that is closed again with what came late: the factors of its close, where the
    plan keeps them."""
