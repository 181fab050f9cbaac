"""What two legs match: a share of the weaker one, pairs, or a step; and how much that takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.sheet import Words, hundredths, points


@dataclass(frozen=True, slots=True)
class Matched:
    """Of two legs. Volumes in hundredths of a point."""

    figure: int
    """What is paid for: volume of the weaker leg, or pairs."""
    exact: Fraction
    """In money of the base currency, before its rounding."""
    left: int
    """What is taken of the left leg."""
    right: int


NOTHING = Matched(0, Fraction(0), 0, 0)


def matched(match: Words, left: int, right: int, *, rank: str, own: Mapping[str, int]) -> Matched:
    """`rank`, `own`: the member's rank and own volumes, for pairs that pay by them."""
    left, right = max(0, left), max(0, right)
    weak, strong = min(left, right), max(left, right)
    match match["mode"]:
        case "percent":
            return Matched(weak, points(weak) * Fraction(match["pct"]), weak, weak)
        case "ratio":
            share = Fraction(weak, strong) if strong else Fraction(0)
            return Matched(weak, points(weak) * share * Fraction(match["pct"]), weak, weak)
        case "steps":
            return _step(match, weak)
        case _:
            return _pairs(match, left, right, amount=pair_amount(match, rank, own))


def pair_amount(match: Words, rank: str, own: Mapping[str, int]) -> Fraction:
    """What one pair pays: to all alike, by rank, or a share of its volume by an own figure."""
    if "pct_by" in match:
        reached = [
            Fraction(pct)
            for least, pct in match["pct_by"]["steps"]
            if own.get(match["pct_by"]["metric"], 0) >= hundredths(least)
        ]
        volume = Fraction(match.get("weak") or match["left"])
        return max(reached, default=Fraction(0)) * volume
    amount = match["amount"]
    return Fraction(amount.get(rank, "0") if isinstance(amount, Mapping) else amount)


def _step(match: Words, weak: int) -> Matched:
    """The highest step that both legs reach; steps do not add up."""
    reached = [
        (hundredths(least), Fraction(amount))
        for least, amount in match["steps"]
        if weak >= hundredths(least)
    ]
    if not reached:
        return NOTHING
    volume, amount = max(reached)
    return Matched(volume, amount, volume, volume)


def _pairs(match: Words, left: int, right: int, *, amount: Fraction) -> Matched:
    if not amount:
        return NOTHING
    pairs, took_left, took_right = paired(match, left, right)
    return Matched(pairs, amount * pairs, took_left, took_right)


def paired(match: Words, left: int, right: int, most: int | None = None) -> tuple[int, int, int]:
    """How many pairs two legs make, at most `most`, and what they take of each."""
    if match.get("judged") == "each_cycle":
        return _cycles(match, left, right, most)
    wanted_left, wanted_right = _sides(match, left, right)
    pairs = min(left // wanted_left, right // wanted_right)
    pairs = pairs if most is None else min(pairs, most)
    return pairs, pairs * wanted_left, pairs * wanted_right


def _sides(match: Words, left: int, right: int) -> tuple[int, int]:
    """What a pair takes of each leg."""
    if "left" in match:
        return hundredths(match["left"]), hundredths(match["right"])
    strong, weak = hundredths(match["strong"]), hundredths(match["weak"])
    left_is_strong = left > right or (left == right and match["tie"] == "left")
    return (strong, weak) if left_is_strong else (weak, strong)


def _cycles(match: Words, left: int, right: int, most: int | None) -> tuple[int, int, int]:
    """Which leg is the stronger is judged again before each cycle."""
    pairs, open_left, open_right = 0, left, right
    while most is None or pairs < most:
        took_left, took_right = _sides(match, open_left, open_right)
        if open_left < took_left or open_right < took_right:
            break
        pairs += 1
        open_left -= took_left
        open_right -= took_right
    return pairs, left - open_left, right - open_right


def first_pair(match: Words, left: int, right: int) -> tuple[int, int] | None:
    """What the first pair of a position takes of each leg, where there is enough for it: the
    stronger share of the fuller leg; of equal ones, of the left."""
    strong, weak = hundredths(match["strong"]), hundredths(match["weak"])
    took = (strong, weak) if left >= right else (weak, strong)
    return took if left >= took[0] and right >= took[1] else None
