"""Brings the warehouse up to a moment: consecutive windows of what was recorded, each once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.export.point_in_time import touched_books
from commissions.application.export.touched import ScannedBooks, TouchedBooks
from commissions.application.export.window_parts import export_window
from commissions.domain.orders.canonical import stamp
from commissions.warehouse import cuts, manifests
from commissions.warehouse.manifests import ManifestMoved
from commissions.warehouse.rows import THREADS
from commissions.warehouse.schema import TABLES, WarehouseTable
from commissions.warehouse.windows import (
    LENGTH_MAX,
    ExportWindow,
    in_utc,
    midnight_after,
    midnight_of,
)

SETTLES = timedelta(seconds=int(os.environ["EXPORT_SETTLES_SECONDS"]))
"""A record says when its function began, which may take a minute until it is written: so long after
a window's end nothing more of it comes."""
MOVED_MAX = 5
"""How often another exporter may be quicker before it is left to them."""


class CutTooLate(ValueError):
    """A moment inside a window that was exported before the moment was named."""

    def __init__(self, moment: datetime, until: datetime) -> None:
        super().__init__(
            f"the warehouse is exported until {stamp(until)} with no window that ends at "
            f"{stamp(moment)}: name a moment when it has come, within {SETTLES}"
        )


@dataclass(frozen=True, slots=True)
class Exported:
    """Whether everything is there that was recorded before the moment; else what is waited for."""

    done: bool
    waits_for: str = ""


def export_until(  # noqa: PLR0913 - what is asked for, and what tests say of the world
    moment: datetime,
    now: datetime,
    *,
    touched: TouchedBooks | None = None,
    threads: int = THREADS,
    settles: timedelta = SETTLES,
    is_enough: Callable[[], bool] = lambda: False,
) -> Exported:
    """Exports all windows until a moment, which is the end of one from then on.

    Ask as soon as the moment has come, and again until it is done: only within `settles` of it is
    it certain that no window reaches over it. `is_enough`: whether to stop before the next window.
    Raises CutTooLate, WarehouseDiffers, and whatever a book raises that cannot be read.
    """
    moment, now = in_utc(moment), in_utc(now)
    _cut(moment)
    if now < (settled := moment + settles):
        return Exported(done=False, waits_for=f"what was recorded settles by {stamp(settled)}")
    books = touched or touched_books(_position(), now, settles)
    for _ in range(MOVED_MAX):
        try:
            return _windows_until(moment, books, threads, is_enough)
        except ManifestMoved:
            continue
    return Exported(done=False, waits_for="another exporter is at work")


def exported_until() -> datetime | None:
    """Until when every table is exported; None before the first window of any."""
    return _position()


def _windows_until(
    moment: datetime, books: TouchedBooks, threads: int, is_enough: Callable[[], bool]
) -> Exported:
    begin = _position() or _beginning(moment, books)
    while begin < moment:
        if is_enough():
            return Exported(done=False, waits_for=f"it is exported until {stamp(begin)}")
        window = ExportWindow(begin, _end_of(begin, moment))
        if (found := books.within(window)).waits_for:
            return Exported(done=False, waits_for=found.waits_for)
        lacking = [
            table for table, until in _positions().items() if until is None or until < window.end
        ]
        export_window(window, found.books, lacking, threads=threads)
        begin = window.end
    return Exported(done=True)


def _end_of(begin: datetime, moment: datetime) -> datetime:
    """Where a window ends: at the next cut, at midnight, or when it is long enough."""
    cut = cuts.next_after(begin) or moment
    return min(cut, moment, midnight_after(begin), begin + LENGTH_MAX)


def _cut(moment: datetime) -> None:
    """Makes the moment the end of a window. Raises CutTooLate."""
    until = _position()
    if until is None or until < moment:
        cuts.make(moment)
    elif not all(manifests.ends_at(table, moment) for table in TABLES.values()):
        raise CutTooLate(moment, until)


def _beginning(moment: datetime, books: TouchedBooks) -> datetime:
    """The first window's: the day on which anything was recorded first."""
    scanned = books if isinstance(books, ScannedBooks) else ScannedBooks()
    earliest = scanned.earliest or moment
    return min(midnight_of(in_utc(earliest).date()), moment)


def _positions() -> Mapping[WarehouseTable, datetime | None]:
    return {each: manifests.exported_until(each) for each in TABLES.values()}


def _position() -> datetime | None:
    return manifests.all_exported_until()
