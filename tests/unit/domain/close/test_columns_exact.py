"""Whole numbers in columns are exact at any size, and rounded once."""

from fractions import Fraction

import numpy as np
import pytest

from commissions.domain.close.exact import plus, product, rounded, scaled, slim, summable
from commissions.domain.close.preorder import laid_out
from commissions.domain.close.primitives import pushed, sub
from commissions.domain.close.terms import whole
from tests.support.column_chance import chance

HUGE = 1 << 61


@pytest.mark.parametrize(("mode", "plain"), [("half_even", round), ("down", int)])
def test_rounding_is_that_of_exact_fractions_below_nothing_too(mode: str, plain: object) -> None:
    random = chance(1)
    assert callable(plain)
    for _ in range(200):
        divisor = random.choice([1, 2, 3, 8, 10**6, 10**19])
        values = [random.randint(-50, 50) * random.choice([1, divisor // 2 + 1]) for _ in range(9)]

        found = rounded(whole(values), divisor, mode)

        assert found.tolist() == [plain(Fraction(each, divisor)) for each in values]


def test_half_a_unit_goes_to_the_even_one_on_both_sides_of_nothing() -> None:
    assert rounded(whole([-5, -15, 5, 15, 25]), 10, "half_even").tolist() == [0, -2, 0, 2, 2]


def test_a_product_that_leaves_64_bits_is_exact_all_the_same() -> None:
    volumes, rates = whole([10**14, -(10**14)]), whole([10**6, 10**6])

    assert product(volumes, rates).tolist() == [10**20, -(10**20)]


def test_sums_that_would_wrap_around_become_big_integers() -> None:
    assert sum(summable(whole([HUGE] * 3)).tolist()) == 3 * HUGE
    assert plus(whole([HUGE]), whole([HUGE])).tolist() == [2 * HUGE]
    assert pushed(whole([HUGE] * 3), np.zeros(3, dtype=np.int64), 1).tolist() == [3 * HUGE]
    line = laid_out(np.array([5, 0, 1, 2, 3]))
    assert sub(line, whole([HUGE] * 5 + [0])).tolist() == [n * HUGE for n in (5, 4, 3, 2, 1, 5)]


@pytest.mark.parametrize("edge", [0, 127, 128, 32_768, 1 << 31, HUGE])
def test_a_slim_column_has_the_same_figures_on_both_sides_of_every_width(edge: int) -> None:
    for figures in ([edge, 0], [-edge, 1], [edge - 1, -edge], [-edge - 1, 2]):
        assert slim(whole(figures)).tolist() == figures


def test_a_slim_column_is_narrow_and_nothing_wraps_around_in_sums_and_products_of_it() -> None:
    small = slim(whole([100] * 3))

    assert small.dtype == np.int8
    assert int(summable(small).sum()) == 300
    assert pushed(small, np.zeros(3, dtype=np.int64), 1).tolist() == [300]
    assert product(small, small).tolist() == [10_000] * 3
    assert product(small, 1_000).tolist() == [100_000] * 3
    assert plus(small, small).tolist() == [200] * 3
    assert slim(np.zeros(0, dtype=np.int64)).size == 0
    assert slim(whole([1 << 70])).tolist() == [1 << 70]


def test_one_large_sum_among_many_small_ones_needs_no_big_integers() -> None:
    """What stands at the top of a tree is the company's, and nobody else's."""
    values = np.ones(1_000, dtype=np.int64)
    values[0] = HUGE

    assert summable(values).dtype == np.int64
    assert sum(summable(np.append(values, [HUGE])).tolist()) == 2 * HUGE + 999


def test_shares_of_a_cap_of_87_bits_are_those_of_a_long_division() -> None:
    """amount x C needs more than 64 bits; the limbs of C do not."""
    amounts, limit, total = whole([10**13, 3, 0, 999_999_937]), 3 * 10**12 + 7, 10**13 + 10**9

    quotients, rests = scaled(amounts, limit, total)

    exact = [divmod(each * limit, total) for each in amounts.tolist()]
    assert list(zip(quotients.tolist(), rests.tolist(), strict=True)) == exact


def test_shares_of_any_cap_are_those_of_a_long_division() -> None:
    random = chance(2)
    for _ in range(200):
        total = random.choice([1, 7, 10**6, 10**17, 4 * 10**18])
        limit = random.randint(0, total)
        amounts = [random.randint(0, total) for _ in range(5)]

        quotients, rests = scaled(whole(amounts), limit, total)

        assert quotients.tolist() == [each * limit // total for each in amounts]
        assert rests.tolist() == [each * limit % total for each in amounts]
