"""Charts as numbers: what is drawn stands for what there is."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commissions.pages.charts import HEIGHT, WHOLE, Column, meter, stacked

amounts = st.integers(-(10**9), 10**9)
days = st.lists(st.lists(amounts, min_size=3, max_size=3), max_size=31)


def a_chart(*days: tuple[int, ...]) -> list[Column]:
    return [Column(f"{number}", f"day {number}", values) for number, values in enumerate(days, 1)]


def test_bars_stand_on_each_other() -> None:
    chart = stacked(a_chart((50_00, 50_00), (0, 0)))

    assert [tick.value for tick in chart.ticks] == [100_00, 50_00, 0]
    assert [(each.series, each.y, each.height) for each in chart.bars[0].pieces] == [
        (0, 100, 100),
        (1, 0, 100),
    ]
    assert chart.bars[1].pieces == ()
    assert chart.zero == HEIGHT


def test_what_was_taken_back_hangs_below() -> None:
    chart = stacked(a_chart((10, -10)))

    assert [(each.series, each.y, each.height) for each in chart.bars[0].pieces] == [
        (0, 0, 100),
        (1, 100, 100),
    ]
    assert chart.zero == 100


def test_a_month_without_anything_has_an_axis_all_the_same() -> None:
    assert [tick.value for tick in stacked([]).ticks] == [1, 0]
    assert [bar.pieces for bar in stacked(a_chart((0,), (0,))).bars] == [(), ()]


def test_six_days_of_a_month_are_named_and_three_of_them_on_a_phone() -> None:
    labels = [bar for bar in stacked(a_chart(*[(1,)] * 31)).bars if bar.label]

    assert [bar.label for bar in labels] == ["1", "7", "13", "19", "25", "31"]
    assert [bar.label for bar in labels if not bar.is_spare] == ["1", "13", "25"]


def test_each_of_few_is_named() -> None:
    assert [bar.label for bar in stacked(a_chart((1,), (2,))).bars] == ["1", "2"]


@given(days)
def test_no_bar_leaves_the_chart(values: list[list[int]]) -> None:
    chart = stacked(a_chart(*map(tuple, values)))

    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WHOLE
        for piece in bar.pieces:
            assert piece.height >= 1
            assert 0 <= piece.y <= piece.y + piece.height <= HEIGHT + 1


@given(days)
def test_an_axis_is_of_few_round_numbers_that_hold_all_and_zero(values: list[list[int]]) -> None:
    ticks = [tick.value for tick in stacked(a_chart(*map(tuple, values))).ticks]
    steps = {one - other for one, other in pairwise(ticks)}

    assert len(steps) == 1
    assert str(steps.pop()).rstrip("0") in {"1", "2", "5"}
    assert 2 <= len(ticks) <= 6
    assert 0 in ticks


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_meter_is_never_more_than_full(have: int, need: int, counted: int) -> None:
    drawn = meter(have, need, counted=min(counted, have), mark=counted)

    assert 0 <= drawn.filled <= drawn.filled + drawn.capped <= WHOLE
    assert 0 <= drawn.mark <= WHOLE


def test_what_does_not_count_stands_beside_what_does() -> None:
    drawn = meter(1_900, 2_000, counted=1_200, mark=1_400)

    assert (drawn.filled, drawn.capped, drawn.mark) == (600, 350, 700)


def test_where_nothing_is_needed_all_is_there() -> None:
    assert meter(0, 0).filled == WHOLE
    assert meter(0, 10).mark == -1
