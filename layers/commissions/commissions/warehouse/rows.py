"""Rows of a window to Parquet: written down as JSON lines, one file a table, then typed, made
unique, sorted and compressed by DuckDB in one statement.

No NumPy: what is exported need not fit into memory, and comes from Python a row at a time.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Self

import duckdb

from commissions.warehouse.schema import WarehouseTable
from commissions.warehouse.windows import in_utc

Row = Mapping[str, Any]
THREADS = 2
ROW_GROUP = 122_880
MEMORY = "1200MB"
_WIDEST = 64 * 1024 * 1024
"""Bytes of one JSON line: a plan's document is the largest."""


class KeyNotUnique(RuntimeError):
    """Two rows of one key that say different things: neither is guessed to be the right one."""


@dataclass(frozen=True, slots=True)
class WrittenPart:
    rows: int
    sums: Mapping[str, int]


@dataclass
class RowFiles:
    """JSON lines of each table, in a folder of their own."""

    folder: Path
    _open: dict[str, IO[str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, table: WarehouseTable, rows: Iterable[Row]) -> None:
        for row in rows:
            json.dump(row, self._file(table), default=_plain, ensure_ascii=False)
            self._file(table).write("\n")

    def close(self) -> None:
        for file in self._open.values():
            file.close()

    def path(self, table: WarehouseTable) -> Path:
        return self.folder / f"{table.name}.jsonl"

    def _file(self, table: WarehouseTable) -> IO[str]:
        if table.name not in self._open:
            self._open[table.name] = self.path(table).open("w", encoding="utf-8")
        return self._open[table.name]


def write_part(
    table: WarehouseTable, lines: Path, file: Path, *, threads: int = THREADS
) -> WrittenPart:
    """Writes the rows of a file of JSON lines to a Parquet file, each once; where there are none,
    no file. The same rows give the same bytes, however many threads and in whatever order they
    came. Raises KeyNotUnique."""
    if not lines.exists():
        return WrittenPart(0, {})
    with connection(threads, file.parent) as database:
        columns = "{" + ", ".join(f"'{each}': '{kind}'" for each, kind in table.columns.items())
        database.execute(
            f"create table part as select distinct * from read_json('{_quoted(lines)}', "  # noqa: S608
            f"format = 'newline_delimited', maximum_object_size = {_WIDEST}, columns = {columns}}})"
        )
        rows = _count(database, table)
        if rows:
            by = ", ".join(dict.fromkeys((*table.order, *table.key)))
            database.execute(
                f"copy (select * from part order by {by}) to '{_quoted(file)}' "  # noqa: S608
                f"(format parquet, compression zstd, row_group_size {ROW_GROUP})"
            )
        return WrittenPart(rows, _sums(database, table))


def connection(threads: int, folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that fetches no extensions, and spills into a folder of ours."""
    return duckdb.connect(
        ":memory:",
        config={
            "threads": threads,
            "memory_limit": MEMORY,
            "temp_directory": str(folder),
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
        },
    )


def _count(database: duckdb.DuckDBPyConnection, table: WarehouseTable) -> int:
    key = ", ".join(table.key)
    asked = f"select count(*), count(distinct ({key},)) from part"  # noqa: S608
    rows, keys = database.execute(asked).fetchall()[0]
    if rows != keys:
        raise KeyNotUnique(f"{table.name} has {rows} rows of {keys} keys ({key})")
    return int(rows)


def _sums(database: duckdb.DuckDBPyConnection, table: WarehouseTable) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, by in (table.sums or {}).items():
        group = by or "''"
        asked = (
            f"select {group}, sum({column}) from part group by 1 having count({column}) > 0 "  # noqa: S608
            "order by 1"
        )
        for of, total in database.execute(asked).fetchall():
            found[f"{column}/{of}" if by else column] = int(total)
    return found


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")


def _plain(value: Any) -> str:
    """What JSON has no form for, as DuckDB reads it."""
    match value:
        case datetime():
            return in_utc(value).replace(tzinfo=None).isoformat(sep=" ")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no place in a row")
