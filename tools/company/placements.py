"""placements.csv: who has which seat in a binary or a matrix, and from when on."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commissions.application.company_files.csv_rows import CsvRow, rows
from commissions.application.company_files.problems import Problem
from commissions.domain.people.placement import TOP_SEAT, TreeSeat

FILE = "placements.csv"
REQUIRED = "distributor_id tree parent side effective_from"


@dataclass(frozen=True, slots=True)
class StatedSeat:
    """A seat as a row tells of it."""

    row: CsvRow
    tree: str
    member: str
    seat: TreeSeat
    since: datetime


def read(folder: Path, problems: list[Problem]) -> tuple[StatedSeat, ...]:
    return tuple(map(_stated, rows(folder / FILE, problems, required=REQUIRED)))


def _stated(row: CsvRow) -> StatedSeat:
    parent, side = row.id("parent", required=False), row.text("side")
    if bool(parent) != bool(side):
        wrong = "parent" if side else "side"
        row.refuse(wrong, "is empty: a seat has both, and the top seat of a tree neither")
    return StatedSeat(
        row=row,
        tree=row.name("tree"),
        member=row.id("distributor_id"),
        seat=TreeSeat(parent, side) if parent else TOP_SEAT,
        since=row.moment("effective_from"),
    )
