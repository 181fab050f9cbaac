"""Kinds of whole groups and of the company: which words go together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from commissions.plan_schema.bonuses.breakaway import BreakawayBonus
from commissions.plan_schema.bonuses.differential import BY_RANK, DifferentialBonus
from commissions.plan_schema.bonuses.generation import GenerationBonus
from commissions.plan_schema.bonuses.infinity import BLOCKED, InfinityBonus
from commissions.plan_schema.bonuses.matching import MatchingBonus
from commissions.plan_schema.bonuses.pool import POSITION, PoolBonus
from commissions.plan_schema.checks.tables import ascending
from commissions.plan_schema.document import PlanDocument

Misfits = Iterator[tuple[str, str]]
TIERS, FIXED, DIFFERENTIAL = "tiers", "fixed", "differential"


def problems(words: PlanDocument) -> Iterator[str]:
    for place, bonus in enumerate(words.bonuses):
        check = _CHECKS.get(bonus.kind)
        for field, why in check(bonus, words) if check else ():
            yield f"bonuses[{place}].{field}: {why}"


def _belongs(field: str, stated: object, needed: bool, where: str) -> Misfits:
    """A field that is needed in one place, and has no meaning elsewhere."""
    if needed and stated is None:
        yield field, f"has to be stated {where}"
    if stated is not None and not needed:
        yield field, f"is only {where}"


def _differential(bonus: DifferentialBonus, words: PlanDocument) -> Misfits:
    by_rank = bonus.bracket_by == BY_RANK
    yield from _belongs("rates", bonus.rates, by_rank, "with bracket_by: rank")
    yield from _belongs("brackets", bonus.brackets, not by_rank, "with bracket_by a volume")
    if bonus.brackets and not ascending(bonus.brackets):
        yield "brackets", "have to begin with the smallest volume, each once"
    if bonus.bracket_by not in (BY_RANK, "gv", *words.volumes):
        yield "bracket_by", f"{bonus.bracket_by} is no product volume of this plan"
    blocks = bonus.bracket_by == bonus.basis and bonus.subtract == "nothing"
    if bonus.mode == "marginal" and not blocks:
        yield "mode", "marginal is for the own volume alone: bracket_by its basis, subtract nothing"
    if bonus.min_level is not None and bonus.subtract not in {"between", "buyer_included"}:
        yield "min_level", "is only with subtract: between or buyer_included"


def _breakaway(bonus: BreakawayBonus, words: PlanDocument) -> Misfits:
    tiers, guaranteed = bonus.override == TIERS, bonus.guarantee is not None
    yield from _belongs("tiers", bonus.tiers, tiers, "with override: tiers")
    yield from _belongs("failed_gate", bonus.failed_gate, tiers, "with override: tiers")
    yield from _belongs("rates", bonus.rates, not tiers, "with override: fixed or differential")
    if bonus.minimum is not None and bonus.override != DIFFERENTIAL:
        yield "minimum", "is only with override: differential"
    if guaranteed and (bonus.override != FIXED or bonus.generations):
        yield "guarantee", "is only with override: fixed, without generations"
    if bonus.generations is not None:
        wanted = [str(each) for each in range(2, len(bonus.generations) + 2)]
        if tiers or sorted(bonus.generations, key=int) != wanted or not wanted:
            yield "generations", "go from 2 on without a hole, beside a rate by rank"


def _generation(bonus: GenerationBonus, words: PlanDocument) -> Misfits:
    threshold = bonus.boundary.mode == "threshold"
    yield from _belongs("boundary.rank", bonus.boundary.rank, threshold, "with mode: threshold")


def _infinity(bonus: InfinityBonus, words: PlanDocument) -> Misfits:
    blocked = bonus.mode == BLOCKED
    yield from _belongs("blocked_by", bonus.blocked_by, blocked, "with mode: blocked")
    if bonus.blocks is not None and not blocked:
        yield "blocks", "is only with mode: blocked"


def _matching(bonus: MatchingBonus, words: PlanDocument) -> Misfits:
    by_generation = bonus.by == "generation"
    yield from _belongs("boundary", bonus.boundary, by_generation, "with by: generation")
    if (bonus.rates is None) == (bonus.code is None):
        yield "rates", "either rates or a code have to be stated"
    if bonus.code and by_generation:
        yield "code", "is only with by: level"


def _pool(bonus: PoolBonus, words: PlanDocument) -> Misfits:
    positions = bonus.by == POSITION
    for field in ("points", "schedule"):
        yield from _belongs(field, getattr(bonus, field), bonus.by == field, f"with by: {field}")
    for field in ("amounts", "score"):
        yield from _belongs(field, getattr(bonus, field), positions, "with by: position")
    sizes = [bonus.pct is not None, bonus.amount is not None]
    if sum(sizes) != (0 if positions else 1):
        why = "is not stated by position" if positions else "either pct or amount has to be stated"
        yield "pct", why
    if bonus.unit not in words.volumes:
        yield "basis", f"{bonus.unit} is no product volume of this plan"
    if bonus.score not in (None, "gv", *words.volumes):
        yield "score", f"{bonus.score} is no product volume of this plan"


_CHECKS: Mapping[str, Callable[[Any, PlanDocument], Misfits]] = {
    "differential": _differential,
    "breakaway": _breakaway,
    "generation": _generation,
    "infinity": _infinity,
    "matching": _matching,
    "pool": _pool,
}
