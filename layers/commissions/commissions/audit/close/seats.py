"""A seat of a binary in the middle of its run."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from commissions.audit.close.context import Close
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
    """What the first pair pays in this run."""
    first_took: tuple[int, int] = (0, 0)
    """What it takes of the left leg and of the right."""
    first_paid: bool = False
    """Whether the position had its first pair in an earlier run."""
    match: Matched = NOTHING
    raw: int = 0
    paid: int = 0
    taken: tuple[Lot, ...] = ()
    runs: tuple[MatchedRun, ...] = ()
    clawed: dict[str, int] = field(default_factory=dict)
    """By refunded order, what it takes back: below 0, in minor units."""
    undone: dict[str, int] = field(default_factory=dict)
    """By refunded order, how much volume of earlier matching it undid."""


def with_first(rest: Matched, seat: Seat) -> Matched:
    """A match together with the first pair of the position, which is one pair more."""
    if not seat.first:
        return rest
    left, right = seat.first_took
    return replace(rest, figure=rest.figure + 1, left=rest.left + left, right=rest.right + right)


def own_volumes(member: str, close: Close) -> Mapping[str, int]:
    return {unit: close.volumes.own(member, unit) for unit in close.sheet.document["volumes"]}
