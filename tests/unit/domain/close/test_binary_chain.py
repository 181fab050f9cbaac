"""Binaries from period to period in columns against the naive close, which hands on every lot.

COMMISSIONS_PROOF=1 tries 3,000 lives of up to six periods.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from commissions.audit.close.engine import closed
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import closed_columns, told_close
from commissions.domain.close.facts import LegState, PeriodFacts
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.results import CloseResult
from tests.support.binary_columns import shown
from tests.support.growing_binaries import a_plan_of_two, growing
from tests.support.random_periods import chance

PROOF = bool(os.environ.get("COMMISSIONS_PROOF"))
MANY, PERIODS = (3_000, 6) if PROOF else (40, 4)

type Lots = dict[tuple[str, str], LegState]


def test_periods_in_columns_come_to_what_the_naive_close_has_lot_by_lot() -> None:
    seen: Counter[str] = Counter()
    for seed in range(MANY):
        random = chance(f"{seed} chain")
        plan = a_plan_of_two(random)
        binaries: Mapping[str, CarriedBinary] = {}
        brought: Lots = {}
        for number, facts in enumerate(growing(seed, random.randint(2, PERIODS))):
            naive = closed(plan, replace(facts, legs=brought))
            columns = closed_columns(plan, carrying(facts, binaries))

            assert shown(told_close(columns)) == shown(naive), f"seed {seed}, period {number}"
            brought = lots(naive)
            binaries = columns.binaries
            seen += counted(binaries, naive)

    assert all(seen[what] for what in ("paid", "claw-backs", "by lot", "in columns"))


def carrying(facts: PeriodFacts, binaries: Mapping[str, CarriedBinary]) -> PeriodColumns:
    return replace(columns_of(facts), binaries=binaries)


def lots(result: CloseResult) -> Lots:
    return {key: legs.after for key, legs in result.legs.items()}


def counted(binaries: Mapping[str, CarriedBinary], naive: CloseResult) -> Counter[str]:
    touched = sum(len(each.state.touched) for each in binaries.values())
    return Counter(
        {
            "paid": sum(each.amount > 0 for each in naive.awards),
            "claw-backs": sum(bool(each.source) for each in naive.awards),
            "by lot": touched,
            "in columns": len(naive.legs) - touched,
        }
    )
