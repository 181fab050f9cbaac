"""Facts of a period as columns: members in pre-order of the sponsor tree, an array a fact.

Columns of members have a slot for the house behind the last one, who stands for nobody. Volumes are
in hundredths of a point, moments in microseconds since 1970.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.facts import CloseFactors, LateReturn, LegState

SPONSOR = "sponsor"
NOT_GIVEN = -1
BEFORE_ALL = -(1 << 62)
"""Before any moment."""
DAY = 24 * 60 * 60 * 10**6
"""In microseconds."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NamesNobody(ValueError):
    """A fact names somebody who is no member."""

    def __init__(self, member: str, named_by: str) -> None:
        super().__init__(f"{named_by} names {member}, who is no member of this period")
        self.member = member


class StandsAboveItself(ValueError):
    """A tree in which somebody stands above themselves."""

    def __init__(self, members: Sequence[str], tree: str) -> None:
        line = " under ".join([*members, members[0]])
        super().__init__(f"tree {tree}: {line}: give one of them another parent")
        self.members = tuple(members)


Codes = npt.NDArray[np.signedinteger[Any]]
"""Integers of any width: few words need few bits."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of a few words: by row the place of its word, or NOT_GIVEN."""

    codes: Codes
    words: tuple[str, ...]

    def among(self, wanted: Sequence[str]) -> Mask:
        """Which rows have one of the words."""
        known = [place for place, word in enumerate(self.words) if word in wanted]
        return np.isin(self.codes, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberColumns:
    ids: Sequence[str]
    """By number; of the house nothing."""
    enrolment: Places
    """The place in the order of enrolment: stable, so it breaks ties."""
    lasting: Places | None = None
    """A number that nobody else ever has, and that a member keeps from period to period, wherever
    they stand. None: the place in the order of enrolment is such, as nobody enrols back in time."""
    enrolled: Places
    """When; with the house."""
    enrolled_number: Places
    participant: Mask
    status: Coded
    """At the end of the period."""
    title: Coded
    periods_below: Places
    periods_missed: Places
    """For how many periods in a row what makes active has been missed; NOT_GIVEN of one who never
    met it."""
    owner: Places
    """The number of whoever is paid for the position, from all who own any."""
    owners: Sequence[str]
    judged_rank: Coded
    judged_active: Places
    """1, 0, or NOT_GIVEN."""
    earlier: tuple[Mapping[str, Whole], ...]
    """By how many periods back, and unit, the own volumes; 0 where nothing is told."""
    periods_told: Places
    """For how many periods back anything is told of each."""
    judged_title: Coded | None = None
    """Nothing where every title is judged."""

    @property
    def house(self) -> int:
        return len(self.ids) - 1

    @property
    def numbers(self) -> Places:
        """By place, by which number a member is known for ever; without the house."""
        return (self.enrolment if self.lasting is None else self.lasting)[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineColumns:
    """Lines of orders, for bonuses that pay by SKU."""

    sale: Places
    sku: Coded
    volumes: Mapping[str, Whole]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleColumns:
    ids: Sequence[str]
    at: Places
    seller: Places
    """The house where nobody is credited."""
    buyer: Places
    own: Mask
    """Whether the credited member bought it."""
    participant: Mask
    """Whether a distributor bought it."""
    first: Mask
    """Of its buyer."""
    customer: Places
    """The same number for the same customer; each guest has another."""
    volumes: Mapping[str, Whole]
    margin: Whole
    earned: Mapping[str, Whole]
    """By bonus with the order, what stands of the seller's awards."""
    earned_in_all: int
    earned_by_owner: Mapping[str, int] = field(default_factory=dict)
    """What of it is whose, by who is paid."""
    lines: LineColumns


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSale:
    """An order of a closed period, or what was added to one, that no close has taken in."""

    order_id: str
    at: int
    """When it was placed, in microseconds."""
    seller: int
    """By place; the house where nobody is credited."""
    volumes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChanges:
    """Where members of a tree stood, and from when on: sorted by member and moment."""

    member: Places
    at: Places
    parent: Places
    """The house at the top, or out of the tree."""
    side: Places
    """0 for none, 1 for left and 2 for right; of seats that are neither any other number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodColumns:
    every: str
    period: str
    starts: datetime
    ends: datetime
    members: MemberColumns
    sales: SaleColumns
    trees: Mapping[str, LineChanges]
    carried: Mapping[tuple[str, str], Whole] = field(default_factory=dict)
    """By tree and side, what seats of a binary brought along; with the house."""
    legs: Mapping[tuple[str, int], LegState] = field(default_factory=dict)
    """By tree and member, the same lot by lot."""
    binaries: Mapping[str, CarriedBinary] = field(default_factory=dict)
    """By tree, the same in columns, as the close before left it; then without the other two."""
    late_returns: tuple[LateReturn, ...] = ()
    """Of orders whose own period is closed."""
    late_orders: tuple[LateSale, ...] = ()
    """They are few: a record each."""
    paid_within: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By the id of a period, and by owner, what earlier closes within it have paid; of a longer
    period with what stands of awards that were paid with its orders before this one began."""
    kept: CloseFactors | None = None
    """Of a period that is closed again: the factors of its close, where the plan keeps them."""

    @property
    def late_ids(self) -> tuple[str, ...]:
        """The orders that late returns are of, each once."""
        return tuple(dict.fromkeys(each.order_id for each in self.late_returns))

    def brought(self, tree: str, side: str) -> Whole:
        """What is open on a side of a binary, `L` or `R`, as the period begins; with the house."""
        if tree in self.binaries:
            return np.append(self.binaries[tree].open(side, self.members.numbers), 0)
        nothing = np.zeros(len(self.members.ids), dtype=np.int64)
        return self.carried.get((tree, side), nothing)

    def volume(self, unit: str) -> Whole:
        """By sale."""
        nothing = np.zeros(len(self.sales.ids), dtype=np.int64)
        return self.sales.volumes.get(unit, nothing)


def moment(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def datetime_of(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)


def integers(values: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
