"""A part of a period: who was ever below somebody within it, with their orders and all above them.

Whatever a bonus brings that somebody comes from there, so that it can be worked out again without
all others. Members keep their order; who is only named by an order stands alone at the top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from commissions.domain.close.columns import (
    Coded,
    LineChanges,
    LineColumns,
    MemberColumns,
    PeriodColumns,
    SaleColumns,
)
from commissions.domain.close.exact import Mask, Places

ANYBODY = -1
NOBODY_SAID: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtree:
    period: PeriodColumns
    members: Places
    """Of every member of the part the number in the whole period; without the house."""
    below: Mask
    """Of every member of the part, whether they were ever at or below one of the tops."""

    def number(self, member: int) -> int:
        """In the part, of a member of it."""
        return int(np.searchsorted(self.members, member))


@dataclass(frozen=True)
class StoodUnder:
    """Who stood under whom in any of some trees, at any moment that a period knows."""

    period: PeriodColumns
    trees: Sequence[str]

    def below(self, tops: Sequence[int], without: Sequence[int] = ()) -> Mask:
        """By member number, with the house: who ever stood at or below one of them, but for who
        did so only through those who are left out."""
        return self._reached(tops, self._down, without)

    def above(self, tops: Sequence[int]) -> Mask:
        """The same of who stood at or above them."""
        return self._reached(tops, self._up)

    def front_line(self, member: int) -> list[int]:
        """Who ever stood directly below."""
        found = [each.after(np.array([member])) for each in self._down]
        return [int(each) for each in np.unique(np.concatenate(found))] if found else []

    @cached_property
    def _edges(self) -> list[tuple[Places, Places]]:
        changes = [self.period.trees[tree] for tree in self.trees if tree in self.period.trees]
        placed = [each.parent != self.period.members.house for each in changes]
        return [(e.parent[has], e.member[has]) for e, has in zip(changes, placed, strict=True)]

    @cached_property
    def _down(self) -> list["_ByStart"]:
        slots = self.period.members.house + 1
        return [_ByStart.of(parent, child, slots) for parent, child in self._edges]

    @cached_property
    def _up(self) -> list["_ByStart"]:
        slots = self.period.members.house + 1
        return [_ByStart.of(child, parent, slots) for parent, child in self._edges]

    def _reached(
        self, tops: Sequence[int], lines: Sequence["_ByStart"], without: Sequence[int] = ()
    ) -> Mask:
        """A front of members at a time."""
        found = np.zeros(self.period.members.house + 1, dtype=bool)
        found[list(without)] = True
        front = np.unique(np.array(tops, dtype=np.int64))
        while front.size:
            found[front] = True
            following = [each.after(front) for each in lines]
            reached = np.unique(np.concatenate(following)) if following else front[:0]
            front = reached[~found[reached]]
        found[list(without)] = False
        return found


@dataclass(frozen=True, slots=True)
class _ByStart:
    """Edges by where they start."""

    begins: Places
    ends: Places

    @classmethod
    def of(cls, first: Places, second: Places, slots: int) -> "_ByStart":
        order = np.argsort(first, kind="stable")
        counts = np.bincount(first, minlength=slots)
        return cls(np.concatenate([[0], np.cumsum(counts)]), second[order])

    def after(self, front: Places) -> Places:
        begins = self.begins[front]
        many = self.begins[front + 1] - begins
        last = np.cumsum(many)
        total = int(last[-1]) if last.size else 0
        return self.ends[np.repeat(begins - (last - many), many) + np.arange(total)]


def subtree(  # noqa: PLR0913 - what a part is made of
    period: PeriodColumns,
    below: Mask,
    above: Mask,
    heads: Sequence[int],
    *,
    under: Mapping[int, int] = NOBODY_SAID,
    bought: bool = False,
) -> Subtree:
    """`below`: whose orders count, by who sold or `bought` them; `above`: who else has a place.
    What comes up leaves through the heads alone: every other line that leads out ends there.
    `under`: of some the only one to whom theirs may lead."""
    house, sales = period.members.house, period.sales
    rows = np.flatnonzero(below[sales.buyer if bought else sales.seller])
    has_place = below | above
    has_place[house] = False
    known = has_place.copy()
    known[sales.seller[rows]] = True
    known[sales.buyer[rows]] = True
    known[house] = False
    members = np.flatnonzero(known)
    number = np.full(house + 1, members.size, dtype=np.int64)
    number[members] = np.arange(members.size)
    is_head = np.zeros(house + 1, dtype=bool)
    is_head[list(heads)] = True
    only = np.full(house + 1, ANYBODY, dtype=np.int64)
    only[list(under)] = list(under.values())
    cut = _Cut(number, np.append(members, house), has_place, below, is_head, only)
    part = replace(
        period,
        members=cut.members(period.members),
        sales=cut.sales(sales, rows),
        trees={tree: cut.changes(each) for tree, each in period.trees.items()},
        carried={key: each[cut.slots] for key, each in period.carried.items()},
        legs={},
        late_returns=(),
        late_orders=(),
        kept=None,
    )
    return Subtree(period=part, members=members, below=below[members])


@dataclass(frozen=True, slots=True)
class _Cut:
    number: Places
    """By number of the whole period that of the part; the part's house of who is not in it."""
    slots: Places
    """The numbers of the whole period, with the house."""
    has_place: Mask
    below: Mask
    is_head: Mask
    only: Places
    """By number under whom alone, or ANYBODY."""

    def changes(self, changes: LineChanges) -> LineChanges:
        """Under whom is not in the part: at the top."""
        rows = np.flatnonzero(self.has_place[changes.member])
        member, parent = changes.member[rows], changes.parent[rows]
        leaves = self.is_head[member] | ~self.below[member]
        leaves &= (self.only[member] == ANYBODY) | (self.only[member] == parent)
        keeps = self.has_place[parent] & (leaves | (self.below[member] & self.below[parent]))
        return LineChanges(
            member=self.number[member],
            at=changes.at[rows],
            parent=np.where(keeps, self.number[parent], self.slots.size - 1),
            side=changes.side[rows],
        )

    def members(self, members: MemberColumns) -> MemberColumns:
        slots = self.slots
        title = members.judged_title
        return replace(
            members,
            ids=[members.ids[each] for each in slots.tolist()],
            enrolment=members.enrolment[slots],
            lasting=None if members.lasting is None else members.lasting[slots],
            enrolled=members.enrolled[slots],
            enrolled_number=members.enrolled_number[slots],
            participant=members.participant[slots],
            status=self._coded(members.status),
            title=self._coded(members.title),
            periods_below=members.periods_below[slots],
            periods_missed=members.periods_missed[slots],
            owner=members.owner[slots],
            judged_rank=self._coded(members.judged_rank),
            judged_active=members.judged_active[slots],
            earlier=tuple(
                {unit: volume[slots] for unit, volume in each.items()} for each in members.earlier
            ),
            periods_told=members.periods_told[slots],
            judged_title=None if title is None else self._coded(title),
        )

    def _coded(self, column: Coded) -> Coded:
        return Coded(column.codes[self.slots], column.words)

    def sales(self, sales: SaleColumns, rows: Places) -> SaleColumns:
        return replace(
            sales,
            ids=[sales.ids[each] for each in rows.tolist()],
            at=sales.at[rows],
            seller=self.number[sales.seller[rows]],
            buyer=self.number[sales.buyer[rows]],
            own=sales.own[rows],
            participant=sales.participant[rows],
            first=sales.first[rows],
            customer=np.unique(sales.customer[rows], return_inverse=True)[1],
            volumes=_rows_of(sales.volumes, rows),
            margin=sales.margin[rows],
            earned=_rows_of(sales.earned, rows),
            lines=_lines_of(sales.lines, rows, sales.at.size),
        )


def _rows_of(columns: Mapping[str, Places], rows: Places) -> dict[str, Places]:
    return {name: each[rows] for name, each in columns.items()}


def _lines_of(lines: LineColumns, rows: Places, orders: int) -> LineColumns:
    number = np.full(orders, -1, dtype=np.int64)
    number[rows] = np.arange(rows.size)
    kept = np.flatnonzero(number[lines.sale] >= 0)
    return LineColumns(
        sale=number[lines.sale[kept]],
        sku=Coded(lines.sku.codes[kept], lines.sku.words),
        volumes=_rows_of(lines.volumes, kept),
    )
