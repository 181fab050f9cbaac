"""The closes of companies and plans of chance come to the same from frozen files as from records.

Every award, member, leg with its lots, and factor of every close is compared, and each close goes
on from what the one before left in files. COMMISSIONS_PROOF=1 closes 300 companies of each sort, or
as many as it says.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

from commissions.application.close.frozen_files import read_manifest
from commissions.domain.close.figures import NotInColumns
from tests.support.builders import Document
from tests.support.column_chance import chance
from tests.support.frozen_chains import BothCloses, both_chains
from tests.support.living_companies import a_living_company, a_plan_of_weeks_and_months
from tests.support.random_companies import a_plan_of_chance
from tests.support.simulations import company

PROOF = int(os.environ.get("COMMISSIONS_PROOF", "0"))
MANY = 4 if not PROOF else 300 if PROOF == 1 else PROOF
Seen = Counter[str]


def test_months_from_files_come_to_what_they_come_to_from_records(tmp_path: Path) -> None:
    seen: Seen = Counter()
    for seed in range(MANY):
        random = chance(seed)
        seen += compared(tmp_path / str(seed), a_plan_of_chance(random), random)

    assert min(seen[what] for what in ("paid", "legs", "late", "titles")) > 0


def test_weeks_and_months_from_files_come_to_what_they_come_to_from_records(
    tmp_path: Path,
) -> None:
    """Ranks, activity and caps of persons go by the period that closes, or by another one."""
    seen: Seen = Counter()
    for seed in range(MANY):
        random = chance(100 + seed)
        plan = a_plan_of_weeks_and_months(random)
        try:
            seen += compared(tmp_path / str(seed), plan, random)
        except NotInColumns:
            seen["not computed"] += 1

    wanted = ("week", "month", "paid", "late", "judged", "paid within", "windows over")
    assert min(seen[what] for what in wanted) > 0
    assert seen["not computed"] < MANY / 2


def compared(folder: Path, plan: Document, random: Random) -> Seen:
    document = a_living_company(random, random.randint(2, 12))
    seen: Seen = Counter()
    for both in both_chains(folder, plan, company(document), random):
        assert both.told == both.on_records.result, f"{folder.name} {both.on_records.span.label}"
        seen += counted(both)
    return seen


def counted(both: BothCloses) -> Seen:
    facts, result = both.on_records.facts, both.on_records.result
    judged = [(each.judged_active, each.judged_rank) for each in facts.members]
    return Counter(
        {
            facts.every: 1,
            "paid": sum(bool(each.amount) for each in result.awards),
            "legs": sum(bool(each.matched) for each in result.legs.values()),
            "late": len(facts.late_returns),
            "titles": sum(bool(each.title) for each in facts.members),
            "judged": sum(each != (None, None) for each in judged),
            "windows over": len(read_manifest(both.inputs).over),
            "paid within": len(facts.paid_within),
        }
    )
