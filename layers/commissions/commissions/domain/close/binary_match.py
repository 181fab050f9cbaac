"""What two legs match, a column of seats at a time."""

from dataclasses import dataclass

import numpy as np

from commissions.domain.close.binary_cycles import cycles
from commissions.domain.close.binary_rule import FirstPairRule, MatchRule, PairSides
from commissions.domain.close.exact import SAFE, Mask, Places, Whole, largest
from commissions.domain.close.whole_numbers import wide

Volumes = Places
Flags = Mask


@dataclass(frozen=True, slots=True)
class LegMatches:
    """Per seat. Volumes in hundredths of a point."""

    figure: Volumes
    """What is paid for: volume of the weaker leg, or pairs."""
    amount: Whole
    """Numerator of the money in minor units, before its rounding."""
    denominator: Whole | int
    left: Volumes
    """What is taken of the left leg."""
    right: Volumes


def matches(rule: MatchRule, left: Volumes, right: Volumes, category: Volumes) -> LegMatches:
    """`category`: which of a pair's amounts each seat is paid."""
    left, right = np.maximum(left, 0), np.maximum(right, 0)
    weak = np.minimum(left, right)
    match rule.mode:
        case "percent":
            amount = wide(weak, rule.amounts[0]) * rule.amounts[0]
            return LegMatches(weak, amount, rule.denominator, weak, weak)
        case "ratio":
            return _by_ratio(rule, weak, np.maximum(left, right))
        case "steps":
            return _by_steps(rule, weak)
        case _:
            return _by_pairs(rule, left, right, category)


def pairs(
    sides: PairSides, left: Volumes, right: Volumes, most: Volumes | None = None
) -> tuple[Volumes, Volumes, Volumes]:
    """How many pairs two legs make, at most so many, and what they take of each."""
    if sides.each_cycle:
        return cycles(sides, left, right, most)
    first, second = _taken_by_a_pair(sides, left, right)
    made = np.minimum(left // first, right // second)
    made = made if most is None else np.minimum(made, most)
    return made, made * first, made * second


def first_pairs(rule: FirstPairRule, left: Volumes, right: Volumes) -> tuple[Flags, Volumes]:
    """Who has enough for the first pair, and what it takes of both legs (0 without)."""
    left_is_strong = left >= right
    took = np.stack(
        [
            np.where(left_is_strong, rule.strong, rule.weak),
            np.where(left_is_strong, rule.weak, rule.strong),
        ]
    )
    enough = (left >= took[0]) & (right >= took[1])
    return enough, np.where(enough, took, 0)


def _by_ratio(rule: MatchRule, weak: Volumes, strong: Volumes) -> LegMatches:
    """A share of the weaker leg times weaker by stronger."""
    rate = rule.amounts[0]
    amount = wide(weak, largest(weak) * rate)
    amount = amount * amount * rate
    denominator = wide(np.maximum(strong, 1), rule.denominator) * rule.denominator
    if largest(amount) >= SAFE // 2 or largest(denominator) >= SAFE // 2:
        amount, denominator = amount.astype(object), denominator.astype(object)
    return LegMatches(weak, amount, denominator, weak, weak)


def _by_steps(rule: MatchRule, weak: Volumes) -> LegMatches:
    """The highest step that both legs reach; steps do not add up."""
    reached = np.searchsorted(np.array(rule.steps), weak, side="right")
    volume = np.array([0, *rule.steps])[reached]
    amount = _table((0, *rule.amounts))[reached]
    return LegMatches(volume, amount, rule.denominator, volume, volume)


def _by_pairs(rule: MatchRule, left: Volumes, right: Volumes, category: Volumes) -> LegMatches:
    if rule.sides is None:
        raise ValueError("match.sides: a match by pairs has to say what a pair takes")
    pays = _table(rule.amounts)[category]
    paid = (pays > 0).astype(np.int64)
    made, took_left, took_right = pairs(rule.sides, left * paid, right * paid)
    amount = wide(made, largest(pays)) * pays
    return LegMatches(made, amount, rule.denominator, took_left, took_right)


def _taken_by_a_pair(sides: PairSides, left: Volumes, right: Volumes) -> tuple[Volumes, Volumes]:
    if sides.fixed:
        return np.full_like(left, sides.first), np.full_like(left, sides.second)
    left_is_strong = (left > right) | ((left == right) & sides.tie_left)
    return (
        np.where(left_is_strong, sides.first, sides.second),
        np.where(left_is_strong, sides.second, sides.first),
    )


def _table(amounts: tuple[int, ...]) -> Whole:
    return np.array(amounts, dtype=np.int64 if max(amounts) < SAFE else object)
