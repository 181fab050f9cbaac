"""Rate tables: from which level on, without holes, and paid to anybody at all."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from commissions.plan_schema.bonuses.common import tables
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.bonuses.levels import LevelsBonus, OfBonus
from commissions.plan_schema.document import PlanDocument

FROM_1 = (1,)
FIRST = {
    "customer": (0,),
    "retail_margin": (0,),
    "fast_start": FROM_1,
    "generation": FROM_1,
    "matching": FROM_1,
}
LAST = {"customer": 0, "retail_margin": 0}
RANK_TABLES = ("amounts", "points", "schedule", "rates")


def problems(words: PlanDocument) -> Iterator[str]:
    for place, bonus in enumerate(words.bonuses):
        for field, why in _of(bonus, words):
            yield f"bonuses[{place}].{field}: {why}"


def _of(bonus: BonusWords, words: PlanDocument) -> Iterator[tuple[str, str]]:
    for field in RANK_TABLES:
        if getattr(bonus, field, None) == {}:
            yield field, "pays nobody"
    if isinstance(bonus, LevelsBonus):
        yield from _levels(bonus, words)
    elif bonus.kind in FIRST and (rates := getattr(bonus, "rates", None)):
        for why in _holes(tables(rates), FIRST[bonus.kind], LAST.get(bonus.kind, 99)):
            yield "rates", why


def _levels(bonus: LevelsBonus, words: PlanDocument) -> Iterator[tuple[str, str]]:
    if (bonus.rates is None) == (bonus.amounts is None):
        yield "rates", "either rates or amounts have to be stated"
    first = FROM_1 if bonus.start == "buyer_parent" else (0, 1)
    if bonus.rates:
        yield from (("rates", why) for why in _holes(tables(bonus.rates), first, 99))
    yield from _beside_the_table(bonus)
    by = bonus.compression.qualified_by
    if by == "active" and words.status is None:
        yield "compression.qualified_by", "active is not defined: status.active has to be stated"
    if by == "eligibility" and bonus.eligibility is None:
        yield "eligibility", "has to be stated: compression.qualified_by names it"


def _beside_the_table(bonus: LevelsBonus) -> Iterator[tuple[str, str]]:
    if bonus.minimum is not None and bonus.amounts is None:
        yield "minimum", "is only for amounts, which are fixed for each order"
    if bonus.rates_by_sku and (bonus.rates is None or isinstance(bonus.basis, OfBonus)):
        yield "rates_by_sku", "replaces rates of a volume, of which the bonus has none"
    if bonus.depth_by_legs and not ascending(bonus.depth_by_legs.tiers):
        yield "depth_by_legs.tiers", "have to begin with the fewest legs, each once"


def _holes(
    table: Mapping[str, Mapping[str, Any]], first: Iterable[int], last: int
) -> Iterator[str]:
    """Levels that nobody is paid although a deeper one is, in any rank."""
    found = {int(level) for row in table.values() for level in row}
    if not found:
        yield "pays nobody"
        return
    if min(found) not in first:
        yield f"begins at level {min(found)}, not at {' or '.join(map(str, first))}"
    if max(found) > last:
        yield f"goes to level {max(found)}; this kind pays level {last}"
    for level in sorted(set(range(min(found), max(found))) - found):
        yield f"level {level} is paid to nobody, but a deeper one is"


def ascending(steps: Iterable[tuple[Any, Any]]) -> bool:
    """Whether steps begin at ever higher figures."""
    least = [Decimal(step[0]) for step in steps]
    return least == sorted(set(least))
