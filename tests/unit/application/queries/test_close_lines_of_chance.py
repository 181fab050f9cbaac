"""Every line of a close of chance explains itself from the stored run, and all its checks hold."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commissions.application.close.stored_run import write_run
from commissions.application.queries.close_explanation import (
    CloseExplanation,
)
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.corrections import closed_again
from commissions.domain.close.engine import closed_columns
from commissions.domain.close.from_facts import columns_of
from tests.support.explained_closes import broken, explained, lines_of
from tests.support.growing_binaries import a_plan_of_two, growing
from tests.support.random_companies import a_company_document, a_plan_of_chance
from tests.support.random_periods import chance
from tests.support.simulations import simulated
from tests.support.stored_runs import (
    a_company_with_too_little,
    a_plan_and_company,
    stored,
)

SEEDS = range(1, 5)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_line_of_a_company_of_chance_explains_itself(seed: int, tmp_path: Path) -> None:
    close = stored(tmp_path, *a_plan_and_company(seed))
    asked = list(lines_of(close.run, close.period))

    for each in asked:
        assert broken(explained(close.run, close.period, each)) == [], f"seed {seed}: {each}"
    assert asked


@pytest.mark.parametrize("seed", [3, 16])
def test_every_line_that_the_company_cut_explains_itself(seed: int, tmp_path: Path) -> None:
    """In proportion, and one bonus after the other."""
    close = stored(tmp_path, *a_company_with_too_little(seed))
    cut = 0
    for each in lines_of(close.run, close.period):
        why = explained(close.run, close.period, each)
        cut += why.company.cuts
        assert broken(why) == [], f"seed {seed}: {each}"

    assert cut


def test_every_line_of_months_that_go_on_from_each_other_explains_itself(tmp_path: Path) -> None:
    """With refunds, moves, and what was paid with the orders."""
    asked = 0
    for seed in (0, 3):
        random = chance(seed)
        plan, company = a_plan_of_chance(random), a_company_document(random, 8)
        for number, month in enumerate(simulated(plan, company).closes):
            close = stored(tmp_path / f"{seed}-{number}", plan, month.facts)
            for each in lines_of(close.run, close.period):
                asked += 1
                assert broken(explained(close.run, close.period, each)) == [], each

    assert asked > 10


def test_every_line_of_a_binarys_life_explains_itself(tmp_path: Path) -> None:
    """With pairs undone, first pairs, caps that owners share; and who is below 0."""
    seen: Counter[str] = Counter()
    for seed in (1, 4, 5):
        random = chance(f"{seed} chain")
        plan = a_plan_of_two(random)
        binaries: Mapping[str, CarriedBinary] = {}
        for number, facts in enumerate(growing(seed, 3)[:2]):
            period = replace(columns_of(facts), binaries=binaries)
            closed = closed_columns(plan, period)
            run = write_run(tmp_path / f"{seed}-{number}", plan, closed)
            for asked in lines_of(run, period):
                why = explained(run, period, asked)
                assert broken(why) == [], f"seed {seed}: {asked}"
                seen["paid"] += why.amount > 0
                seen["taken back"] += why.amount < 0
            binaries = closed.binaries

    assert seen["paid"] > 3
    assert seen["taken back"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sources_by_leg_add_up_to_the_sources_of_all(seed: int, tmp_path: Path) -> None:
    """Of so few below that legs have to be opened one by one."""
    close = stored(tmp_path, *a_plan_and_company(seed))
    for asked in lines_of(close.run, close.period):
        whole = explained(close.run, close.period, asked)
        by_leg = explained(close.run, close.period, asked, largest=3)

        assert broken(by_leg) == []
        assert _legs(by_leg) == _legs(whole), asked
        for head, base in _legs(by_leg).items():
            if head:
                opened = explained(close.run, close.period, replace(asked, leg=head), largest=3)
                assert sum(_legs(opened).values()) == base, (asked, head)


def _legs(why: CloseExplanation) -> dict[str, int]:
    return {each.head: each.base for each in why.sources.legs if each.base}


def test_a_closed_period_that_was_closed_again_explains_itself_too(tmp_path: Path) -> None:
    """By the factors of its first close."""
    document, facts = a_plan_and_company(4)
    refunds = document["refunds"] | {"ranks": "keep"}
    document = document | {"refunds": refunds}
    before = columns_of(facts)
    first = closed_columns(document, before)
    later = columns_of(replace(facts, sales=facts.sales[1:]))
    again = closed_again(document, first, later)
    run = write_run(tmp_path, document, again)

    for asked in lines_of(run, later):
        assert broken(explained(run, later, asked)) == [], asked
