"""Companies and plans as chance makes them up, over three months with moves, refunds and carries.

COMMISSIONS_PROOF=1 simulates 2,000 of them, or as many as it says.
"""

from collections import Counter

import pytest

from commissions.application.simulation.comparing import compared
from commissions.application.simulation.earning_lines import CORRECTION, REFUND
from commissions.application.simulation.outcome import Simulation
from tests.support.column_chance import chance
from tests.support.naive_simulation import Paid, naive_simulation
from tests.support.proof_size import proof_size
from tests.support.random_companies import a_company_document, a_plan_of_chance, shuffled
from tests.support.simulations import simulated

MANY = proof_size(8, 2_000)
PARTS = 4


def paid(outcome: Simulation) -> Paid:
    found: Paid = Counter()
    for line in outcome.lines:
        found[line.period, line.member, line.bonus] += line.amount
    return {key: amount for key, amount in found.items() if key[1] and amount}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_simulation_pays_as_the_naive_one_does(part: int) -> None:
    for seed in range(part, MANY, PARTS):
        random = chance(seed)
        plan, document = a_plan_of_chance(random), a_company_document(random, random.randint(1, 12))

        assert paid(simulated(plan, document)) == naive_simulation(plan, document), f"seed {seed}"


def test_the_companies_that_are_compared_correct_closed_months_and_carry_legs() -> None:
    """Or nothing above would say much."""
    corrected = taken_back = matched = 0
    for seed in range(24):
        random = chance(seed)
        plan, document = a_plan_of_chance(random), a_company_document(random, random.randint(1, 12))
        outcome = simulated(plan, document)
        moved = Counter(line.when for line in outcome.lines if line.amount)
        corrected += bool(moved[CORRECTION])
        taken_back += bool(moved[REFUND])
        matched += any(
            legs.matched for each in outcome.closes for legs in each.result.legs.values()
        )

    assert min(corrected, taken_back, matched) >= 2


def test_a_plan_against_itself_changes_nothing_for_anybody() -> None:
    random = chance(7)
    plan, document = a_plan_of_chance(random), a_company_document(random, 10)

    found = compared(simulated(plan, document), simulated(plan, document))

    assert (found.winners, found.losers, found.same) == ([], [], 10)
    assert all(before == after for before, after in found.by_bonus.values())


def test_the_order_in_which_facts_are_told_changes_nothing() -> None:
    for seed in range(2):
        random = chance(seed)
        plan, document = a_plan_of_chance(random), a_company_document(random, random.randint(2, 12))

        assert simulated(plan, shuffled(random, document)) == simulated(plan, document), seed


def test_the_first_month_alone_is_what_it_was_before_anything_else_happened() -> None:
    """Nothing later reaches back into a month that is told as of its close."""
    for seed in range(2):
        random = chance(seed)
        plan, document = a_plan_of_chance(random), a_company_document(random, random.randint(2, 12))
        whole = simulated(plan, document)
        first = whole.rows[0].period

        alone = simulated(plan, document, only=first)

        assert alone.lines == [each for each in whole.lines if each.period == first], seed
        assert alone.rows == whole.rows[:1]
