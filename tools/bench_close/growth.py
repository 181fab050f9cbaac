"""How the time of a close grows with the company."""

import math
from collections.abc import Sequence


def exponent(sizes: Sequence[tuple[int, float]]) -> float | None:
    """`e` of `seconds ~ members ** e`, from the smallest company to the largest.

    `sizes`: members and seconds. None where there is only one size.
    """
    (few, short), (many, long) = min(sizes), max(sizes)
    if few == many:
        return None
    return math.log(long / short) / math.log(many / few)
