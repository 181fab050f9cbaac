"""What came back of an order is allotted to its lines, to the hundredth."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.application.export.allotment import NothingToAllot, allotted

SHARES = st.fractions(min_value=0, max_value=1, max_denominator=97)
LIVES = st.lists(
    st.tuples(st.integers(0, 500), st.lists(SHARES, min_size=3, max_size=3).map(sorted)),
    min_size=1,
    max_size=6,
)


def test_what_rounding_leaves_over_goes_to_the_largest_remainder() -> None:
    assert allotted([Fraction(5, 2), Fraction(8, 3)], [0, 0], 5) == [2, 3]


def test_of_equal_remainders_the_earlier_line_gets_it() -> None:
    assert allotted([Fraction(1, 2), Fraction(1, 2)], [0, 0], 1) == [1, 0]


def test_who_had_a_hundredth_more_before_gives_none_back() -> None:
    assert allotted([Fraction(1, 2), Fraction(3, 2)], [1, 0], 1) == [0, 1]


@pytest.mark.parametrize("increment", [3, -1])
def test_what_does_not_add_up_is_no_endless_search(increment: int) -> None:
    with pytest.raises(NothingToAllot):
        allotted([Fraction(1, 2), Fraction(1, 2)], [0, 0], increment)


@given(LIVES)
def test_moment_by_moment_it_adds_up_and_never_takes_more_than_a_line_has(
    lives: list[tuple[int, list[Fraction]]],
) -> None:
    had = [0] * len(lives)
    volumes = [volume for volume, _ in lives]
    for moment in range(3):
        exact = [volume * shares[moment] for volume, shares in lives]
        total = int(sum(exact, Fraction(0)))
        parts = allotted(exact, had, total - sum(had))
        had = [before + part for before, part in zip(had, parts, strict=True)]

        assert sum(had) == total
        assert all(part >= 0 for part in parts)
        assert all(came <= volume for came, volume in zip(had, volumes, strict=True))
