"""What one close leaves to the next, in columns: titles, activity, own volumes, pay, binaries.

Members are known by the number that is theirs for ever. Volumes are in hundredths of a point, money
is in minor units, moments are in microseconds since 1970.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from commissions.application.close.plan_windows import PlanWindows
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import Coded, MemberColumns, datetime_of, moment
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.exact import Places, Whole, plus
from commissions.domain.close.primitives import pushed
from commissions.domain.plans.period_calendar import PeriodSpan

NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedMembers:
    """A row a member, as they enrolled."""

    number: Places = field(default_factory=NONE.copy)
    title: Coded = field(default_factory=lambda: Coded(NONE, ("",)))
    periods_below: Places = field(default_factory=NONE.copy)
    periods_missed: Places = field(default_factory=NONE.copy)
    """NOT_GIVEN of one who never met what makes active."""
    ids: Sequence[str] = ()
    """For who reads the files; empty once they were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVolumes:
    """What everybody bought and sold to customers in a period that was closed."""

    label: str
    number: Places
    """Of everybody who was a member by then."""
    volumes: Mapping[str, Whole]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidInClose:
    """By owner, who is the member, what a close paid, where it is not nothing."""

    every: str
    label: str
    ends: int
    number: Places
    amount: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedState:
    """After a close; as it is made, nothing was ever closed."""

    last_close: int | None = None
    """When the period of the last close ended."""
    members: CarriedMembers = field(default_factory=CarriedMembers)
    own: Mapping[str, tuple[OwnVolumes, ...]] = field(default_factory=dict)
    """By kind of period, the latest first; as many as the plan looks back."""
    paid: tuple[PaidInClose, ...] = ()
    """Of closes within the longest period that may still be capped; the oldest first."""
    binaries: Mapping[str, CarriedBinary] = field(default_factory=dict)
    """By tree."""

    @property
    def ended(self) -> datetime | None:
        """When the period of the last close ended: `last_close` of the next freeze."""
        return None if self.last_close is None else datetime_of(self.last_close)

    def paid_within(self, span: PeriodSpan) -> list[PaidInClose]:
        """The closes that ended in a period."""
        starts, ends = moment(span.starts), moment(span.ends)
        return [each for each in self.paid if starts < each.ends <= ends]


def state_after(
    before: CarriedState, closed: ClosedColumns, forget: datetime | None = None
) -> CarriedState:
    """As a close has left it. `before`: what the close went on from; `forget`: binaries forget
    periods that ended by then, of which nothing may come back, or be left to expire, any more."""
    windows = PlanWindows(closed.close.terms.document)
    longest = moment(windows.longest(closed.close.period.ends))
    return CarriedState(
        last_close=moment(closed.close.period.ends),
        members=_members_after(windows, closed),
        own={**before.own, **_own_after(windows, before, closed)},
        paid=(*(each for each in before.paid if each.ends > longest), _paid(closed)),
        binaries={
            tree: each if forget is None else each.forgetting(moment(forget))
            for tree, each in closed.binaries.items()
        },
    )


def with_missed(state: CarriedState, closed: ClosedColumns) -> CarriedState:
    """With what everybody has missed by a period of which there is no close."""
    told = closed.close.period.members
    members = _members(told, told.title, told.periods_below, closed.close.judged.periods_missed)
    return replace(state, members=members)


def _members_after(windows: PlanWindows, closed: ClosedColumns) -> CarriedMembers:
    """Titles by the period that ranks go by, what was missed by the one that activity goes by."""
    every, judged = closed.close.period.every, closed.close.judged
    told = closed.close.period.members
    title, below, missed = told.title, told.periods_below, told.periods_missed
    if every == windows.titles_by:
        title, below = Coded(judged.title, closed.close.terms.rank_ids), judged.periods_below
    if windows.activity_by in {"", every}:
        missed = judged.periods_missed
    return _members(told, title, below, missed)


def _members(
    told: MemberColumns, title: Coded, periods_below: Places, periods_missed: Places
) -> CarriedMembers:
    order = np.argsort(told.enrolment[:-1], kind="stable")
    return CarriedMembers(
        number=told.numbers[order],
        title=Coded(title.codes[:-1][order], title.words),
        periods_below=periods_below[:-1][order],
        periods_missed=periods_missed[:-1][order],
        ids=[told.ids[place] for place in order.tolist()],
    )


def _own_after(
    windows: PlanWindows, before: CarriedState, closed: ClosedColumns
) -> dict[str, tuple[OwnVolumes, ...]]:
    """Of the kind of period that was closed; nothing where the plan never looks back."""
    period, many = closed.close.period, windows.periods_back
    if not many:
        return {}
    slots = period.members.house + 1
    order = np.argsort(period.members.enrolment[:-1], kind="stable")
    own = OwnVolumes(
        label=period.period,
        number=period.members.numbers[order],
        volumes={
            unit: pushed(volume, period.sales.seller, slots)[:-1][order].astype(np.int64)
            for unit, volume in period.sales.volumes.items()
        },
    )
    return {period.every: (own, *before.own.get(period.every, ()))[:many]}


def _paid(closed: ClosedColumns) -> PaidInClose:
    period = closed.close.period
    sums: Whole = np.zeros(period.members.house + 1, dtype=np.int64)
    for each in closed.awards:
        sums = plus(sums, pushed(each.amount, each.member, sums.size))
    order = np.argsort(period.members.enrolment[:-1], kind="stable")
    paid = order[sums[:-1][order] != 0]
    return PaidInClose(
        every=period.every,
        label=period.period,
        ends=moment(period.ends),
        number=period.members.numbers[paid],
        amount=sums[paid].astype(np.int64),
    )


@dataclass(frozen=True)
class Rows:
    """Where numbers stand in a column of them."""

    known: Places

    def of(self, asked: Places) -> Places:
        """By number asked for its row; one behind the last where it is not known."""
        many = self.known.size
        if not many:
            return np.zeros_like(asked)
        order = np.argsort(self.known, kind="stable")
        place = np.minimum(np.searchsorted(self.known[order], asked), many - 1)
        return np.where(self.known[order[place]] == asked, order[place], many)


def looked_up(column: Places, rows: Places, nothing: int) -> Places:
    """By row, what a column has there."""
    found: Places = np.append(column, nothing)[rows]
    return found
