"""What the two legs of one seat match: the rules of `binary_match` for one run under a refund,
where columns of one row would be slow."""

from typing import NamedTuple

import numpy as np

from commissions.domain.close.binary_cycles import cycles
from commissions.domain.close.binary_rule import FirstPairRule, MatchRule, PairSides


class SeatMatch(NamedTuple):
    figure: int
    amount: int
    """Numerator of the money in minor units, before its rounding."""
    denominator: int
    left: int
    right: int


NO_MATCH = SeatMatch(0, 0, 1, 0, 0)


def seat_match(rule: MatchRule, left: int, right: int, category: int) -> SeatMatch:
    weak, strong = min(left, right), max(left, right)
    match rule.mode:
        case "percent":
            return SeatMatch(weak, weak * rule.amounts[0], rule.denominator, weak, weak)
        case "ratio":
            amount = weak * weak * rule.amounts[0]
            return SeatMatch(weak, amount, max(1, strong) * rule.denominator, weak, weak)
        case "steps":
            return _step(rule, weak)
        case _:
            return _pairs(rule, left, right, category)


def seat_first_pair(rule: FirstPairRule, left: int, right: int) -> tuple[int, int] | None:
    """What it takes of both legs; None where there is too little."""
    took = (rule.strong, rule.weak) if left >= right else (rule.weak, rule.strong)
    return took if left >= took[0] and right >= took[1] else None


def round_money(amount: int, denominator: int, *, half_even: bool) -> int:
    """The one rounding of an award, in minor units; the amount is not below 0."""
    whole, rest = divmod(amount, denominator)
    up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    return whole + (half_even and up)


def _step(rule: MatchRule, weak: int) -> SeatMatch:
    reached = [each for each in zip(rule.steps, rule.amounts, strict=True) if weak >= each[0]]
    if not reached:
        return NO_MATCH
    volume, amount = reached[-1]
    return SeatMatch(volume, amount, rule.denominator, volume, volume)


def _pairs(rule: MatchRule, left: int, right: int, category: int) -> SeatMatch:
    amount, sides = rule.amounts[category], rule.sides
    if not amount or sides is None:
        return NO_MATCH
    made, took_left, took_right = _taken(sides, left, right)
    return SeatMatch(made, made * amount, rule.denominator, took_left, took_right)


def _taken(sides: PairSides, left: int, right: int) -> tuple[int, int, int]:
    if sides.each_cycle:
        found = cycles(sides, np.array([left]), np.array([right]))
        return int(found[0][0]), int(found[1][0]), int(found[2][0])
    tie = left == right and sides.tie_left
    first, second = sides.first, sides.second
    if not (sides.fixed or left > right or tie):
        first, second = second, first
    made = min(left // first, right // second)
    return made, made * first, made * second
