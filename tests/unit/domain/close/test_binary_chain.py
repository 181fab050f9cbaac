"""Binaries from period to period in columns against the naive close, which hands on every lot.

COMMISSIONS_PROOF=1 tries 3,000 lives of up to six periods.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from commissions.audit.close.engine import closed
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import PeriodColumns, moment
from commissions.domain.close.engine import ClosedColumns, closed_columns, told_close
from commissions.domain.close.facts import LegState, PeriodFacts
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.results import CloseResult
from tests.support.binary_columns import shown
from tests.support.binary_histories import MONTH
from tests.support.binary_tables import through_tables
from tests.support.growing_binaries import a_plan_of_two, growing
from tests.support.random_periods import chance

PROOF = bool(os.environ.get("COMMISSIONS_PROOF"))
MANY, PERIODS = (3_000, 6) if PROOF else (6, 3)

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
