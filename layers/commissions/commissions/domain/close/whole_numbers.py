"""Volumes that fit, and the one rounding of money where every row has a denominator of its own."""

import numpy as np

from commissions.domain.close.exact import SAFE, Places, Whole, largest


class VolumeTooLarge(ValueError):
    """More volume than 62 bits hold: an order of the facts must be wrong."""


def wide(values: Whole, factor: int) -> Whole:
    """The same values, so that a product with the factor cannot wrap around."""
    most = largest(values) * max(1, abs(factor))
    return values.astype(object) if most >= SAFE else values


def rounded(numerator: Whole, denominator: Whole | int, *, half_even: bool) -> Whole:
    """Fractions of at least 0 to whole numbers: halves to the even one, or everything down."""
    whole = numerator // denominator
    if half_even:
        twice = 2 * (numerator - whole * denominator)
        up = (twice > denominator) | ((twice == denominator) & (whole % 2 == 1))
        whole = whole + up
    return np.asarray(whole.astype(np.int64))


def checked_sum(volumes: Whole, already: int, what: str) -> None:
    """Raises VolumeTooLarge where volumes on top of what is there already might not fit."""
    if already + len(volumes) * largest(volumes) < SAFE:
        return
    if already + sum(abs(int(each)) for each in volumes) >= SAFE:
        raise VolumeTooLarge(
            f"{what}: all volume together is more than {SAFE} hundredths of a point: look for an "
            "order with a volume that cannot be"
        )


def distinct(values: Places) -> Places:
    """Each value once, sorted. (`np.unique` has half a second of imports.)"""
    found = np.sort(values)
    return found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found
