"""A closed period as three files, by place in the tree, so that a subtree is a range of rows.

`awards.parquet`: what was paid. `unpaid.parquet`: what went by somebody or was not paid, and why.
`columns.parquet`: a row a member: what they bought, their customers bought, rank, activity.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commissions.domain.close.award_columns import AwardColumns, Reason
from commissions.domain.close.columns import SPONSOR
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.primitives import pushed
from tools.bench_close import parquet
from tools.bench_close.draws import Ints

SMALL_ROW_GROUP = 16_384
"""What is read to explain an award is one or two of these."""
BONUSES, LEVELS = 64, 64
"""More than there are, to sort by one number."""
NARROW = {
    "place": "int32",
    "bonus": "int8",
    "level": "int8",
    "rank": "int8",
    "reason": "int8",
    "rate": "int64",
    "base": "int64",
    "raw": "int64",
    "amount": "int64",
}


@dataclass(frozen=True, slots=True)
class RunFiles:
    folder: Path

    @property
    def awards(self) -> Path:
        return self.folder / "awards.parquet"

    @property
    def unpaid(self) -> Path:
        return self.folder / "unpaid.parquet"

    @property
    def columns(self) -> Path:
        return self.folder / "columns.parquet"

    @property
    def manifest(self) -> Path:
        """The plan, the order of its bonuses, and what the company's cap was computed from."""
        return self.folder / "run.json"


def write_run(folder: Path, closed: ClosedColumns) -> RunFiles:
    folder.mkdir(parents=True, exist_ok=True)
    files = RunFiles(folder)
    rows = _rows(closed.awards)
    paid = (rows["reason"] == Reason.PAID) | (rows["amount"] != 0)
    _write(files.awards, {name: column[paid] for name, column in rows.items()})
    _write(files.unpaid, {name: column[~paid] for name, column in rows.items()})
    _write(files.columns, _members(closed))
    told = {
        "plan": closed.close.terms.document,
        "bonuses": [each.bonus for each in closed.awards],
        "company_cap": [closed.company.limit, closed.company.raw],
    }
    files.manifest.write_text(json.dumps(told))
    return files


def _write(file: Path, columns: parquet.Columns) -> None:
    parquet.write(file, columns, row_group=SMALL_ROW_GROUP)


def _rows(awards: Sequence[AwardColumns]) -> dict[str, NDArray[parquet.Anything]]:
    """All awards by place, bonus and level."""
    bonus = np.repeat(np.arange(len(awards)), [each.size for each in awards])
    place, level = (_joined(awards, name) for name in ("member", "level"))
    order = np.argsort((place * BONUSES + bonus) * LEVELS + level)
    found = {"place": place, "bonus": bonus, "level": level}
    found |= {name: _joined(awards, name) for name in NARROW if name not in found}
    return {name: found[name][order].astype(kind) for name, kind in NARROW.items()}


def _joined(awards: Sequence[AwardColumns], name: str) -> Ints:
    fields = {"place": "member"}
    return np.concatenate([getattr(each, fields.get(name, name)) for each in awards])


def _members(closed: ClosedColumns) -> dict[str, NDArray[parquet.Anything]]:
    close, sales = closed.close, closed.close.period.sales
    layout = close.volumes.tree(SPONSOR).forest.layout
    house, places = layout.house, np.arange(layout.house)
    volume = sales.volumes["cv"]
    own = pushed(np.where(sales.own, volume, 0), sales.seller, house + 1)
    customers = pushed(np.where(sales.own, 0, volume), sales.seller, house + 1)
    return {
        "place": places.astype("int32"),
        "number": close.period.members.enrolment[:house].astype("int32"),
        "up": (places - layout.parent[:house]).astype("int32"),
        "size": layout.size.astype("int32"),
        "own_cv": own[:house],
        "customers_cv": customers[:house],
        "rank": close.judged.paid_as[:house].astype("int8"),
        "active": close.judged.active[:house],
    }
