"""Kind `levels` in words: where levels begin, and what happens to those that are not paid."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.levels import (
    BelowRankCompression,
    LevelsBonus,
    OfBonus,
    RollUpCompression,
)
from commissions.plan_schema.worst_case import percent

STARTS = {
    "buyer_parent": "Level 1 is the buyer's sponsor; of a customer's order it is the seller.",
    "seller": "Level 1 is the one above the seller.",
}
COMPRESSIONS = {
    "none": "A level whose member is not paid is used up, and the company keeps its money.",
    "skip_inactive": "Who does not qualify is passed over; one who qualifies, and whose rank is "
    "not paid the level, uses it up.",
    "dynamic": "Who is not paid a level, for whatever reason, is passed over until somebody is.",
}
QUALIFIED = {"active": "who is active", "eligibility": "who meets the bonus's own condition"}


def level_sentences(bonus: LevelsBonus) -> Iterator[str]:
    if isinstance(bonus.basis, OfBonus):
        yield f"It pays a share of what {bonus.basis.bonus} gave the seller with the order."
    else:
        yield f"It pays those above a share of the {bonus.basis} of each order."
    yield STARTS[bonus.start]
    yield from _compression(bonus)
    if bonus.qualification:
        yield "Status and rank are those of the moment of the order, and stay."
    for level, amount in (bonus.amounts or {}).items():
        yield f"Level {level} is paid {amount} for each order of {bonus.minimum} or more."
    for sku, share in (bonus.rates_by_sku or {}).items():
        yield f"Lines of {sku} pay {percent(share)} instead of the level's rate."
    if bonus.inactive_source_pays is False:
        yield "The own purchase of one who does not qualify pays nobody."
    if bonus.lower_of:
        most = ", ".join(f"{rank} {volume}" for rank, volume in bonus.lower_of.volumes.items())
        yield (
            "The rate is that of the lower rank of buyer and earner, and of an order at most so "
            f"much counts by that rank: {most}; by any other nothing."
        )
    yield from _line(bonus)


def _compression(bonus: LevelsBonus) -> Iterator[str]:
    compression = bonus.compression
    match compression:
        case BelowRankCompression():
            yield f"Everybody below {compression.rank} is passed over."
        case RollUpCompression():
            helps = "helps" if compression.rolled_in_qualifies else "does not help"
            yield (
                "The volume of who does not qualify moves to the next above who does, and "
                f"{helps} to qualify."
            )
        case _:
            yield COMPRESSIONS[compression.kind]
    yield f"It goes by {QUALIFIED[compression.qualified_by]}."


def _line(bonus: LevelsBonus) -> Iterator[str]:
    if bonus.pass_up:
        scope = {"recruit": "own orders", "downline": "orders, and those of all below them"}
        yield (
            f"The first {bonus.pass_up.n} recruits of everybody pass up: their "
            f"{scope[bonus.pass_up.scope]}, pay the sponsor's sponsor."
        )
    if bonus.stop_at:
        yield f"Levels end at the first {bonus.stop_at.rank}, who is still paid."
    if bonus.depth_by_legs:
        for legs, levels in bonus.depth_by_legs.tiers:
            yield f"With {legs} active legs {levels} levels are paid."
        below = {"none": "no level", "unlimited": "every level"}
        yield f"With fewer {below[bonus.depth_by_legs.below_first]} is paid."
