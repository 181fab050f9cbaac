"""The rows of an order say of its volume what the ledger says, whatever its store has told."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.export.order_rows import order_rows
from commissions.application.export.row_words import Rows
from commissions.application.simulation.facts_reading import read_facts
from commissions.application.simulation.order_book import OrderBook
from commissions.application.simulation.past_order import NotSold, sold_order
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.facts import Fact, fact, new_facts
from commissions.domain.ledger.target import PlanOf, fold
from commissions.domain.plans import Plan
from commissions.tables.facts import FactRow
from commissions.warehouse.schema import (
    FACT_ORDER_LINE,
    FACT_REFUND_LINE,
    TABLES,
    WarehouseTable,
)
from tests.support.bundled_lives import BundledLife
from tests.support.histories import History, history
from tests.support.memory_ledger import MemoryLedger
from tests.support.money_lives import MoneyLife
from tests.support.orders import PLAN
from tests.support.simulations import facts as facts_document

BEGIN = datetime(2026, 12, 1, tzinfo=UTC)
SEEDS = range(60)


def lives(seed: int) -> Iterator[tuple[History, list[Fact]]]:
    """A history, and what was known after each of its deliveries."""
    told, known = history(seed), list[Fact]()
    for delivery in told.deliveries:
        known += new_facts([fact(each) for each in delivery], known)
        yield told, list(known)


def always(plan: Plan) -> PlanOf:
    return lambda _: plan


def rows_of(plan: Plan, known: list[Fact]) -> Rows:
    rows = [FactRow(each, "", BEGIN + timedelta(seconds=n)) for n, each in enumerate(known)]
    key = known[0].content.order_key
    return order_rows(key, rows, always(plan), lambda store, customer: f"{store}|{customer}")


def volumes(found: Rows, table: WarehouseTable, moments: int = 99) -> Counter[str]:
    sums: Counter[str] = Counter()
    for of, row in found:
        if of is table and row.get("moment", 0) <= moments:
            sums.update({unit: row[unit] for unit in UNITS})
    return sums


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_less_what_came_back_are_the_volume_accounts_of_the_ledger(seed: int) -> None:
    for told, known in lives(seed):
        found = rows_of(told.plan, known)
        sold, back = volumes(found, FACT_ORDER_LINE), volumes(found, FACT_REFUND_LINE)
        target = fold(known, always(told.plan))
        due = {unit: amount for (_, unit), amount in target.volumes.items()}

        if target.credit and target.credit.seller and due:
            assert {unit: sold[unit] - back[unit] for unit in UNITS} == due
        if target.void:
            assert not any(sold.values())


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("life", [MoneyLife, BundledLife])
def test_disputes_decisions_shortfalls_and_bundles_come_to_the_ledgers_volume_too(
    life: type[MoneyLife], seed: int
) -> None:
    ledger = MemoryLedger(PLAN)
    for content in life(seed, decides=True).facts:
        ledger.settle(content)
        known = [*ledger.facts.values()]
        found = rows_of(PLAN, known)
        sold, back = volumes(found, FACT_ORDER_LINE), volumes(found, FACT_REFUND_LINE)
        due = {unit: amount for (_, unit), amount in fold(known, always(PLAN)).volumes.items()}

        assert {unit: sold[unit] - back[unit] for unit in UNITS} == (due or dict.fromkeys(UNITS, 0))


@pytest.mark.parametrize("seed", SEEDS)
def test_after_each_moment_as_much_is_left_as_a_simulation_of_the_order_leaves(seed: int) -> None:
    for told, known in lives(seed):
        try:
            sold = sold_order(known, always(told.plan), lambda _member, _at: ())
        except NotSold:
            continue
        people = {sold.credit.seller, sold.credit.buyer} - {""}
        document = facts_document(
            [{"id": name} for name in sorted(people)], [sold.order], list(sold.refunds)
        )
        company = read_facts(document, told.plan.timezone, told.plan.base_currency)
        [counted] = OrderBook(told.plan, company).orders
        found = rows_of(told.plan, known)
        for moment in range(len(counted.returns) + 1):
            left = volumes(found, FACT_ORDER_LINE)
            left.subtract(volumes(found, FACT_REFUND_LINE, moment))

            assert dict(left) == counted.volumes(counted.returns[:moment])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_has_every_column_of_its_table(seed: int) -> None:
    for told, known in lives(seed):
        for table, row in rows_of(told.plan, known):
            assert row.keys() == TABLES[table.name].columns.keys()
