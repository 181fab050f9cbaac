"""A binary in words: what its legs match, and what is left of them, with an example."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from commissions.plan_schema.bonuses.binary import (
    BinaryBonus,
    PairsMatch,
    PercentMatch,
    RatioMatch,
    StepsMatch,
)
from commissions.plan_schema.refunds import BrokenPairs
from commissions.plan_schema.worst_case import percent

STRONG = "The stronger leg keeps the rest."


def match_sentences(bonus: BinaryBonus) -> Iterator[str]:
    match bonus.match:
        case PercentMatch(pct=pct):
            yield f"It pays {percent(pct)} of the weaker leg's {bonus.basis}."
        case RatioMatch(pct=pct):
            yield f"It pays {percent(pct)} of the weaker leg, times weaker by stronger leg."
        case StepsMatch(steps=steps):
            listed = ", ".join(f"{amount} from {volume} on" for volume, amount in steps)
            yield f"It pays by the weaker leg the highest step alone: {listed}."
        case PairsMatch():
            yield from _pairs(bonus.match)
    if first := bonus.first_pair:
        yield (
            f"The first pair of a position takes {first.strong} and {first.weak}, "
            f"and pays {first.amount}, once."
        )
    yield from _after(bonus)
    yield from _caps(bonus)
    yield f"The steps are: {', '.join(bonus.order_of_steps)}."


def refund_sentence(words: BrokenPairs) -> Iterator[str]:
    back = {
        "refunded_quantity": "as much as was refunded goes back to the other leg",
        "whole_pair": "the whole pair's volume goes back to the other leg",
    }
    yield f"When a refund breaks a pair, {back[words.broken_pair]}."
    late = {"lapses": "is lost", "returns": "counts again"}
    yield f"What goes back and is past its expiry {late[words.expired_lot]}."


def _pairs(match: PairsMatch) -> Iterator[str]:
    if match.strong:
        judged = {"each_period": "once a period", "each_cycle": "again before each pair"}
        yield (
            f"A pair takes {match.strong} of the stronger and {match.weak} of the weaker leg, "
            f"judged {judged[match.judged]}; of equal legs the {match.tie} is the stronger."
        )
    else:
        yield f"A pair takes {match.left} of the left and {match.right} of the right leg."
    if isinstance(match.amount, str):
        yield f"Each pair pays {match.amount}."
    elif match.amount:
        listed = ", ".join(f"{rank} {amount}" for rank, amount in match.amount.items())
        yield f"Each pair pays by rank: {listed}."
    elif match.pct_by:
        listed = ", ".join(f"{percent(pct)} from {least} on" for least, pct in match.pct_by.steps)
        yield f"Each pair pays a share of its volume by the own {match.pct_by.metric}: {listed}."


def _after(bonus: BinaryBonus) -> Iterator[str]:
    after = bonus.after
    yield from _left_over(bonus)
    both = {"carry_both": "keeps both legs", "flush_both": "loses both legs"}
    yield f"Who does not qualify {both[after.unqualified]}."
    if after.leg_cap_before:
        excess = "is lost" if after.leg_cap_excess == "burn" else "stays"
        yield f"Of a leg at most {after.leg_cap_before} is matched; what is above {excess}."
    if after.carry_cap:
        yield f"At most {after.carry_cap} of a leg is carried on."
    if after.expire_lots_days:
        yield f"Volume that was not matched within {after.expire_lots_days} days is lost."
    if after.inactive_periods_to_flush:
        periods = after.inactive_periods_to_flush
        yield f"After {periods} periods in a row without qualifying both legs are lost."


def _left_over(bonus: BinaryBonus) -> Iterator[str]:
    """What `after.paid` does to what was not matched, with the plan's own figures."""
    size = _unit(bonus)
    if bonus.after.paid == "flush":
        yield "After a payout both legs are emptied: what was not matched is lost."
    elif size is None:
        empty = "the weaker leg is emptied" if bonus.after.paid == "carry" else "both lose as much"
        yield f"After a payout {empty}, as all of it was matched. {STRONG}"
    else:
        weak, rest = size * 7 / 2, size / 2
        if isinstance(bonus.match, StepsMatch):
            weak = size * 3 / 2
        example = f"{_shown(rest)} of {_shown(weak)}"
        if bonus.after.paid == "carry":
            yield f"After a payout the weaker leg is emptied: {example} are lost. {STRONG}"
        else:
            yield f"After a payout what was matched leaves both legs: {example} are kept. {STRONG}"


def _unit(bonus: BinaryBonus) -> Fraction | None:
    """What a match takes of the weaker leg at a time; None where it takes all of it."""
    match bonus.match:
        case StepsMatch(steps=steps):
            return Fraction(steps[-1][0])
        case PairsMatch(weak=str(weak)):
            return Fraction(weak)
        case PairsMatch(left=str(left), right=str(right)):
            return min(Fraction(left), Fraction(right))
    return None


def _caps(bonus: BinaryBonus) -> Iterator[str]:
    cap = bonus.cap
    for rank, amounts in (cap.per or {}).items():
        for period, amount in amounts.items():
            yield f"It pays a {rank} at most {amount} in a {period}."
    for most, period in ((cap.period, bonus.period), (cap.day, "day")):
        if most:
            yield f"It pays a position at most {most} in a {period}."
    if cap.pairs is not None:
        yield f"At most {cap.pairs} pairs of a position are paid."
    together = {"aggregate": "All positions of one owner share a cap", "none": "Each has its own"}
    excess = {"burn": "volume above it is lost", "keep": "volume above it stays"}
    yield f"{together[cap.owner]}; {excess[cap.excess]}."


def _shown(volume: Fraction) -> str:
    return f"{(Decimal(volume.numerator) / Decimal(volume.denominator)).normalize():f}"
