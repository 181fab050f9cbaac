"""Closes of a company through files: what each is frozen as, comes to, and leaves to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.state_files import read_state, write_state
from commissions.application.close.warehouse_tables import ClosedBefore, Tables
from commissions.application.simulation.closing_chain import ClosingChain, SimulatedClose
from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.order_book import OrderBook
from commissions.application.simulation.plan_calendar import INSTANT, PlanCalendar
from commissions.domain.close.engine import ClosedColumns, told_close
from commissions.domain.close.results import CloseResult
from commissions.domain.plans import read_plan
from tests.support.builders import Document
from tests.support.warehouse_files import warehouse_files

KNOWN_BY = datetime(2100, 1, 1, tzinfo=UTC)
"""Nothing is told late: whatever is known at all was known at every freeze."""


@dataclass(frozen=True)
class BothCloses:
    on_records: SimulatedClose
    through_files: ClosedColumns
    tables: Tables
    inputs: Path
    state: Path
    """Written when the next close is asked for."""

    @property
    def told(self) -> CloseResult:
        return told_close(self.through_files)


def both_chains(
    folder: Path, document: Document, company: CompanyFacts, random: Random
) -> Iterator[BothCloses]:
    """Every close of a plan by the simulation, and from files of a warehouse of the same facts."""
    plan = read_plan(document)
    book = OrderBook(plan, company)
    moments = [*(each.at for each in company.orders), *(each.at for each in company.returns)]
    calendar = PlanCalendar(plan.document, min(moments), max(moments))
    tables = warehouse_files(folder / "warehouse", book, random)
    state, last_close = CarriedState(), min(moments) + INSTANT
    closes: dict[str, ClosedBefore] = {}
    for number, each in enumerate(ClosingChain(plan.document, book, calendar).closes()):
        inputs = folder / f"{number}/inputs"
        before = closes.get(each.span.every)
        freeze_inputs(
            tables, plan.document, each.span, inputs, last_close=last_close, before=before
        )
        first = before.first if before else each.span.starts
        told = (*(before.closes if before else ()), (each.span.starts, each.span.ends, KNOWN_BY))
        closes[each.span.every] = ClosedBefore(tables, each.span.ends, first, told)
        closed = close_period(inputs, state, plan.document)
        after = folder / f"{number}/state"
        yield BothCloses(each, closed, tables, inputs, after)
        write_state(after, state, closed)
        state, last_close = read_state(after), each.span.ends
