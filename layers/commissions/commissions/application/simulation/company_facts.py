"""What happened in a company, over as many periods as it likes: all that a simulation is made from.

Volumes are whole hundredths of a point, as the SKU map gives them: a plan decides what of them it
counts. Moments are in UTC. Empty text stands for nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from commissions.domain.close.facts import SeatFacts
from commissions.domain.people.genealogy import Edge
from commissions.domain.people.upline import PARTICIPANT, Ancestor

BEFORE_EVERYTHING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMember:
    member_id: str
    enrolled_at: datetime = BEFORE_EVERYTHING
    edges: tuple[Edge, ...]
    """Sponsor, status and rank, and what changed of them; the first one is from before
    everything."""
    kind: str = PARTICIPANT
    owner: str = ""
    title: str = ""
    periods_below: int = 0
    periods_missed: int | None = None
    enrolled_number: int = 0


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of an order, with its volumes in hundredths before the plan counts them."""

    sku: str
    commission_class: str
    volumes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOrder:
    order_id: str
    at: datetime
    seller: str
    buyer: str
    """A member; empty where the buyer is none."""
    customer: str
    buyer_class: str
    retail_margin: int
    """In minor units of the plan's base currency."""
    first_of_buyer: bool
    lines: tuple[ToldLine, ...]
    sponsor_line: tuple[Ancestor, ...] | None = None
    """The seller and who stood above, where that is told; else as the members say."""


@dataclass(frozen=True, slots=True)
class ToldReturn:
    """What came back of an order at a moment."""

    order_id: str
    at: datetime
    shares: tuple[Mapping[str, Fraction], ...]
    """By line and unit, of the whole line; added to what came back before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLegs:
    """What a seat of a binary brings along from another system."""

    tree: str
    member: str
    left: int
    right: int
    at: datetime | None
    """How old it is; as old as the first period where nobody says."""
    first_pair_paid: bool
    periods_unqualified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """Everything is sorted by time and id, so that how it was told decides nothing."""

    members: tuple[ToldMember, ...]
    seats: tuple[SeatFacts, ...]
    orders: tuple[ToldOrder, ...]
    returns: tuple[ToldReturn, ...]
    legs: tuple[ToldLegs, ...]
    days_read: int
    """How many moments were days alone, and so the first moment of these."""
    timezone: str
    """By whose clock."""
