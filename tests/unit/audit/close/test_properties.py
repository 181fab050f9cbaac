"""What holds for every close: nothing of a volume is lost, and nothing depends on the order in
which facts are told.

COMMISSIONS_PROOF=1 tries 5,000 of each.
"""

from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

from commissions.audit.close.context import close_of
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, TOO_SMALL
from commissions.audit.close.level_lines import LevelLines
from commissions.audit.close.levels import GROUP_ENDS, NOBODY_LEFT, TOO_DEEP
from commissions.audit.close.sheet import CloseSheet, deepest
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult, PeriodAward
from tests.support.builders import Document
from tests.support.closes import run
from tests.support.proof_size import proof_size
from tests.support.random_periods import a_period, chance, shuffled
from tests.support.random_plans import a_levels_plan, a_whole_plan

MANY = proof_size(60, 10_000)
KEPT_FREE = {
    "none": {"", TOO_SMALL, NOT_ACTIVE, NOT_PAID, TOO_DEEP},
    "skip_inactive": {"", TOO_SMALL, NOT_PAID, TOO_DEEP},
    "volume_rollup": {"", TOO_SMALL, NOT_PAID, TOO_DEEP},
    "dynamic": {"", TOO_SMALL},
}
"""By compression, of which lines the level is used up; of others it went by."""


def a_levels_period(random: Random) -> PeriodFacts:
    return a_period(random, size=random.randint(1, 14), many=8, least=-5_000)


def a_whole_period(random: Random) -> PeriodFacts:
    """With some money that orders have earned already."""
    facts = a_period(random, size=random.randint(1, 14), many=8, least=-5_000)
    first, *others = facts.sales
    earned = {("at_once", "m00"): random.randint(0, 500)}
    return replace(facts, sales=(replace(first, earned=earned), *others))


def used_up(award: PeriodAward, plan: Document) -> bool:
    """Whether the level came to an end at the line, paid or not."""
    if award.reason in {NOBODY_LEFT, GROUP_ENDS}:
        return True
    compression, sheet = plan["bonuses"][0]["compression"], CloseSheet(plan)
    if compression["kind"] == "skip_below_rank":
        return sheet.height(award.rank) >= sheet.height(compression["rank"])
    return award.reason in KEPT_FREE[compression["kind"]]


def volume_by_level(plan: Document, facts: PeriodFacts) -> Counter[int]:
    """What every level had to give: an own purchase has no level 0."""
    [bonus] = plan["bonuses"]
    lines, table = LevelLines(bonus, close_of(plan, facts)), bonus["rates"]
    first = min(int(level) for row in _rows(table) for level in row)
    found: Counter[int] = Counter()
    for sale in facts.sales:
        idle = sale.own_purchase and not bonus.get("inactive_source_pays", True)
        if not sale.seller or (idle and not lines.qualifies(sale.seller)):
            continue
        for level in range(1 if sale.own_purchase else first, deepest(table) + 1):
            found[level] += sale.volumes["cv"]
    return found


def _rows(table: Document) -> list[Document]:
    return [row for row in table.values() if isinstance(row, dict)] or [table]


def test_every_levels_volume_is_paid_or_not_paid_or_finds_nobody_and_nothing_is_lost() -> None:
    for seed in range(MANY):
        random = chance(seed)
        plan, facts = a_levels_plan(random), a_levels_period(random)

        found: Counter[int] = Counter()
        for award in run(plan, facts).awards:
            found[award.level] += award.base if used_up(award, plan) else 0

        wanted = volume_by_level(plan, facts)
        assert {n: found[n] for n in wanted | found} == {n: wanted[n] for n in wanted | found}, (
            f"seed {seed}"
        )


def test_whoever_is_paid_a_level_uses_it_up_and_whoever_is_not_is_told_why() -> None:
    for seed in range(MANY):
        random = chance(seed)
        plan = a_levels_plan(random)

        for award in run(plan, a_levels_period(random)).awards:
            assert bool(award.amount) != bool(award.reason), f"seed {seed}: {award}"
            assert not award.amount or (award.member and used_up(award, plan)), f"seed {seed}"


@cache
def both(seed: int) -> tuple[CloseResult, CloseResult]:
    """A close of nearly every kind of bonus, and the same with its facts told in another order."""
    random = chance(seed)
    plan, facts = a_whole_plan(random), a_whole_period(random)
    return run(plan, facts), run(plan, shuffled(random, facts))


def test_two_runs_are_the_same_in_whatever_order_the_facts_are_told() -> None:
    for seed in range(MANY // 2):
        first, second = both(seed)

        assert first == second, f"seed {seed}"


def test_awards_are_sorted_and_every_one_has_a_key_of_its_own() -> None:
    for seed in range(MANY // 4):
        result, _ = both(seed)
        keys = [(*each.key, each.reason) for each in result.awards]

        assert keys == sorted(set(keys)), f"seed {seed}"


def test_the_company_never_pays_more_than_its_cap_and_uses_all_of_it() -> None:
    cut = 0
    for seed in range(MANY // 2):
        random = chance(seed)
        plan, facts = a_whole_plan(random), a_whole_period(random)
        result = run(plan, facts)
        assert result.company is not None
        if plan["caps"]["company"]["enforce"] == "report":
            continue
        paid = sum(each.amount for each in result.awards if each.amount > 0)

        assert paid == min(result.company.limit, result.company.raw), f"seed {seed}"
        cut += paid < result.company.raw

    assert cut > MANY // 20


def test_whole_plans_pay_by_every_kind_of_bonus() -> None:
    paid = Counter(each.kind for seed in range(30) for each in both(seed)[0].awards if each.amount)

    assert len(paid) == 11, paid
