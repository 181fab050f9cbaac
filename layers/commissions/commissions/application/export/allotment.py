"""What came back of an order, allotted to its lines in whole hundredths."""

from collections.abc import Sequence
from fractions import Fraction


class NothingToAllot(ArithmeticError):
    """Shares that do not come to what is to be allotted, or to more."""


def allotted(exact: Sequence[Fraction], had: Sequence[int], increment: int) -> list[int]:
    """How much of an increment each line gets, so that it comes to what is exact.

    `exact`: what came back of each line by now, which sums to at least all that was allotted, this
    increment included; `had`: what it was allotted before. Nobody gets less than nothing, nor more
    than the next whole number above what is exact; where rounding leaves some over, the largest
    remainders get it, the earlier line first. Raises NothingToAllot.
    """
    missing = [max(Fraction(0), due - before) for due, before in zip(exact, had, strict=True)]
    parts = [int(each) for each in missing]
    rests = [each - whole for each, whole in zip(missing, parts, strict=True)]
    while (left := increment - sum(parts)) > 0:
        takers = sorted((n for n, rest in enumerate(rests) if rest > 0), key=lambda n: -rests[n])
        for place in _some(takers)[:left]:
            parts[place] += 1
            rests[place] = Fraction(0)
    while (over := sum(parts) - increment) > 0:
        givers = sorted((n for n, part in enumerate(parts) if part), key=lambda n: rests[n])
        for place in _some(givers)[:over]:
            parts[place] -= 1
    return parts


def _some(lines: Sequence[int]) -> Sequence[int]:
    if not lines:
        raise NothingToAllot("what came back of the lines is not what came back of the order")
    return lines
