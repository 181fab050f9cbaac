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
from commissions.warehouse import parquet
from tools.bench_close.draws import Flags, Ints

SMALL_ROW_GROUP = 65_536
"""What is read to explain an award is one or two of these. Were they a quarter as large, a large
run would have so many that finding the right one takes longer than reading it."""
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
    order, paid = _in_order(closed.awards), _paid(closed.awards)
    _write(files.awards, _rows(closed.awards, order[paid[order]]))
    _write(files.unpaid, _rows(closed.awards, order[~paid[order]]))
    del order, paid
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


def _in_order(awards: Sequence[AwardColumns]) -> Ints:
    """All awards by place, bonus and level."""
    places = [each.member.astype(np.int64) * BONUSES for each in awards]
    keys = [
        (place + bonus) * LEVELS + each.level
        for bonus, (place, each) in enumerate(zip(places, awards, strict=True))
    ]
    return np.argsort(np.concatenate(keys), kind="stable")


def _paid(awards: Sequence[AwardColumns]) -> Flags:
    return np.concatenate([(each.reason == Reason.PAID) | (each.amount != 0) for each in awards])


def _rows(awards: Sequence[AwardColumns], rows: Ints) -> dict[str, NDArray[parquet.Anything]]:
    """Some of the rows of all awards, one after the other; a column at a time, so that none stands
    beside all others at its full width."""
    return {name: _joined(awards, name).astype(kind)[rows] for name, kind in NARROW.items()}


def _joined(awards: Sequence[AwardColumns], name: str) -> NDArray[parquet.Anything]:
    if name == "bonus":
        return np.repeat(np.arange(len(awards)), [each.size for each in awards])
    field = "member" if name == "place" else name
    return np.concatenate([getattr(each, field) for each in awards])


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
