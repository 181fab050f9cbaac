"""The files of a run as columns of NumPy, and columns as files: a query away."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from commissions.domain.close.columns import Coded
from commissions.domain.close.exact import Places
from commissions.warehouse import parquet


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One of a process: a close reads and writes dozens of files, most of them small."""
    database = parquet.connection()
    # Files of a name may be written again: nothing of them is remembered.
    database.execute("set enable_external_file_cache = false")
    return database


def rows(query: str) -> list[tuple[Any, ...]]:
    with _database().cursor() as database:
        return database.execute(query).fetchall()


def columns(query: str, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """By name, in the order of the query."""
    with _database().cursor() as database:
        return dict(database.execute(query, given).fetchnumpy())


def read(file: Path, names: str = "*", order: str = "") -> dict[str, Any]:
    """By name, a row a place; in the order of the file, or of some columns."""
    by = f" order by {order}" if order else ""
    return columns(f"select {names} from '{file}'{by}")  # noqa: S608


def coded(file: Path, column: str, order: str) -> Coded:
    """A column of few words, in the order of others."""
    asked = f"select distinct {column} from '{file}' order by {column}"  # noqa: S608
    words = tuple(str(word) for (word,) in rows(asked))
    place = f"select list_position($words, {column}) - 1 as code from '{file}' order by {order}"  # noqa: S608
    codes = columns(place, {"words": list(words)})["code"]
    return Coded(codes.astype(np.int64), words)


def write(file: Path, table: parquet.Columns) -> None:
    """Columns of one length, as they are sorted. Those of objects are texts, also where there is
    no row to say so."""
    file.parent.mkdir(parents=True, exist_ok=True)
    texts = [name for name, each in table.items() if each.dtype == object]
    typed = ", ".join(f"cast({name} as varchar) as {name}" for name in texts)
    chosen = f"* replace ({typed})" if texts else "*"
    with _database().cursor() as database:
        database.register("columns", dict(table))
        database.execute(copied(f"(select {chosen} from columns)", file))  # noqa: S608
        database.unregister("columns")


def copied(source: str, file: Path) -> str:
    """The statement that writes a table, or a query in brackets."""
    return (
        f"copy {source} to '{file}' (format parquet, compression zstd, "
        f"compression_level {parquet.LEVEL}, row_group_size {parquet.ROW_GROUP})"
    )


def micros(moments: Any) -> Places:
    """Microseconds since 1970."""
    found: Places = moments.astype("datetime64[us]").astype(np.int64)
    return found
