"""Each bonus in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from commissions.plan_schema.bonuses.breakaway import BreakawayBonus
from commissions.plan_schema.bonuses.common import tables
from commissions.plan_schema.bonuses.customer import CustomerBonus, RetailMarginBonus
from commissions.plan_schema.bonuses.differential import DifferentialBonus
from commissions.plan_schema.bonuses.fast_start import FastStartBonus
from commissions.plan_schema.bonuses.generation import GenerationBonus
from commissions.plan_schema.bonuses.infinity import InfinityBonus
from commissions.plan_schema.bonuses.kinds import BonusWords
from commissions.plan_schema.bonuses.matching import MatchingBonus
from commissions.plan_schema.bonuses.pool import PoolBonus
from commissions.plan_schema.bonuses.rank_advance import RankAdvanceBonus
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.wording.condition_text import condition_text
from commissions.plan_schema.wording.level_sentences import level_sentences
from commissions.plan_schema.wording.match_sentences import match_sentences
from commissions.plan_schema.worst_case import percent

AWARDS = {
    "order": "Each order is an award of its own, and rounded by itself.",
    "source": "All orders of one member together are an award, and rounded once.",
    "level": "All of one level together is an award, and rounded once.",
}
RANKS = {"paid_as": "It pays by the rank of the period.", "title": "It pays by the title."}
CLOSERS = {
    "own_generation": "Who ends a generation belongs to the one that ends there.",
    "next_generation": "Who ends a generation belongs to the next one.",
}
INACTIVE_LEADERS = {
    "keeps_boundary": "ends one all the same",
    "invisible": "ends none",
    "consumes_number": "ends one, and uses up its number even where nobody is in it",
}
BLOCKED_BY = {"same_or_higher": "of the same rank or a higher one", "higher": "of a higher rank"}


def bonus_sentences(bonus: BonusWords, words: PlanDocument) -> Iterator[str]:
    when = "with the order" if bonus.at_order else f"at the close of each {bonus.period}"
    yield f"{bonus.id} ({bonus.kind}) is paid {when}."
    yield from _SENTENCES[bonus.kind](bonus)
    yield from rate_sentences(bonus)
    yield from _factors(bonus)
    if bonus.eligibility:
        yield f"It is for {condition_text(bonus.eligibility)}."
    if bonus.pay_rank:
        yield RANKS[bonus.pay_rank]
    if bonus.award and bonus.award in AWARDS and not bonus.at_order:
        yield AWARDS[bonus.award]


def rate_sentences(bonus: BonusWords) -> Iterator[str]:
    """Every rate, by rank and level where the plan tells them apart."""
    rates = getattr(bonus, "rates", None) or {}
    if any(isinstance(each, str) for each in rates.values()) and not _leveled(bonus):
        for rank, share in rates.items():
            yield f"A {rank} is paid {percent(share)}."
        return
    for rank, levels in tables(rates).items():
        who = f"A {rank}" if rank else "Everybody"
        listed = ", ".join(f"{level}: {percent(share)}" for level, share in levels.items())
        if levels:
            yield f"{who} is paid {level_word(bonus)} {listed}."


def level_word(bonus: BonusWords) -> str:
    by_generation = isinstance(bonus, MatchingBonus) and bonus.by == "generation"
    return "generation" if by_generation or isinstance(bonus, GenerationBonus) else "level"


def _leveled(bonus: BonusWords) -> bool:
    return not isinstance(bonus, BreakawayBonus | DifferentialBonus | InfinityBonus)


def _factors(bonus: BonusWords) -> Iterator[str]:
    if pool := getattr(bonus, "pool", None):
        yield f"All rates are of {percent(pool)} of the volume."
    if money := getattr(bonus, "volume_to_money", None):
        yield f"A point is worth {money} of the base currency."


def _customer(bonus: CustomerBonus) -> Iterator[str]:
    yield f"The seller of a customer's order is paid a share of its {bonus.basis}."


def _retail_margin(bonus: RetailMarginBonus) -> Iterator[str]:
    yield (
        "The seller is paid a share of what a customer paid beyond the distributor's price, which "
        "no store tells: closes pay nothing."
    )


def _fast_start(bonus: FastStartBonus) -> Iterator[str]:
    which = "the first order" if bonus.orders == "first" else "every order"
    yield (
        f"Those above a new distributor are paid a share of the {bonus.basis} of {which} "
        f"in the first {bonus.window.days} days; whoever is not paid uses up the level."
    )
    if bonus.qualified_by == "eligibility":
        yield "Whoever is paid need not be active."
    if bonus.at_order:
        yield "An order of which nobody knows when its buyer enrolled is none of them."
    if bonus.replaces:
        yield f"Such an order pays no {' and no '.join(bonus.replaces)}."


def _differential(bonus: DifferentialBonus) -> Iterator[str]:
    if bonus.brackets:
        listed = ", ".join(f"{percent(share)} from {least} on" for least, share in bonus.brackets)
        own = "group volume" if bonus.bracket_by == "gv" else f"own {bonus.bracket_by}"
        yield f"The bracket goes by {own}: {listed}."
    how = {
        "whole": "All volume is paid at the share of its bracket.",
        "marginal": "Each bracket's own part of the volume is paid at its own share.",
    }
    yield how[bonus.mode]
    off = {
        "legs": "the own volume, and of each leg what the bracket is above that of its head",
        "between": "each order what the bracket is above the highest between earner and sale",
        "buyer_included": "each order what it is above the highest below, the seller's among them",
        "nothing": "the own volume alone",
    }
    yield f"It pays of {bonus.basis}, of {off[bonus.subtract]}."
    if bonus.min_level is not None:
        yield (
            f"Who stands nearer to the sale than level {bonus.min_level} is not paid for it, and "
            "taken off all the same; the seller is level 0."
        )


def _breakaway(bonus: BreakawayBonus) -> Iterator[str]:
    yield f"A leader has the rank {bonus.leader.rank}; a group ends at the next leaders below."
    if bonus.guarantee:
        yield "Who is in whose group is as of the period's end."
    else:
        yield "An order counts for the leaders who stood above when it was placed."
    if bonus.override == "differential":
        least = f", at least {percent(bonus.minimum)}" if bonus.minimum else ""
        yield f"The next leader above is paid what the own rate is above the leader's{least}."
    elif bonus.override == "fixed":
        yield "The next leader above is paid the rate of the own rank, whatever the leader's."
    for generation, rate in (bonus.generations or {}).items():
        yield f"The leader of generation {generation} above is paid {percent(rate)}."
    for place, tier in enumerate(bonus.tiers or (), 1):
        yield f"Tier {place} pays {percent(tier.rate)} to who has {tier.min_groups} groups."
    gates = {"transparent": "is passed over", "blocks": "ends the tier"}
    if bonus.failed_gate:
        yield f"Who has too few groups {gates[bonus.failed_gate]}."
    if bonus.guarantee:
        yield (
            f"The next leader above is paid at least the share of a volume of "
            f"{bonus.guarantee.top}, out of the leader's own bonus; a leader with one group and "
            f"less than {bonus.guarantee.mid} keeps nothing."
        )


def _generation(bonus: GenerationBonus) -> Iterator[str]:
    boundary = bonus.boundary
    rank = boundary.rank or "the earner's own rank"
    kind = " by title" if boundary.rank_kind == "title" else ""
    yield f"A generation of {bonus.basis} ends at everybody of {rank} or higher{kind}."
    if boundary.starts == "at_leader":
        yield (
            "Generation 1 is the first leader below the earner and everybody up to the next one; "
            "whoever stands above that leader is in none."
        )
    else:
        yield f"Generation 1 begins right below the earner. {CLOSERS[boundary.closer_belongs_to]}"
    yield f"A leader who is not active {INACTIVE_LEADERS[boundary.ineligible]}."
    yield f"A generation without anybody in it is {boundary.empty.replace('_', ' ')}."


def _infinity(bonus: InfinityBonus) -> Iterator[str]:
    counted = {"real": "everybody counts", "compressed": "only who is active counts"}
    yield (
        f"It pays a share of all {bonus.basis} deeper than level {bonus.below_level}, "
        f"where {counted[bonus.levels]} as a level."
    )
    if bonus.mode == "blocked":
        where = "where theirs begins" if bonus.blocks == "at_his_start" else "where they stand"
        yield f"It ends at the next one {BLOCKED_BY[bonus.blocked_by or 'higher']}, {where}."
    elif bonus.mode == "gap":
        yield "Everybody is paid what the own rate is above the highest that was paid below."
    else:
        yield "All together are paid at most the highest rate."


def _matching(bonus: MatchingBonus) -> Iterator[str]:
    caps = "after" if bonus.base_after_caps else "before"
    yield (
        f"It pays a share of what others were paid by {' and '.join(bonus.of)}, {caps} the caps "
        "of bonuses and persons."
    )
    if bonus.boundary:
        kind = " by title" if bonus.boundary.rank_kind == "title" else ""
        yield f"A generation ends at everybody of {bonus.boundary.rank} or higher{kind}."
        yield CLOSERS[bonus.boundary.closer_belongs_to or "own_generation"]
        inactive = INACTIVE_LEADERS[bonus.boundary.ineligible or "keeps_boundary"]
        yield f"A leader who is not active {inactive}."
    if bonus.code:
        yield (
            f"The first {bonus.code.foundation} recruits are matched at "
            f"{percent(bonus.code.foundation_pct)}, the later ones at "
            f"{percent(bonus.code.legacy_pct)}."
        )


def _pool(bonus: PoolBonus) -> Iterator[str]:
    if bonus.pct:
        yield f"The pool is {percent(bonus.pct)} of the company's {bonus.unit} of the period."
    if bonus.amount:
        yield f"The pool is {bonus.amount}."
    for rank, points in (bonus.points or {}).items():
        yield f"A {rank} has {points} points of it."
    for rank, amount in (bonus.schedule or {}).items():
        yield f"A {rank} has {amount} of it, scaled so that the pool is spent."
    for place, amount in enumerate(bonus.amounts or (), 1):
        yield f"Place {place} by {bonus.score} is paid {amount}."
    left = {"company": "stays with the company", "largest": "goes to the largest remainders"}
    yield f"What rounding leaves {left[bonus.remainder]}."


def _rank_advance(bonus: RankAdvanceBonus) -> Iterator[str]:
    how = "once, when it is reached" if bonus.once else "in every period"
    for rank, amount in bonus.amounts.items():
        yield f"The rank {rank} is paid {amount}, {how}."
    if bonus.skipped:
        yield f"Ranks that were passed over on the way are {bonus.skipped}."
    if bonus.volume:
        yield f"It needs {bonus.volume.value} of {bonus.volume.metric}."


_SENTENCES: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "binary": match_sentences,
    "breakaway": _breakaway,
    "customer": _customer,
    "differential": _differential,
    "fast_start": _fast_start,
    "generation": _generation,
    "infinity": _infinity,
    "levels": level_sentences,
    "matching": _matching,
    "pool": _pool,
    "rank_advance": _rank_advance,
    "retail_margin": _retail_margin,
}
