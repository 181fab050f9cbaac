"""A company's columns as the period that a close takes: members by place, a row a sum of sales.

No bonus of the measured plan asks for single orders, so a member's own purchases of the month are
one row, and what customers bought from the member is another.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast, overload

import numpy as np

from commissions.domain.close.columns import (
    NOT_GIVEN,
    SPONSOR,
    Coded,
    LineChanges,
    LineColumns,
    MemberColumns,
    PeriodColumns,
    SaleColumns,
    moment,
)
from commissions.domain.close.preorder import laid_out
from tools.bench_close.company_columns import CompanyColumns
from tools.bench_close.draws import Flags, Ints
from tools.bench_close.period import ENDS, STARTS

LONG_AGO = datetime(2025, 1, 1, tzinfo=STARTS.tzinfo)


class Names(Sequence[str]):
    """Ids that are made when somebody reads them: a close works with numbers."""

    def __init__(self, letter: str, count: int) -> None:
        self.letter, self._count = letter, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return (f"{self.letter}{place}" for place in range(self._count))

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        if place >= self._count:
            raise IndexError(place)
        return f"{self.letter}{place}"


def frozen_period(company: CompanyColumns) -> PeriodColumns:
    layout = laid_out(np.where(company.sponsor < 0, len(company.sponsor), company.sponsor))
    number = layout.ids[:-1]
    return PeriodColumns(
        every="month",
        period="2026-10",
        starts=STARTS,
        ends=ENDS,
        members=_members(number, company.in_good_standing[number]),
        sales=_sales(company, number),
        trees={SPONSOR: _stood(layout.parent[:-1])},
    )


def _members(number: Ints, in_good_standing: Flags) -> MemberColumns:
    """`number`: by place, who enrolled as which."""
    slots = len(number) + 1
    nothing, not_given = _of_everybody(0, slots), _of_everybody(NOT_GIVEN, slots)
    status = np.append(np.where(in_good_standing, 0, 1), NOT_GIVEN).astype(np.int8)
    names = cast("tuple[str, ...]", Names("m", slots))
    return MemberColumns(
        ids=names,
        enrolment=np.append(number, -1),
        enrolled=np.full(slots, moment(LONG_AGO)),
        enrolled_number=nothing,
        participant=np.append(np.ones(slots - 1, bool), False),
        status=Coded(status, ("active", "terminated")),
        title=Coded(not_given, ()),
        periods_below=nothing,
        owner=np.append(np.arange(slots - 1), 0),
        owners=names,
        judged_rank=Coded(not_given, ()),
        judged_active=not_given,
        periods_missed=not_given,
        earlier=(),
        periods_told=nothing,
    )


def _sales(company: CompanyColumns, number: Ints) -> SaleColumns:
    own, customers = (
        np.flatnonzero(volume[number]) for volume in (company.own_qv, company.customers_qv)
    )
    seller = np.concatenate([own, customers])
    bought = np.arange(len(seller)) < len(own)
    nobody, nothing = len(number), _of_everybody(0, len(seller))
    return SaleColumns(
        ids=cast("tuple[str, ...]", Names("s", len(seller))),
        at=_of_everybody(moment(ENDS) - 1, len(seller)),
        seller=seller,
        buyer=np.where(bought, seller, nobody),
        own=bought,
        participant=bought,
        first=_of_everybody(0, len(seller)).astype(bool),
        customer=np.arange(len(seller)),
        volumes={
            "cv": _joined(company.own_cv[number[own]], company.customers_cv[number[customers]]),
            "qv": _joined(company.own_qv[number[own]], company.customers_qv[number[customers]]),
        },
        margin=nothing,
        earned={},
        earned_in_all=0,
        lines=LineColumns(sale=nothing[:0], sku=Coded(nothing[:0], ()), volumes={}),
    )


def _joined(*columns: Ints) -> Ints:
    return np.concatenate(columns)


def _stood(parent: Ints) -> LineChanges:
    """Nobody moved within the month."""
    return LineChanges(
        member=np.arange(len(parent)),
        at=np.full(len(parent), moment(LONG_AGO)),
        parent=parent,
        side=_of_everybody(0, len(parent)),
    )


def _of_everybody(figure: int, many: int) -> Ints:
    """A column that has the same in every row, and takes the room of one."""
    return np.broadcast_to(np.int64(figure), many)
