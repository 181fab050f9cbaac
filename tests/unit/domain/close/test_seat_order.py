"""A placement tree in pre-order, and who stood where when."""

from time import monotonic

import numpy as np
import pytest

from commissions.domain.close.exact import Places
from commissions.domain.close.seat_history import seat_history
from commissions.domain.close.seat_order import NOBODY, SeatsInACircle, seat_order

LEVELS = 20_000


def column(*numbers: int) -> Places:
    return np.array(numbers, dtype=np.int64)


def test_everybody_below_a_side_stands_in_one_range() -> None:
    """0 has 3 on the left with 1 below, and 2 on the right."""
    order = seat_order(column(NOBODY, 3, 0, 0), column(NOBODY, 1, 1, 0))

    assert order.place.tolist() == [0, 2, 3, 1]
    assert order.size.tolist() == [4, 1, 1, 2]
    assert (order.lowest[:, 0].tolist(), order.end[:, 0].tolist()) == ([1, 3], [3, 4])
    assert (order.end - order.lowest)[:, 2].tolist() == [0, 0]


def test_who_stands_on_neither_side_is_below_and_in_no_range() -> None:
    order = seat_order(column(NOBODY, 0, 0), column(NOBODY, NOBODY, 0))

    assert (order.end - order.lowest).sum() == 1
    assert order.size[0] == 3


def test_seats_that_stand_above_themselves_are_named() -> None:
    with pytest.raises(SeatsInACircle, match=r"\[1, 2\]"):
        seat_order(column(NOBODY, 2, 1, 2), column(NOBODY, 0, 0, 1))


def test_a_chain_and_a_star_are_put_in_order_quickly() -> None:
    """Twenty thousand levels; a step for every pair of levels would take hours."""
    began = monotonic()
    chain = seat_order(np.arange(-1, LEVELS - 1), np.zeros(LEVELS, dtype=np.int64))
    star = seat_order(np.minimum(np.arange(-1, LEVELS - 1), 0), np.ones(LEVELS, dtype=np.int64))

    assert chain.size.tolist() == list(range(LEVELS, 0, -1))
    assert star.end[1, 0] - star.lowest[1, 0] == LEVELS - 1
    assert monotonic() - began < 30


def test_an_order_finds_those_who_stood_above_at_its_time() -> None:
    """2 stood below 1, and from moment 10 on below 0."""
    history = seat_history(
        column(0, 1, 2, 2), column(NOBODY, 0, 1, 0), column(NOBODY, 0, 0, 1), column(0, 0, 5, 10)
    )

    above = history.above(column(2, 2, 2, NOBODY), column(4, 9, 10, 9))

    found = list(zip(above.row.tolist(), above.seat.tolist(), above.side.tolist(), strict=True))
    assert found == [(1, 1, 0), (2, 0, 1), (1, 0, 0)]


def test_of_a_circle_the_walk_ends_too() -> None:
    history = seat_history(column(0, 1), column(1, 0), column(0, 0), column(0, 0))

    with pytest.raises(SeatsInACircle):
        history.above(column(0), column(5))


def test_without_any_seat_nobody_stands_above() -> None:
    history = seat_history(column(), column(), column(), column())

    assert history.above(column(0, 1), column(5, 5)).row.tolist() == []
