"""Columns to Parquet and back, by DuckDB: sorted as they are, compressed by zstd."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

Anything = np.generic
Columns = Mapping[str, NDArray[Anything]]
"""All of one length, a row a place."""

THREADS = 2


def connection() -> duckdb.DuckDBPyConnection:
    """A database in memory, with as many threads as a close has."""
    return duckdb.connect(":memory:", config={"threads": THREADS})


def write(file: Path, columns: Columns) -> None:
    """A row group holds few enough rows that a reader of a range skips the others."""
    with connection() as database:
        database.register("columns", dict(columns))
        database.execute(f"copy columns to '{file}' (format parquet, compression zstd)")


def read(files: Iterable[Path], names: Sequence[str], where: str = "true") -> dict[str, Any]:
    """Columns by name, of all rows or of those that a condition names."""
    paths = ", ".join(f"'{file}'" for file in files)
    with connection() as database:
        asked = f"select {', '.join(names)} from read_parquet([{paths}]) where {where}"  # noqa: S608
        return dict(database.execute(asked).fetchnumpy())
