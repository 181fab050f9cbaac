"""Binaries from period to period in columns against the naive close, which hands on every lot.

COMMISSIONS_PROOF=1 tries 3,000 lives of up to six periods.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

from commissions.audit.close.engine import closed
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import PeriodColumns, moment
from commissions.domain.close.engine import ClosedColumns, closed_columns, told_close
from commissions.domain.close.facts import LegState, Lot, PeriodFacts
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.results import CloseResult
from tests.support.binary_columns import shown
from tests.support.binary_histories import MONTH
from tests.support.binary_tables import through_tables
from tests.support.growing_binaries import a_plan_of_two, growing
from tests.support.random_periods import chance

PROOF = bool(os.environ.get("COMMISSIONS_PROOF"))
MANY, PERIODS = (10_000, 6) if PROOF else (6, 3)

type Lots = dict[tuple[str, str], LegState]
type Binaries = Mapping[str, CarriedBinary]


def test_periods_in_columns_come_to_what_the_naive_close_has_lot_by_lot() -> None:
    """What is brought along comes straight from the close before, from its files, or as lots."""
    seen: Counter[str] = Counter()
    for seed in range(MANY):
        random = chance(f"{seed} chain")
        plan = a_plan_of_two(random)
        binaries: Binaries = {}
        brought: Lots = {}
        for number, facts in enumerate(growing(seed, random.randint(2, PERIODS))):
            naive = closed(plan, replace(facts, legs=brought))
            columns = closed_columns(plan, carrying(random, facts, binaries, brought))
            told = told_close(columns)

            assert shown(told) == shown(naive), f"seed {seed}, period {number}"
            brought, binaries = lots(told), columns.binaries
            seen += counted(columns, naive)

    assert all(seen[what] for what in ("paid", "claw-backs", "by lot", "in columns"))


def test_orders_that_come_late_are_taken_in_by_the_next_run() -> None:
    """New ones, and what is added to others; some of them come back later."""
    seen: Counter[str] = Counter()
    for seed in range(2 * MANY, 4 * MANY):
        random = chance(f"{seed} late")
        plan = a_plan_of_two(random)
        binaries: Binaries = {}
        brought: Lots = {}
        late: set[str] = set()
        for number, facts in enumerate(with_late_orders(random, growing(seed, PERIODS + 1))):
            naive = closed(plan, replace(facts, legs=brought))
            columns = closed_columns(plan, carrying(random, facts, binaries, brought))
            told = told_close(columns)

            assert by_order(told) == by_order(naive), f"seed {seed}, period {number}"
            brought, binaries = lots(told), columns.binaries
            late |= {each.order_id for each in facts.late_orders}
            seen["late"] += len(facts.late_orders)
            seen["came back"] += sum(each.order_id in late for each in facts.late_returns)
            seen += counted(columns, naive)

    assert all(seen[what] for what in ("paid", "claw-backs", "late", "came back"))


def by_order(result: CloseResult) -> object:
    """Lots of one moment have no order of their own, and all late orders of a period come at one:
    so of each leg, and run, how much there is of which order."""

    def volumes(lots: Iterable[Lot]) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for lot in lots:
            found[lot.side, lot.order_id if lot.volume > 0 else ""] += lot.volume
        return found

    awards, legs, _, company = shown(result)
    after = {
        key: [volumes(lots) for lots in (each.after.lots, *(run.taken for run in each.after.runs))]
        for key, each in result.legs.items()
    }
    return awards, legs, after, company


def with_late_orders(random: Random, periods: list[PeriodFacts]) -> list[PeriodFacts]:
    found = list(periods)
    for number, facts in enumerate(periods[:-1]):
        late = [sale for sale in facts.sales if random.random() < 0.3]
        added = [
            replace(sale, volumes={"cv": random.randint(1, 200)})
            for sale in facts.sales
            if sale not in late and random.random() < 0.2
        ]
        kept = tuple(sale for sale in found[number].sales if sale not in late)
        found[number] = replace(found[number], sales=kept)
        coming = random.randint(number + 1, len(periods) - 1)
        known = {each.order_id for each in found[coming].late_orders}
        new = [each for each in (*late, *added) if each.order_id not in known]
        found[coming] = replace(found[coming], late_orders=(*found[coming].late_orders, *new))
    return found


def carrying(
    random: Random, facts: PeriodFacts, binaries: Binaries, brought: Lots
) -> PeriodColumns:
    match random.choice(["columns", "columns", "columns", "files", "lots"]):
        case "lots":
            return columns_of(replace(facts, legs=brought))
        case "files":
            read = {tree: through_tables(each) for tree, each in binaries.items()}
            return replace(columns_of(facts), binaries=read)
        case _:
            return replace(columns_of(facts), binaries=binaries)


def lots(result: CloseResult) -> Lots:
    return {key: legs.after for key, legs in result.legs.items()}


def counted(columns: ClosedColumns, naive: CloseResult) -> Counter[str]:
    touched = sum(len(each.state.touched) for each in columns.binaries.values())
    return Counter(
        {
            "paid": sum(each.amount > 0 for each in naive.awards),
            "claw-backs": sum(bool(each.source) for each in naive.awards),
            "by lot": touched,
            "in columns": len(naive.legs) - touched,
        }
    )


def test_what_is_forgotten_moves_nobodys_pay_while_refunds_are_of_what_is_known() -> None:
    """Three months are kept, which is longer than any lot of these plans lives, or comes back."""
    seen: Counter[str] = Counter()
    for seed in range(MANY, MANY + MANY // 3):
        random = chance(f"{seed} chain")
        plan = a_plan_of_two(random)
        binaries: Binaries = {}
        brought: Lots = {}
        for number, facts in enumerate(with_recent_refunds(growing(seed, PERIODS + 2))):
            naive = closed(plan, replace(facts, legs=brought))
            columns = closed_columns(plan, replace(columns_of(facts), binaries=binaries))

            assert sums(told_close(columns)) == sums(naive), f"seed {seed}, period {number}"
            brought = lots(naive)
            before = moment(facts.ends - 3 * MONTH)
            binaries = {tree: each.forgetting(before) for tree, each in columns.binaries.items()}
            seen += settled(columns.binaries, binaries)

    assert seen["forgotten"]
    assert seen["columns again"]


def with_recent_refunds(periods: list[PeriodFacts]) -> list[PeriodFacts]:
    """Only those of orders of the last three periods."""
    found = []
    for number, facts in enumerate(periods):
        recent = periods[max(0, number - 3) : number]
        sold = {sale.order_id for each in recent for sale in each.sales}
        late = tuple(each for each in facts.late_returns if each.order_id in sold)
        found.append(replace(facts, late_returns=late))
    return found


def sums(result: CloseResult) -> object:
    """Awards, and of each leg all but which orders it is of."""
    awards, legs, _, company = shown(result)
    open_ = {
        key: [(each.after.open("L"), each.after.open("R")), each.after.first_pair_paid]
        for key, each in result.legs.items()
    }
    return awards, legs, open_, company


def settled(before: Binaries, after: Binaries) -> Counter[str]:
    return Counter(
        {
            "forgotten": sum(
                len(before[tree].state.closed) - len(each.state.closed)
                for tree, each in after.items()
            ),
            "columns again": sum(
                len(before[tree].state.touched) - len(each.state.touched)
                for tree, each in after.items()
            ),
        }
    )
