"""What a close leaves to the next in files: the folder `state/` of its run, complete in itself.

`state.json`; `members.parquet`: a row a member with title and activity; `own/<period>/<label>`: own
volumes of as many earlier periods as the plan looks back; `paid/<period>/<label>`: what closes have
paid whom; `binary/<tree>/`: see `binary_files`.
"""

import json
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from commissions.application.close.binary_files import read_binary, write_binary
from commissions.application.close.carried_state import (
    CarriedMembers,
    CarriedState,
    OwnVolumes,
    PaidInClose,
    state_after,
)
from commissions.application.close.frozen_table import read, write
from commissions.domain.close.columns import Coded
from commissions.domain.close.engine import ClosedColumns

MANIFEST = "state.json"


def write_state(
    folder: Path, previous: CarriedState, closed: ClosedColumns, forget: datetime | None = None
) -> CarriedState:
    """What a close leaves, into a folder that is emptied first. `previous`: what the close went on
    from, of another folder; `forget`: see `state_after`."""
    state = state_after(previous, closed, forget)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_members(folder / "members.parquet", state.members)
    for every, periods in state.own.items():
        for own in periods:
            _write_own(folder / "own" / every / f"{own.label}.parquet", own)
    for paid in state.paid:
        table = {"number": paid.number, "amount": paid.amount}
        write(folder / "paid" / paid.every / f"{paid.label}.parquet", table)
    for tree, carried in state.binaries.items():
        write_binary(folder / "binary" / tree, carried)
    told = {
        "last_close": state.last_close,
        "own": {every: [each.label for each in periods] for every, periods in state.own.items()},
        "paid": [[each.every, each.label, each.ends] for each in state.paid],
        "binaries": sorted(state.binaries),
        "titles": state.members.title.words,
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1) + "\n")
    return state


def read_state(folder: Path) -> CarriedState:
    """As the close of the run has left it."""
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    return CarriedState(
        last_close=told["last_close"],
        members=_read_members(folder / "members.parquet", told["titles"]),
        own={
            every: tuple(_read_own(folder / "own" / every, label) for label in labels)
            for every, labels in told["own"].items()
        },
        paid=tuple(_read_paid(folder / "paid", *each) for each in told["paid"]),
        binaries={tree: read_binary(folder / "binary" / tree) for tree in told["binaries"]},
    )


def _write_members(file: Path, members: CarriedMembers) -> None:
    words = np.array([*members.title.words, ""], dtype=object)
    table = {
        "number": members.number,
        "member_id": np.array([*members.ids], dtype=object),
        "title": words[members.title.codes],
        "title_code": members.title.codes,
        "periods_below": members.periods_below,
        "periods_missed": members.periods_missed,
    }
    write(file, table)


def _read_members(file: Path, words: Sequence[str]) -> CarriedMembers:
    told = read(file, "number, title_code, periods_below, periods_missed")
    title = Coded(told.pop("title_code"), tuple(words))
    return CarriedMembers(title=title, **told)


def _write_own(file: Path, own: OwnVolumes) -> None:
    write(file, {"number": own.number, **own.volumes})


def _read_own(folder: Path, label: str) -> OwnVolumes:
    told = read(folder / f"{label}.parquet")
    return OwnVolumes(label=label, number=told.pop("number"), volumes=told)


def _read_paid(folder: Path, every: str, label: str, ends: int) -> PaidInClose:
    told = read(folder / every / f"{label}.parquet")
    return PaidInClose(every=every, label=label, ends=ends, **told)
