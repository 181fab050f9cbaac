"""Rows of a stored run, of one member or of a range of places."""

from collections.abc import Sequence
from typing import Any

import duckdb

from commissions.application.close.stored_run import StoredRun

Row = dict[str, Any]


class NotInRun(LookupError):
    """Nobody of that id is in the run."""

    def __init__(self, run: StoredRun, member: str) -> None:
        super().__init__(
            f"member {member} is not in the close of {run.period}: name one who was enrolled by "
            "its end"
        )
        self.member = member


def place_of(run: StoredRun, database: duckdb.DuckDBPyConnection, member: str) -> int:
    """Where a member stands in the tree. Raises NotInRun."""
    asked = f"select place from read_parquet('{run.members}') where member = $member"  # noqa: S608
    found = database.execute(asked, {"member": member}).fetchall()
    if not found:
        raise NotInRun(run, member)
    return int(found[0][0])


def rows_of(database: duckdb.DuckDBPyConnection, asked: str) -> list[Row]:
    """What a query answers, by column."""
    answer = database.execute(asked)
    names = [each[0] for each in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def award_rows(
    run: StoredRun, database: duckdb.DuckDBPyConnection, places: Sequence[int]
) -> list[Row]:
    """All awards of some members, paid and not, in the order of the files: by place, bonus and
    level. Asked for by place, so that other row groups are skipped."""
    within = ", ".join(map(str, places))
    paid, unpaid = (
        rows_of(database, f"select * from read_parquet('{file}') where place in ({within})")  # noqa: S608
        for file in (run.awards, run.unpaid)
    )
    return sorted([*paid, *unpaid], key=lambda row: (row["place"], row["bonus"], row["level"]))
