"""Months of a company with a binary, as the periods that a close takes: single orders by time.

All months have the same orders. In the months before, the company was smaller: a fiftieth of all
members took their seats in the month that is measured, and as many in the one before.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

import numpy as np

from commissions.domain.close.columns import (
    SPONSOR,
    Coded,
    LineChanges,
    LineColumns,
    PeriodColumns,
    SaleColumns,
)
from tools.bench_close.company_columns import CompanyColumns
from tools.bench_close.draws import Ints
from tools.bench_close.frozen_period import LONG_AGO, Names, frozen_period
from tools.bench_close.period import ENDS, STARTS, MonthOrders, micros

TREE = "binary"
MONTH = timedelta(days=31)
MONTHS = 3
"""The one that is measured is the last."""
NEW_A_MONTH = 50
"""One of so many."""


@dataclass(frozen=True, slots=True)
class BinaryMonths:
    company: CompanyColumns
    orders: MonthOrders

    def period(self, months_ago: int) -> PeriodColumns:
        """Members by place, as they stood then; nothing is brought along yet."""
        now, back = self._as_of(months_ago), months_ago * MONTH
        frozen = frozen_period(now)
        house = frozen.members.house
        place = np.empty(house, np.int64)
        place[frozen.members.enrolment[:-1]] = np.arange(house)
        month = month_name(months_ago)
        return replace(
            frozen,
            period=month,
            starts=STARTS - back,
            ends=ENDS - back,
            sales=self._sales(place, month, micros(STARTS) - micros(STARTS - back)),
            trees={SPONSOR: frozen.trees[SPONSOR], TREE: self._seats(now, place)},
        )

    def _members(self, months_ago: int) -> int:
        members = len(self.company.sponsor)
        return members - months_ago * (members // NEW_A_MONTH)

    def _as_of(self, months_ago: int) -> CompanyColumns:
        """A company of before is the beginning of what it is now."""
        members = self._members(months_ago)
        names = CompanyColumns.__dataclass_fields__
        return CompanyColumns(**{name: getattr(self.company, name)[:members] for name in names})

    def _seats(self, now: CompanyColumns, place: Ints) -> LineChanges:
        """Who is new took the seat as their first month began."""
        number, house = np.argsort(place), len(place)
        above = now.seat_above[number]
        since = np.full(house, micros(LONG_AGO))
        for ago in reversed(range(MONTHS)):
            since[number >= self._members(ago + 1)] = micros(STARTS - ago * MONTH)
        return LineChanges(
            member=np.arange(house),
            at=since,
            parent=np.where(above < 0, house, place[above]),
            side=np.where(above < 0, 0, 1 + now.seat_right[number]),
        )

    def _sales(self, place: Ints, month: str, back: int) -> SaleColumns:
        orders = self.orders
        known = np.flatnonzero(orders.member < len(place))
        seller, own = place[orders.member[known]], ~orders.of_customer[known]
        nothing = np.broadcast_to(np.int64(0), len(known))
        none = nothing[:0]
        return SaleColumns(
            ids=cast("tuple[str, ...]", Names(f"{month}/", len(known))),
            at=orders.at[known] - back,
            seller=seller,
            buyer=np.where(own, seller, len(place)),
            own=own,
            participant=own,
            first=np.broadcast_to(np.False_, len(known)),
            customer=nothing,
            volumes={"cv": orders.cv[known], "qv": orders.qv[known]},
            margin=nothing,
            earned={},
            earned_in_all=0,
            lines=LineColumns(sale=none, sku=Coded(none, ()), volumes={}),
        )


def month_name(months_ago: int) -> str:
    return f"{STARTS - months_ago * MONTH + MONTH / 2:%Y-%m}"
