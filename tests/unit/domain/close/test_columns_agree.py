"""The close in columns and the close that walks every order agree to the minor unit.

COMMISSIONS_PROOF=1 closes many more periods.
"""

import os
from collections import Counter

import pytest

from commissions.audit.close.engine import closed as walked
from commissions.domain.close.engine import closed
from commissions.domain.close.results import CloseResult, PeriodAward
from tests.support.column_chance import a_company, chance
from tests.support.column_plans import MAKERS, a_plan

PERIODS = 10_000 if os.environ.get("COMMISSIONS_PROOF") else 150
PARTS = 10


def paid(result: CloseResult) -> list[PeriodAward]:
    return [award for award in result.awards if award.amount]


def unpaid(result: CloseResult) -> dict[tuple[str, str, int, str], int]:
    """By member, bonus, level and reason what was not paid on: columns sum up what went by."""
    found: Counter[tuple[str, str, int, str]] = Counter()
    for award in result.awards:
        if not award.amount:
            found[award.member, award.bonus, award.level, award.reason] += award.base
    return {key: base for key, base in found.items() if base}


@pytest.mark.parametrize("part", range(PARTS))
def test_columns_and_walks_agree_on_periods_and_plans_of_chance(part: int) -> None:
    for seed in range(part, PERIODS, PARTS):
        random = chance(seed)
        facts = a_company(random, random.randint(1, random.choice([5, 20, 60])))
        kinds = [kind for kind in MAKERS if random.random() < 0.4] or ["levels"]
        document = a_plan(random, kinds)

        columns, walk = closed(document, facts), walked(document, facts)

        told = f"seed {seed}: {kinds}"
        assert columns.members == walk.members, told
        assert paid(columns) == paid(walk), told
        assert unpaid(columns) == unpaid(walk), told
        assert columns.company == walk.company, told
