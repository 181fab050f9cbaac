"""What comes of closed periods, from files of what stands of their orders now: award by award what
the simulation books.

COMMISSIONS_PROOF=1 corrects the months and weeks of 200 companies, or of as many as it says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest

from commissions.application.close.frozen_standing import freeze_standing
from commissions.application.close.run_corrections import corrections_of
from commissions.application.simulation.closing_chain import BookedCorrection
from commissions.domain.close.corrections import not_booked
from commissions.domain.close.figures import NotInColumns
from commissions.domain.close.results import PeriodAward
from tests.support.builders import Document
from tests.support.frozen_chains import BothCloses, both_chains
from tests.support.living_companies import (
    a_living_company,
    a_plan_by_sku,
    a_plan_of_weeks_and_months,
    where_everybody_buys,
    with_whole_lines,
)
from tests.support.plans import a_sample
from tests.support.proof_size import proof_size
from tests.support.random_companies import a_plan_of_chance
from tests.support.random_periods import chance
from tests.support.simulations import company

MANY = proof_size(2, 200)
Booked = dict[Path, list[PeriodAward]]


@pytest.mark.parametrize("plan_of", [a_plan_of_chance, a_plan_of_weeks_and_months, a_plan_by_sku])
def test_corrections_from_files_are_those_of_the_simulation(
    tmp_path: Path, plan_of: Callable[[Random], Document]
) -> None:
    booked = 0
    for number in range(MANY):
        random = chance(f"corrected {number}")
        plan, document = plan_of(random), with_whole_lines(a_living_company(random, 9))
        document = where_everybody_buys(random, document)
        plan["refunds"] |= {"period": "original_if_open"}
        try:
            booked += corrected(tmp_path / str(number), plan, document, random)
        except NotInColumns:
            continue

    assert booked > 0


def test_what_came_back_at_the_average_of_its_period_is_so_from_files(tmp_path: Path) -> None:
    booked = 0
    for number in range(MANY):
        random = chance(f"average {number}")
        plan = a_sample("uni7")
        plan["refunds"] |= {"rate": "period_average"}
        document = where_everybody_buys(random, a_living_company(random, 9))
        booked += corrected(tmp_path / str(number), plan, document, random)

    assert booked > 0


def corrected(folder: Path, plan: Document, document: Document, random: Random) -> int:
    """How much was booked."""
    runs: dict[str, list[BothCloses]] = defaultdict(list)
    booked: Booked = defaultdict(list)
    many = 0
    for both in both_chains(folder, plan, company(document), random):
        found = list(corrections(plan, both, runs[both.on_records.span.every], booked))
        assert found == list(both.on_records.corrections), both.on_records.span.label
        many += len(found)
        runs[both.on_records.span.every].append(both)
    return many


def corrections(
    plan: Document, now: BothCloses, earlier: Iterable[BothCloses], booked: Booked
) -> Iterable[BookedCorrection]:
    late = {each.order_id for each in now.on_records.facts.late_returns}
    for run in earlier:
        if late.isdisjoint(run.through_files.close.period.sales.ids):
            continue
        standing = now.inputs.parent / "standing" / run.inputs.parent.name
        until = now.on_records.span.ends
        freeze_standing(now.tables, plan, run.inputs, standing, until)
        changes = corrections_of(plan, run.through_files, run.inputs, standing)
        for award in not_booked(changes, booked[run.inputs]):
            booked[run.inputs].append(award)
            yield BookedCorrection(run.on_records.span.label, award)
