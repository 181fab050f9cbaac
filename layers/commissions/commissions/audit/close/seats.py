"""A seat of a binary in the middle of its run."""

from dataclasses import dataclass, field
from fractions import Fraction

from commissions.audit.close.leg_matches import NOTHING, Matched
from commissions.audit.close.lots import OpenLots
from commissions.domain.close.facts import LegState, Lot, MatchedRun


@dataclass(slots=True)
class Seat:
    """A seat in the middle of its run."""

    member: str
    state: LegState
    lots: OpenLots
    qualified: bool = False
    left: int = 0
    """What is open for matching, after the cap of legs."""
    right: int = 0
    first: Fraction = Fraction(0)
    """What the first pair pays."""
    match: Matched = NOTHING
    raw: int = 0
    paid: int = 0
    taken: tuple[Lot, ...] = ()
    runs: tuple[MatchedRun, ...] = ()
    clawed: dict[str, int] = field(default_factory=dict)
    """By refunded order, what it takes back: below 0, in minor units."""
