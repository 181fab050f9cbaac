"""Columns to Parquet and back, by DuckDB: sorted as they are, compressed by zstd."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

Anything = np.generic
Columns = Mapping[str, NDArray[Anything]]
"""All of one length, a row a place."""

THREADS = 2
ROW_GROUP = 122_880
"""Rows that are compressed together."""

LEVEL = 1
"""Of zstd: files of a run are no larger than by its usual one, and written in less time."""


def connection() -> duckdb.DuckDBPyConnection:
    """A database in memory, with as many threads as a close has."""
    return duckdb.connect(":memory:", config={"threads": THREADS})


def plain(moment: datetime) -> datetime:
    """As files have it: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def write(file: Path, columns: Columns, row_group: int = ROW_GROUP) -> None:
    """With small row groups a reader of a range skips nearly all others. Columns of objects are
    texts: of none there would be nothing that says so."""
    texts = (name for name, each in columns.items() if each.dtype == object)
    asked = ", ".join(f'"{name}"::varchar as "{name}"' for name in texts)
    chosen = f"* replace ({asked})" if asked else "*"
    with connection() as database:
        database.register("columns", dict(columns))
        database.execute(
            f"copy (select {chosen} from columns) to '{file}' "  # noqa: S608 - names of ours
            f"(format parquet, compression zstd, compression_level {LEVEL}, "
            f"row_group_size {row_group})"
        )


def read(files: Iterable[Path], names: Sequence[str], where: str = "true") -> dict[str, Any]:
    """Columns by name, of all rows or of those that a condition names."""
    paths = ", ".join(f"'{file}'" for file in files)
    with connection() as database:
        asked = f"select {', '.join(names)} from read_parquet([{paths}]) where {where}"  # noqa: S608
        return dict(database.execute(asked).fetchnumpy())
