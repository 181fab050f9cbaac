"""A company whose facts are told late by chance, close by close: each goes by what was told until
its freeze, and by what was told until that of the close before.

Some orders are told as something else first: larger, of another seller, or as no sale at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.state_files import read_state, write_state
from commissions.application.close.warehouse_tables import ClosedBefore, Tables
from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.order_book import CountedOrder, OrderBook
from commissions.application.simulation.plan_calendar import INSTANT, PlanCalendar
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.plans import read_plan
from commissions.domain.plans.period_calendar import LENGTHS, PeriodSpan
from tests.support.builders import Document
from tests.support.warehouse_files import (
    member_rows,
    order_lines,
    refund_lines,
    seat_rows,
    write_parts,
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ToldClose:
    span: PeriodSpan
    closed: ClosedColumns
    inputs: Path
    tables: Tables


@dataclass
class _Telling:
    """When each fact of an order is told: the number of a close before whose freeze it is."""

    order: CountedOrder
    order_at: int
    returns_at: Sequence[int]
    mistaken: Mapping[str, Any] = field(default_factory=dict)
    right_at: int = 0
    """When a mistake is put right."""

    def known(self, close: int) -> tuple[int, CountedOrder, bool] | None:
        """The revision, the order with what is told of it, and whether it is told right."""
        if close < self.order_at:
            return None
        told = [
            back
            for back, at in zip(self.order.returns, self.returns_at, strict=True)
            if at <= close
        ]
        right = close >= self.right_at
        return 1 + len(told) + right, replace(self.order, returns=tuple(told)), right


def told_chain(
    folder: Path, document: Document, company: CompanyFacts, random: Random, late: float = 0.4
) -> Iterator[ToldClose]:
    """`late`: how likely a fact is told later than it could be. By the last
    close of each kind all is told."""
    plan = read_plan(document)
    book = OrderBook(plan, company)
    moments = [*(each.at for each in company.orders), *(each.at for each in company.returns)]
    calendar = PlanCalendar(plan.document, min(moments), max(moments))
    spans = _spans(calendar)
    tellings = [_telling(each, spans, random, late, company) for each in book.orders]
    state, last_close = CarriedState(), min(moments) + INSTANT
    closes: dict[str, ClosedBefore] = {}
    tables = _people(folder / "people", company)
    for number, span in enumerate(spans):
        tables = _with(tables, folder / f"{number}", tellings, book, number)
        inputs = folder / f"{number}/inputs"
        before = closes.get(span.every)
        freeze_inputs(tables, plan.document, span, inputs, last_close=last_close, before=before)
        closed = close_period(inputs, state, plan.document)
        yield ToldClose(span, closed, inputs, tables)
        write_state(folder / f"{number}/state", state, closed)
        state, last_close = read_state(folder / f"{number}/state"), span.ends
        first = before.first if before else span.starts
        told = (*(before.closes if before else ()), (span.starts, span.ends, _frozen(number)))
        closes[span.every] = ClosedBefore(tables, span.ends, first, told)


def _frozen(close: int) -> datetime:
    """When a close was frozen, by its number."""
    return datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=close)


def _spans(calendar: PlanCalendar) -> list[PeriodSpan]:
    found = [
        (span.ends, LENGTHS.index(part["every"]), span)
        for part in calendar.closing
        for span in calendar.spans(part)
    ]
    return [span for _, _, span in sorted(found, key=lambda each: each[:2])]


def _telling(
    order: CountedOrder,
    spans: Sequence[PeriodSpan],
    random: Random,
    late: float,
    company: CompanyFacts,
) -> _Telling:
    numbers = {span.every: number for number, span in enumerate(spans)}
    last = min(numbers.values())

    def told(at: Any) -> int:
        soonest = next((n for n, span in enumerate(spans) if span.closes_at > at), last)
        return random.randint(soonest, last) if random.random() < late else soonest

    at = told(order.told.at)
    telling = _Telling(order, at, [told(back.at) for back in order.returns])
    if random.random() < late / 2:
        telling.right_at = random.randint(at, last)
        others = [each.member_id for each in company.members if each.kind == "participant"]
        telling.mistaken = random.choice(
            [{"status": "not_sold"}, {"more": 77_700}, {"seller": random.choice(others)}]
        )
    return telling


def _with(
    tables: Tables,
    folder: Path,
    tellings: Sequence[_Telling],
    book: OrderBook,
    close: int,
) -> Tables:
    """With a part of what was told since the close before."""
    lines: list[Row] = []
    returns: list[Row] = []
    for telling in tellings:
        known = telling.known(close)
        if known is None or (close and known == telling.known(close - 1)):
            continue
        revision, order, right = known
        recorded = {"recorded_at": _frozen(close) - INSTANT}
        rows: list[Row] = [{**each, **recorded} for each in order_lines(order, book.plan, revision)]
        lines += rows if right else [_mistaken(each, telling.mistaken) for each in rows]
        returns += refund_lines(order, revision)
    found = {name: list(files) for name, files in tables.items()}
    for name, rows in (("fact_order_line", lines), ("fact_refund_line", returns)):
        if rows:
            found.setdefault(name, []).extend(write_parts(folder / name, rows, 1))
    return found


def _mistaken(row: Row, mistaken: Mapping[str, Any]) -> Row:
    more = mistaken.get("more", 0)
    words = {name: word for name, word in mistaken.items() if name != "more"}
    return {**row, **words, **{unit: row[unit] + more for unit in UNITS}}


def _people(folder: Path, company: CompanyFacts) -> Tables:
    found = {"dim_member": write_parts(folder / "dim_member", list(member_rows(company)), 1)}
    if company.seats:
        found["dim_seat"] = write_parts(folder / "dim_seat", list(seat_rows(company)), 1)
    return found
