"""Where things stand in a chart: whole numbers that templates write into SVG attributes.

Heights are pixels, widths thousandths of the chart's: it is as wide as its place, and its letters
keep their size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEIGHT = 200
"""Pixels between the highest tick and the lowest."""

WHOLE = 1000
"""The width of a chart, a full ring, a full meter."""

_TICKS_MAX = 5
_LABELS_MAX = 6
_BAR_PART = 680
"""So many thousandths of a column are its bar; the rest is the gap to the next."""


@dataclass(frozen=True, slots=True)
class Column:
    """What there is of one day: a value per series, in whole units; negative ones hang below."""

    label: str
    title: str
    """All that the bar says, for who points at it."""
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One series' part of a bar."""

    series: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    width: int
    middle: int
    label: str
    """"" where there is no room for one."""
    is_spare: bool
    """Whether a phone has no room for the label."""
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    y: int
    value: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of stacked bars."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    zero: int
    """Where 0 is, in pixels from above."""


@dataclass(frozen=True, slots=True)
class Axis:
    low: int
    high: int

    def y(self, value: int) -> int:
        """Pixels from above."""
        return (self.high - value) * HEIGHT // (self.high - self.low)


def stacked(columns: Sequence[Column]) -> Bars:
    """Bars in the order given; an axis of round numbers, 0 among them."""
    ticks = _ticks(
        min((_below(each) for each in columns), default=0),
        max((_above(each) for each in columns), default=0),
    )
    axis = Axis(ticks[0], ticks[-1])
    every = -(-len(columns) // _LABELS_MAX) or 1
    width = WHOLE // max(1, len(columns))
    return Bars(
        bars=tuple(
            _bar(column, i * width, width, axis, label_number=i // every if i % every == 0 else -1)
            for i, column in enumerate(columns)
        ),
        ticks=tuple(Tick(axis.y(value), value) for value in reversed(ticks)),
        zero=axis.y(0),
    )


def _bar(column: Column, x: int, width: int, axis: Axis, *, label_number: int) -> Bar:
    bar = max(1, width * _BAR_PART // WHOLE)
    return Bar(
        x=x + (width - bar) // 2,
        width=bar,
        middle=x + width // 2,
        label=column.label if label_number >= 0 else "",
        is_spare=label_number % 2 == 1 and label_number > 0,
        title=column.title,
        pieces=tuple(_pieces(column.values, axis)),
    )


def _pieces(values: Sequence[int], axis: Axis) -> Iterator[Piece]:
    above = below = 0
    for series, value in enumerate(values):
        start = above if value > 0 else below
        top, bottom = sorted((axis.y(start), axis.y(start + value)))
        if value:
            yield Piece(series, top, max(1, bottom - top))
        if value > 0:
            above += value
        else:
            below += value


def _above(column: Column) -> int:
    return sum(value for value in column.values if value > 0)


def _below(column: Column) -> int:
    return sum(value for value in column.values if value < 0)


def _ticks(low: int, high: int) -> list[int]:
    step = next(each for each in _steps() if (high - low) <= each * (_TICKS_MAX - 1))
    first, last = low // step, -(-high // step)
    return [each * step for each in range(first, max(last, first + 1) + 1)]


def _steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power * each for each in (1, 2, 5))
        power *= 10


@dataclass(frozen=True, slots=True)
class Meter:
    """How far something is, in thousandths of what is needed."""

    filled: int
    capped: int
    """What is there beside it and does not count, as a cap says."""
    mark: int
    """Where a rule is; -1 for none."""


def meter(have: int, need: int, *, counted: int | None = None, mark: int = -1) -> Meter:
    """Of `have`, so much is `counted` (all, if it is not said); full where nothing is needed.

    `mark` is in the units of both.
    """
    counts = have if counted is None else counted
    filled = _share(counts, need)
    return Meter(
        filled=filled,
        capped=_share(have, need) - filled if have > counts else 0,
        mark=_share(mark, need) if mark >= 0 else -1,
    )


def _share(part: int, of: int) -> int:
    return WHOLE if of <= 0 else max(0, min(WHOLE, part * WHOLE // of))
