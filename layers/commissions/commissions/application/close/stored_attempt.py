"""The attempt of a close as it lies in its bucket, fetched for whoever looks at it again."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import columns_to_close
from commissions.application.close.state_files import read_state
from commissions.application.close.stored_run import StoredRun, read_run
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.tables import periods
from commissions.warehouse import run_store

INPUTS, STATE, RESULTS = "inputs", "state", "results"
"""Folders of an attempt."""
CORRECTIONS = "corrections.json"
"""What it posts for periods closed before."""


class RunAltered(RuntimeError):
    """The files of a run are not what its record says."""


@dataclass(frozen=True)
class StoredAttempt:
    """`work`: a folder of this machine's for its files; what is there is not fetched again."""

    record: PeriodRecord
    work: Path

    @cached_property
    def run(self) -> StoredRun:
        """Raises RunAltered."""
        run = read_run(self._folder(RESULTS))
        corrections = run_store.text(f"{self.record.folder}/{CORRECTIONS}")
        if digest(run, corrections) != self.record.run or run.changed_files():
            raise RunAltered(
                f"{self.record.period}, attempt {self.record.attempt}: its files are not those "
                f"that were computed (run {self.record.run[:12]}): see who wrote to the bucket"
            )
        return run

    @cached_property
    def inputs(self) -> Path:
        return self._folder(INPUTS)

    @cached_property
    def before(self) -> CarriedState:
        """What the plan's close before left."""
        last = before(self.record)
        return state_of(last, self.work / "before") if last else CarriedState()

    @cached_property
    def columns(self) -> PeriodColumns:
        """As the close had them."""
        return columns_to_close(self.inputs, self.before, self.run.document)

    @cached_property
    def closed(self) -> ClosedColumns:
        """The close, computed again."""
        return closed_columns(self.run.document, self.columns)

    def _folder(self, name: str) -> Path:
        folder = self.work / name
        if not folder.exists():
            run_store.get_folder(f"{self.record.folder}/{name}", folder)
        return folder


def digest(run: StoredRun, corrections: str) -> str:
    """Of all that a close came to: of its run's files, and of what it corrects."""
    return hashlib.sha256(f"{run.digest}\n{corrections}".encode()).hexdigest()


def folder_digest(folder: Path) -> str:
    """Of all files of a folder and their names."""
    told = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        told.update(f"{file.relative_to(folder).as_posix()} {found}\n".encode())
    return told.hexdigest()


def before(record: PeriodRecord) -> PeriodRecord | None:
    """The plan's close before, of whatever kind of period; None where this is the first."""
    earlier = [
        each
        for each in periods.of_plan(record.period.plan)
        if each.state == CLOSED and each.place < record.place
    ]
    return earlier[-1] if earlier else None


def state_of(record: PeriodRecord, work: Path) -> CarriedState:
    """What a close left to the next."""
    return read_state(run_store.get_folder(f"{record.folder}/{STATE}", work))
