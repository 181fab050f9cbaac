"""The closes of companies and plans of chance come to the same from frozen files as from records.

Every award, member, leg with its lots, and factor of every close is compared, and each close goes
on from what the one before left in files. COMMISSIONS_PROOF=1 closes 300 companies of each sort, or
as many as it says.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from commissions.application.close.frozen_files import read_manifest
from commissions.domain.close.figures import NotInColumns
from tests.support.builders import Document
from tests.support.frozen_chains import BothCloses, both_chains
from tests.support.living_companies import (
    a_binary_plan,
    a_living_company,
    a_plan_by_sku,
    a_plan_of_weeks_and_months,
    with_whole_lines,
)
from tests.support.proof_size import proof_size
from tests.support.random_companies import a_plan_of_chance
from tests.support.random_periods import chance
from tests.support.simulations import company

MANY = proof_size(4, 300)
Seen = Counter[str]


def test_months_from_files_come_to_what_they_come_to_from_records(tmp_path: Path) -> None:
    seen = all_compared(tmp_path, "months", a_plan_of_chance)

    assert not lacking(seen, "paid", "late", "titles", "earlier")


def test_weeks_and_months_from_files_come_to_what_they_come_to_from_records(
    tmp_path: Path,
) -> None:
    """Ranks, activity and caps of persons go by the period that closes, or by another one."""
    seen = all_compared(tmp_path, "weeks", a_plan_of_weeks_and_months)

    assert not lacking(
        seen, "week", "month", "paid", "late", "judged", "missed", "paid within", "over"
    )


def test_binaries_from_files_match_expire_and_give_back_what_they_do_from_records(
    tmp_path: Path,
) -> None:
    seen = all_compared(tmp_path, "binaries", a_binary_plan)

    assert not lacking(seen, "matched", "taken back", "late")


def test_skus_from_files_pay_what_they_pay_from_records(tmp_path: Path) -> None:
    """Of lines of which every share is whole: what rounding leaves over is the warehouse's to
    allot."""
    seen = all_compared(tmp_path, "skus", a_plan_by_sku, with_whole_lines)

    assert not lacking(seen, "paid", "lines", "late")


def all_compared(
    folder: Path,
    sort: str,
    plan_of: Callable[[Random], Document],
    changed: Callable[[Document], Document] = dict,
) -> Seen:
    seen: Seen = Counter()
    for number in range(MANY):
        random = chance(f"{sort} {number}")
        plan, document = plan_of(random), a_living_company(random, random.randint(2, 12))
        try:
            seen += compared(folder / str(number), plan, changed(document), random)
        except NotInColumns:
            seen["not computed"] += 1
    assert seen["not computed"] < MANY / 2
    return seen


def compared(folder: Path, plan: Document, document: Document, random: Random) -> Seen:
    seen: Seen = Counter()
    for both in both_chains(folder, plan, company(document), random):
        assert both.told == both.on_records.result, f"{folder} {both.on_records.span.label}"
        seen += counted(both)
    return seen


def counted(both: BothCloses) -> Seen:
    facts, result = both.on_records.facts, both.on_records.result
    judged = [(each.judged_active, each.judged_rank) for each in facts.members]
    return Counter(
        {
            facts.every: 1,
            "paid": sum(each.amount > 0 for each in result.awards),
            "taken back": sum(each.amount < 0 for each in result.awards),
            "matched": sum(bool(each.matched) for each in result.legs.values()),
            "late": len(facts.late_returns),
            "titles": sum(bool(each.title) for each in facts.members),
            "missed": sum(bool(each.periods_missed) for each in facts.members),
            "earlier": len(facts.earlier_volumes),
            "judged": sum(each != (None, None) for each in judged),
            "over": len(read_manifest(both.inputs).over),
            "paid within": len(facts.paid_within),
            "lines": both.through_files.close.period.sales.lines.sale.size,
        }
    )


def lacking(seen: Seen, *wanted: str) -> list[str]:
    """What did not happen: then nothing was compared of it."""
    return [each for each in wanted if not seen[each]]
