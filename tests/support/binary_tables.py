"""What a binary brings along, there and back through the tables that are kept in files."""

from dataclasses import dataclass, replace
from functools import cached_property

from commissions.domain.close.binary_state import ClosedLegs, RunColumns
from commissions.domain.close.binary_tables import (
    ClosedTables,
    closed_tables,
    intake_of,
    runs_of,
    state_of,
    state_tables,
)
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.leg_intake import LegIntake


@dataclass(frozen=True)
class ReadAgain:
    """A closed period as files have it."""

    period: str
    starts: int
    ends: int
    tables: ClosedTables

    @cached_property
    def intake(self) -> LegIntake:
        return intake_of(self.tables, starts=self.starts, ends=self.ends)

    @cached_property
    def runs(self) -> RunColumns:
        return runs_of(self.tables.runs)


def through_tables(carried: CarriedBinary) -> CarriedBinary:
    closed = [_read_again(each) for each in carried.state.closed]
    state = state_of(state_tables(carried.state), closed, carried.state.known_since)
    return replace(carried, state=state)


def _read_again(closed: ClosedLegs) -> ClosedLegs:
    return ReadAgain(closed.period, closed.starts, closed.ends, closed_tables(closed))
