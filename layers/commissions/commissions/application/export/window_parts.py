"""A window's rows, from the ledger to its parts: read book by book, written table by table."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory

from commissions.application.export.books import book_name
from commissions.application.export.customers import customer_key
from commissions.application.export.journal_rows import is_exported, journal_rows
from commissions.application.export.order_rows import order_rows
from commissions.application.export.register_rows import register_rows
from commissions.application.export.row_words import Rows
from commissions.domain.ledger.journal import Journal
from commissions.tables import ledger, plans
from commissions.warehouse import manifests, parts
from commissions.warehouse.manifests import PartEntry
from commissions.warehouse.rows import THREADS, RowFiles, WrittenPart, write_part
from commissions.warehouse.schema import FACT_COMMISSION, FACT_LEDGER_LEG, TABLES, WarehouseTable
from commissions.warehouse.windows import ExportWindow

READ_TOGETHER = 8
"""Books at once; what one thread waits for DynamoDB another one folds in."""
HELD_TOGETHER = 256
"""Of so many the rows may be in memory."""


class WarehouseDiffers(RuntimeError):
    """What was written is not what the ledger has: it is no part of the warehouse."""


@dataclass
class _Counted:
    """What the journals of a window should come to as rows."""

    lines: int = 0
    legs: int = 0
    amounts: Counter[str] = field(default_factory=Counter)
    """Minor units by currency."""

    def add(self, journal: Journal) -> None:
        self.lines += len(journal.lines)
        self.legs += len(journal.legs)
        for line in journal.lines:
            self.amounts[line.currency] += line.amount


@dataclass(frozen=True, slots=True)
class _BookRows:
    rows: Rows
    journals: Sequence[Journal]


def export_window(
    window: ExportWindow,
    books: Collection[str],
    tables: Collection[WarehouseTable],
    *,
    threads: int = THREADS,
) -> None:
    """Writes a window of these tables, each with its entry in the manifest of its day; a table that
    has it stays as it is.

    Raises WarehouseDiffers before the entry of any fact is there, ManifestMoved where another one
    exports too, and whatever a book raises that cannot be read.
    """
    with TemporaryDirectory() as home, RowFiles(Path(home)) as files:
        counted = _Counted()
        for book in _read(sorted(books), window):
            for table, row in book.rows:
                files.add(table, [row])
            for journal in book.journals:
                counted.add(journal)
        for table, row in register_rows(window.end):
            files.add(table, [row])
        files.close()
        written = {each: _written(each, files, threads) for each in TABLES.values()}
        _check(window, counted, written)
        for table in TABLES.values():
            if table in tables:
                manifests.add(table, _put(table, window, files, written[table]))


def _read(books: Sequence[str], window: ExportWindow) -> Iterator[_BookRows]:
    """In the order of the books, whichever is read first."""
    with ThreadPoolExecutor(READ_TOGETHER) as together:
        for some in batched(books, HELD_TOGETHER, strict=False):
            yield from together.map(lambda book: _book_rows(book, window), some)


def _book_rows(book: str, window: ExportWindow) -> _BookRows:
    try:
        return _rows_within(book, window)
    except Exception as error:
        error.add_note(f"in the book {book}, as it was recorded before {window.end}")
        raise


def _rows_within(book: str, window: ExportWindow) -> _BookRows:
    """What is new of a book within the window; its order as of the window's end."""
    if book_name(book).is_certification:
        return _BookRows([], ())
    stored = ledger.read(book)
    known = [each for each in stored.rows if each.recorded_at < window.end]
    rows: Rows = []
    if any(window.holds(each.recorded_at) for each in known):
        rows += order_rows(book, known, plans.get, customer_key)
    new = [each for each in stored.journals if window.holds(each.recorded_at) and is_exported(each)]
    for journal in new:
        rows += journal_rows(journal)
    return _BookRows(rows, new)


def _written(table: WarehouseTable, files: RowFiles, threads: int) -> WrittenPart:
    return write_part(table, files.path(table), _file(table, files), threads=threads)


def _file(table: WarehouseTable, files: RowFiles) -> Path:
    return files.folder / f"{table.name}.parquet"


def _put(
    table: WarehouseTable, window: ExportWindow, files: RowFiles, part: WrittenPart
) -> PartEntry:
    if not part.rows:
        return PartEntry(window, "", "", 0, {})
    key = parts.put(table, window, _file(table, files))
    return PartEntry(window, key, parts.rev_of_key(key), part.rows, part.sums)


def _check(
    window: ExportWindow, counted: _Counted, written: Mapping[WarehouseTable, WrittenPart]
) -> None:
    """Each line of a journal is a row and adds up, and all legs of any unit come to nothing."""
    lines, legs = written[FACT_COMMISSION], written[FACT_LEDGER_LEG]
    wrong = []
    if (lines.rows, legs.rows) != (counted.lines, counted.legs):
        wrong.append(f"{lines.rows} lines and {legs.rows} legs of {counted.lines}, {counted.legs}")
    amounts = {f"amount_minor/{each}": amount for each, amount in counted.amounts.items()}
    if dict(lines.sums) != amounts:
        wrong.append(f"lines that come to {dict(lines.sums)} instead of {amounts}")
    if any(legs.sums.values()):
        wrong.append(f"legs that come to {dict(legs.sums)} instead of nothing")
    if wrong:
        raise WarehouseDiffers(f"{window.name} has {'; '.join(wrong)}: nothing of it was kept")
