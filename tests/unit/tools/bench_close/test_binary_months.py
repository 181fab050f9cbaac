"""The measured binary, month by month through its files, comes to what the naive close makes of the
same facts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from commissions.audit.close.engine import closed
from commissions.domain.close.columns import PeriodColumns, datetime_of
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.facts import (
    LegState,
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SeatFacts,
    Since,
)
from tools.bench_close.binary_months import MONTHS, TREE, BinaryMonths
from tools.bench_close.binary_run import close_month
from tools.bench_close.company_columns import company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.frozen_period import LONG_AGO
from tools.bench_close.period import month_orders
from tools.bench_close.plan_files import plan
from tools.bench_close.stopwatch import Stopwatch


def test_a_month_that_begins_from_files_pays_what_the_naive_close_pays(tmp_path: Path) -> None:
    company = company_files(60, 700, 7, tmp_path)
    months = BinaryMonths(company_columns(company), month_orders(company))
    brought: Mapping[tuple[str, str], LegState] = {}
    for ago in reversed(range(MONTHS)):
        columns = close_month(company, ago, Stopwatch())
        facts = told(months.period(ago))
        naive = closed(plan("binary"), replace(facts, legs=brought))
        brought = {key: legs.after for key, legs in naive.legs.items()}

        assert paid(columns) == {each.member: each.amount for each in naive.awards if each.amount}
        assert carried(columns) == {
            int(member): (after.open("L"), after.open("R"))
            for (_, member), after in brought.items()
        }
    assert paid(columns)
    assert not columns.binaries[TREE].state.touched


def test_the_company_was_smaller_the_month_before(tmp_path: Path) -> None:
    company = company_files(120, 1_500, 7, tmp_path)
    months = BinaryMonths(company_columns(company), month_orders(company))

    assert [months.period(ago).members.house for ago in range(MONTHS)] == [120, 118, 116]


def paid(closed: ClosedColumns) -> dict[str, int]:
    """By the number with which members enrolled."""
    number, [awards] = closed.close.period.members.enrolment, closed.awards
    rows = awards.amount.nonzero()[0]
    return {str(number[awards.member[row]]): int(awards.amount[row]) for row in rows}


def carried(closed: ClosedColumns) -> dict[int, tuple[int, ...]]:
    after = closed.binaries[TREE]
    left, right = after.state.open.tolist()
    return dict(zip(after.number.tolist(), zip(left, right, strict=True), strict=True))


def told(period: PeriodColumns) -> PeriodFacts:
    """The columns as records."""
    number = [*map(str, period.members.enrolment.tolist())]
    number[-1] = ""
    return PeriodFacts(
        period=period.period,
        every=period.every,
        starts=period.starts,
        ends=period.ends,
        members=tuple(members(period, number)),
        seats=tuple(seats(period, number)),
        sales=tuple(sales(period, number)),
    )


def members(period: PeriodColumns, number: list[str]) -> Iterator[MemberFacts]:
    sponsors, status = period.trees["sponsor"], period.members.status
    for place in range(period.members.house):
        yield MemberFacts(
            member_id=number[place],
            enrolled_at=LONG_AGO + timedelta(minutes=int(number[place])),
            sponsors=(Since(LONG_AGO, number[sponsors.parent[place]]),),
            statuses=(Since(LONG_AGO, status.words[status.codes[place]]),),
        )


def seats(period: PeriodColumns, number: list[str]) -> Iterator[SeatFacts]:
    changes = period.trees[TREE]
    for place in range(period.members.house):
        yield SeatFacts(
            tree=TREE,
            member_id=number[changes.member[place]],
            parent=number[changes.parent[place]],
            side=("", "L", "R")[changes.side[place]],
            since=datetime_of(int(changes.at[place])),
        )


def sales(period: PeriodColumns, number: list[str]) -> Iterator[SaleFacts]:
    sales = period.sales
    for row, order in enumerate(sales.ids):
        yield SaleFacts(
            order_id=order,
            at=datetime_of(int(sales.at[row])),
            seller=number[sales.seller[row]],
            buyer=number[sales.buyer[row]],
            buyer_class="participant" if sales.own[row] else "customer",
            volumes={unit: int(volume[row]) for unit, volume in sales.volumes.items()},
        )
