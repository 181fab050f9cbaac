"""The screen: one console, tables in one manner, and JSON for machines."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table

from commissions.events import encode

WIDTH_MAX = 100


def console(*, stderr: bool = False) -> Console:
    """Colour only on a terminal, never wider than a person reads, and no markup: it may be data."""
    screen = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    screen.width = min(screen.width, WIDTH_MAX) if screen.is_terminal else WIDTH_MAX
    return screen


def respond(as_json: bool, answer: Any, *parts: RenderableType) -> None:
    """The answer as JSON, or as people like to read it."""
    if as_json:
        sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False, default=jsonable) + "\n")
        return
    screen = console()
    for part in parts:
        screen.print(part)


def jsonable(value: Any) -> Any:
    """A value of the domain as JSON knows values."""
    return json.loads(encode(value))


def table(*columns: str, title: str = "") -> Table:
    """Columns by name; a name that starts with `>` is of numbers and stands to the right."""
    grid = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        header_style="dim",
    )
    for column in columns:
        right = column.startswith(">")
        grid.add_column(
            column.removeprefix(">"),
            justify="right" if right else "left",
            no_wrap=right,
            overflow="fold",
        )
    return grid


def rows[T](grid: Table, values: Iterable[T], cells: Callable[[T], Iterable[str]]) -> Table:
    for value in values:
        grid.add_row(*cells(value))
    return grid


def indented(part: RenderableType, left: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, left), expand=False)
