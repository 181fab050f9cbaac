"""What comes in below the sides of seats, and in which position an order stands there."""

from random import Random

import numpy as np
import pytest

from commissions.domain.close.leg_intake import LegIntake, OrderColumns, leg_intake
from commissions.domain.close.range_sums import sums_before
from commissions.domain.close.seat_history import SeatHistory, seat_history
from commissions.domain.close.seat_order import NOBODY
from commissions.domain.close.whole_numbers import VolumeTooLarge
from tests.support.random_periods import chance
from tests.unit.domain.close.test_seat_order import column

TOP, LEFT, RIGHT, BELOW = range(4)
SEATS = ((TOP, NOBODY, NOBODY, 0), (LEFT, TOP, 0, 0), (RIGHT, TOP, 1, 0), (BELOW, LEFT, 1, 0))


def seats(*rows: tuple[int, int, int, int]) -> SeatHistory:
    """Member, parent, side and since when."""
    return seat_history(*(np.array(each, dtype=np.int64) for each in zip(*rows, strict=True)))


def intake(history: SeatHistory, *sales: tuple[int, int, int]) -> LegIntake:
    """Sales by when, whose and how much."""
    at, seller, volume = (np.array(each, dtype=np.int64) for each in zip(*sales, strict=True))
    orders = OrderColumns(order=np.arange(len(at)), at=at, seller=seller, volume=volume)
    before = np.zeros((2, 4), dtype=np.int64)
    return leg_intake(orders, history, before, starts=0, ends=100)


def test_the_own_order_is_in_no_own_leg_and_in_those_above() -> None:
    came = intake(seats(*SEATS), (1, TOP, 5), (2, BELOW, 30), (3, RIGHT, 7), (4, NOBODY, 9))

    assert came.came_in()[:, TOP].tolist() == [30, 7]
    assert came.came_in()[:, LEFT].tolist() == [0, 30]


def test_what_came_in_before_a_move_stays_with_the_old_seats_above() -> None:
    """Below moves from left to right at moment 50."""
    moved = seats(*SEATS, (BELOW, RIGHT, 0, 50))

    came = intake(moved, (10, BELOW, 30), (50, BELOW, 4))

    assert came.came_in()[:, TOP].tolist() == [30, 4]
    assert came.came_in()[:, LEFT].tolist() == [0, 30]
    assert came.came_in()[:, RIGHT].tolist() == [4, 0]


def test_an_order_from_before_its_sellers_seat_comes_in_nowhere() -> None:
    late = seats(*SEATS[:3], (BELOW, LEFT, 1, 20))

    assert intake(late, (10, BELOW, 30), (20, BELOW, 4)).came_in()[:, TOP].tolist() == [4, 0]


def test_an_order_stands_behind_what_came_in_on_its_side_before() -> None:
    """Below moved: its first order is behind left's, its second behind right's."""
    moved = seats(*SEATS, (BELOW, RIGHT, 0, 50))
    came = intake(moved, (1, LEFT, 3), (10, BELOW, 30), (40, RIGHT, 5), (60, BELOW, 4))

    found = came.position(column(TOP, TOP), column(0, 1), column(1, 3))

    assert found.tolist() == [3, 5]


def test_what_came_back_is_no_intake() -> None:
    assert intake(seats(*SEATS), (1, LEFT, 30), (2, LEFT, -10)).came_in()[0, TOP] == 30


def test_orders_that_are_not_by_time_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted by time"):
        intake(seats(*SEATS), (2, LEFT, 1), (1, LEFT, 1))


def test_more_volume_than_fits_is_refused_and_never_wraps_around() -> None:
    with pytest.raises(VolumeTooLarge):
        intake(seats(*SEATS), (1, LEFT, 2**61), (2, LEFT, 2**61))


def test_sums_of_ranges_are_those_that_reading_every_row_gives() -> None:
    random = chance("ranges")
    for _ in range(40):
        _compare(random, rows=random.randint(0, 30), places=random.randint(1, 20))


def _compare(random: Random, rows: int, places: int) -> None:
    place = [random.randrange(places) for _ in range(rows)]
    volume = [random.randint(0, 50) for _ in range(rows)]
    asked = [
        (random.randint(0, rows), *sorted(random.choices(range(places + 1), k=2)))
        for _ in range(10)
    ]
    found = sums_before(
        column(*place), column(*volume), *(column(*e) for e in zip(*asked, strict=True))
    )
    assert found.tolist() == [
        sum(volume[n] for n in range(until) if low <= place[n] < end) for until, low, end in asked
    ]
