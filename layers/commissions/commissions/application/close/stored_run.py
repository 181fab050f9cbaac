"""A closed period in files, by place in the tree, so that a subtree is a range of rows.

`awards.parquet`: what was paid. `unpaid.parquet`: what went by somebody or was not paid, and why.
`members.parquet`: a row a member: rank, activity, place, what they bought. `requirements.parquet`:
what was counted of what the plan asks for. `legs.parquet`: a row a seat of a binary. `run.json`:
the plan, its bonuses, what ties all awards together, the sums, and the digests of the files.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from commissions.application.close.run_columns import FileColumns, Rows
from commissions.application.close.run_requirements import Asked, requirement_columns
from commissions.application.close.run_told import told_run
from commissions.domain.close.engine import ClosedColumns
from commissions.warehouse import parquet

SMALL_ROW_GROUP = 65_536
"""What is read to explain an award is one or two of these. Were they a quarter as large, a large
run would have so many that finding the right one takes longer than reading it."""
AWARDS, UNPAID, MEMBERS = "awards.parquet", "unpaid.parquet", "members.parquet"
REQUIREMENTS, LEGS, MANIFEST = "requirements.parquet", "legs.parquet", "run.json"


@dataclass(frozen=True)
class StoredRun:
    """The files of a closed period. `told`: what `run.json` says."""

    folder: Path
    told: dict[str, Any]

    @property
    def awards(self) -> Path:
        return self.folder / AWARDS

    @property
    def unpaid(self) -> Path:
        return self.folder / UNPAID

    @property
    def members(self) -> Path:
        return self.folder / MEMBERS

    @property
    def requirements(self) -> Path:
        return self.folder / REQUIREMENTS

    @property
    def legs(self) -> Path:
        return self.folder / LEGS

    @property
    def manifest(self) -> Path:
        return self.folder / MANIFEST

    @cached_property
    def digest(self) -> str:
        """Of all files: `run.json` names the digests of the others."""
        return _sha256(self.manifest)

    @property
    def document(self) -> dict[str, Any]:
        """The plan's."""
        found: dict[str, Any] = self.told["document"]
        return found

    @property
    def period(self) -> str:
        """The id: `<plan>/<period>/<label>`."""
        return str(self.told["period"]["id"])

    @property
    def currency(self) -> str:
        return str(self.told["plan"]["base_currency"])

    @property
    def bonuses(self) -> list[str]:
        """In the plan's order."""
        return [each["id"] for each in self.told["bonuses"]]

    @property
    def ranks(self) -> list[str]:
        """By what `rank` of a row says; the first is nothing, of one without a rank."""
        found: list[str] = self.told["ranks"]
        return found

    def status(self, code: int) -> str:
        """Of who has none yet, empty."""
        return str(self.told["statuses"][code]) if code >= 0 else ""

    def reason(self, code: int, bonus: str) -> str:
        return str(self.told["reasons"][code]).format(bonus=bonus)

    @property
    def asked(self) -> list[Asked]:
        return [Asked(**each) for each in self.told["requirements"]]

    def changed_files(self) -> list[str]:
        """Those that are not as they were written; empty where all are."""
        return [
            name
            for name, each in self.told["files"].items()
            if not (self.folder / name).exists() or _sha256(self.folder / name) != each["sha256"]
        ]


def write_run(folder: Path, document: dict[str, Any], closed: ClosedColumns) -> StoredRun:
    """`document`: the plan's, as it was published. The same close is the same bytes. Raises
    TooLargeToStore."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = FileColumns(closed)
    files = {
        AWARDS: _write(folder / AWARDS, columns.awards(paid=True)),
        UNPAID: _write(folder / UNPAID, columns.awards(paid=False)),
    }
    requirements = requirement_columns(closed.close)
    told = told_run(document, closed, columns)
    told["requirements"] = [asdict(each) for each in requirements.asked]
    files[MEMBERS] = _write(folder / MEMBERS, columns.members())
    by_place = columns.tree.ids[:-1]
    figures = {name: requirements.column(name)[by_place] for name in requirements.figures}
    place: Rows = {"place": np.arange(by_place.size).astype("int32")}
    files[REQUIREMENTS] = _write(folder / REQUIREMENTS, place | figures)
    for name, rows in _legs(columns):
        files[name] = _write(folder / name, rows)
    told["files"] = files
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return StoredRun(folder, told)


def read_run(folder: Path) -> StoredRun:
    """The rows are read by whoever asks for them."""
    return StoredRun(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def _legs(columns: FileColumns) -> Iterator[tuple[str, Rows]]:
    """Of all binaries, one after the other; no file where the plan has none."""
    close = columns.closed.close
    bonuses = [each.bonus for each in columns.closed.awards]
    parts = [columns.legs(bonuses.index(name), legs()) for name, legs in close.seat_legs.items()]
    if parts:
        yield LEGS, {name: np.concatenate([each[name] for each in parts]) for name in parts[0]}


def _write(file: Path, rows: Rows) -> dict[str, Any]:
    parquet.write(file, rows, row_group=SMALL_ROW_GROUP)
    return {"sha256": _sha256(file), "rows": len(next(iter(rows.values())))}


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
