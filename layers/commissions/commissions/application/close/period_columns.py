"""Frozen inputs, and what the closes before left, as the columns that a close takes.

From DuckDB straight into NumPy: no record of a member or an order is made. Members are laid out in
pre-order of the sponsor tree as it was when the period ended, siblings as they enrolled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from commissions.application.close.carried_state import CarriedState, Rows, looked_up
from commissions.application.close.frozen_files import (
    Frozen,
    file_of,
    read_manifest,
    so_far_folder,
)
from commissions.application.close.frozen_sales import (
    late_orders,
    late_returns,
    paid_before,
    sale_columns,
)
from commissions.application.close.frozen_table import coded, micros, read
from commissions.domain.close.columns import (
    NOT_GIVEN,
    SPONSOR,
    Coded,
    LineChanges,
    MemberColumns,
    PeriodColumns,
    SaleColumns,
    StandsAboveItself,
)
from commissions.domain.close.exact import Places, Whole
from commissions.domain.close.preorder import CircularLine, Layout, laid_out


def period_columns(folder: Path, state: CarriedState) -> PeriodColumns:
    """`folder`: of `freeze_inputs`; `state`: what the close before left (`read_state`), opening as
    it is made. Raises StandsAboveItself, TooManyLevels."""
    return FrozenPeriod(folder, state).columns()


def so_far_columns(
    folder: Path, window: str, period: PeriodColumns, state: CarriedState
) -> PeriodColumns:
    """A longer period as far as it has gone when `period`, of the same folder, ends."""
    return FrozenPeriod(folder, state).so_far(window, period)


@dataclass(frozen=True)
class FrozenPeriod:
    folder: Path
    state: CarriedState

    @cached_property
    def frozen(self) -> Frozen:
        return read_manifest(self.folder)

    def columns(self) -> PeriodColumns:
        span, members = self.frozen.span, self.members
        late, added = file_of(self.folder, "late"), file_of(self.folder, "late_orders")
        units = self.frozen.units
        return PeriodColumns(
            every=span.every,
            period=span.label,
            starts=span.starts,
            ends=span.ends,
            members=members,
            sales=self.sales(self.folder),
            trees=self.trees(),
            binaries=self.state.binaries,
            late_returns=late_returns(late, units) if late.exists() else (),
            late_orders=late_orders(added, units, self.place) if added.exists() else (),
            paid_within=self.paid_within(),
        )

    def so_far(self, window: str, period: PeriodColumns) -> PeriodColumns:
        """With the same members and trees; without bonuses to be paid."""
        folder = so_far_folder(self.folder, window)
        span = read_manifest(folder).span
        earlier, told = self._earlier(span.every, period.members.numbers)
        return replace(
            period,
            every=span.every,
            period=span.label,
            starts=span.starts,
            members=replace(period.members, earlier=earlier, periods_told=told),
            sales=self.sales(folder),
            late_returns=(),
            late_orders=(),
            paid_within={},
        )

    def sales(self, folder: Path) -> SaleColumns:
        capped = bool(self.frozen.capped)
        return sale_columns(folder, self.frozen, self.place, by_owner=capped)

    @cached_property
    def _told(self) -> Mapping[str, Any]:
        """By number, as they enrolled."""
        return read(file_of(self.folder, "members"), "* exclude (status)", "number")

    @cached_property
    def layout(self) -> Layout:
        """Raises StandsAboveItself, TooManyLevels."""
        changes = read(file_of(self.folder, "sponsors"), "member, parent")
        house = len(self._told["number"])
        parent = np.full(house, house, dtype=np.int64)
        # Of several rows of one member the last one stays.
        parent[changes["member"]] = np.where(changes["parent"] < 0, house, changes["parent"])
        try:
            return laid_out(parent)
        except CircularLine as circle:
            names = [str(self._told["member_id"][each]) for each in circle.members]
            raise StandsAboveItself(names, SPONSOR) from None

    @cached_property
    def number(self) -> Places:
        """By place, as which they enrolled; without the house."""
        return self.layout.ids[:-1]

    @cached_property
    def place(self) -> Places:
        """By number; of -1, nobody, the house."""
        return self.layout.place

    @cached_property
    def members(self) -> MemberColumns:
        house, carried = len(self.number), self.state.members
        lasting = self._told["lasting"][self.number]
        rows = Rows(carried.number).of(lasting)
        ids = self._told["member_id"][self.number].tolist()
        not_given = np.full(house + 1, NOT_GIVEN)
        earlier, told = self._earlier(self.frozen.span.every, lasting)
        return MemberColumns(
            ids=[*ids, ""],
            enrolment=np.append(self.number, -1),
            lasting=np.append(lasting, 0),
            enrolled=self._column(micros(self._told["enrolled"])),
            enrolled_number=self._column(self._told["enrolled_number"]),
            participant=np.append(self._told["participant"][self.number], False),
            status=self._status(),
            title=_with_house(
                Coded(looked_up(carried.title.codes, rows, NOT_GIVEN), carried.title.words)
            ),
            periods_below=np.append(looked_up(carried.periods_below, rows, 0), 0),
            periods_missed=np.append(looked_up(carried.periods_missed, rows, NOT_GIVEN), NOT_GIVEN),
            owner=np.append(np.arange(house), 0),
            owners=ids,
            judged_rank=Coded(not_given, ()),
            judged_active=not_given,
            earlier=earlier,
            periods_told=told,
        )

    def _column(self, by_number: Places) -> Places:
        return np.append(by_number[self.number], 0)

    def _status(self) -> Coded:
        found = coded(file_of(self.folder, "members"), "status", "number")
        return _with_house(Coded(found.codes[self.number], found.words))

    def _earlier(
        self, every: str, lasting: Places
    ) -> tuple[tuple[Mapping[str, Whole], ...], Places]:
        """Own volumes of the periods before, the latest first, and of how many anything is told:
        of all to whoever was there at the last one."""
        own = self.state.own.get(every, ())
        rows = [Rows(each.number).of(lasting) for each in own]
        volumes = tuple(
            {unit: np.append(looked_up(volume, row, 0), 0) for unit, volume in each.volumes.items()}
            for each, row in zip(own, rows, strict=True)
        )
        told = np.zeros(lasting.size + 1, dtype=np.int64)
        if own:
            told[:-1][rows[0] < own[0].number.size] = len(own)
        return volumes, told

    def trees(self) -> dict[str, LineChanges]:
        found = {
            SPONSOR: self._changes(read(file_of(self.folder, "sponsors"), "*, 0::bigint as side"))
        }
        seats = read(file_of(self.folder, "seats"), "* exclude (tree)")
        trees = coded(file_of(self.folder, "seats"), "tree", "tree, member, since")
        for code, tree in enumerate(trees.words):
            rows = np.flatnonzero(trees.codes == code)
            found[tree] = self._changes({name: column[rows] for name, column in seats.items()})
        return found

    def _changes(self, told: Mapping[str, Any]) -> LineChanges:
        member, at = self.place[told["member"]], micros(told["since"])
        order = np.lexsort((at, member))
        return LineChanges(
            member=member[order],
            at=at[order],
            parent=self.place[told["parent"]][order],
            side=told["side"][order],
        )

    def paid_within(self) -> dict[str, Mapping[str, int]]:
        """By earlier closes within each period that persons are capped by, and with its orders
        before this one began."""
        found: dict[str, Mapping[str, int]] = {}
        numbers, ids = Rows(self._told["lasting"]), self._told["member_id"]
        before = paid_before(file_of(self.folder, "paid_before"))
        for around in self.frozen.capped:
            sums = dict(before.get(around.every, {}))
            for each in self.state.paid_within(around):
                rows = numbers.of(each.number)
                known = np.flatnonzero(rows < len(ids))
                paid = zip(ids[rows[known]].tolist(), each.amount[known].tolist(), strict=True)
                for member, amount in paid:
                    sums[member] = sums.get(member, 0) + amount
            if sums:
                found[around.every] = sums
        return found


def _with_house(column: Coded) -> Coded:
    return Coded(np.append(column.codes, NOT_GIVEN), column.words)
