"""How a month's close, or its estimate as long as it is open, judged everybody: out of the files of
that run, and by no rule of its own."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from commissions.application.close.calendar import closing_plans
from commissions.application.close.estimate_files import FOLDER, MANIFEST, RESULTS
from commissions.application.close.stored_attempt import RESULTS as CLOSED_RESULTS
from commissions.application.close.stored_run import MANIFEST as RUN
from commissions.application.close.stored_run import MEMBERS, StoredRun
from commissions.application.simulation.plan_calendar import PlanCalendar
from commissions.application.teams.plans import TeamPlan
from commissions.domain.orders.canonical import stamp
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.tables import periods
from commissions.warehouse import parquet, run_store

TRIES, PAUSE_SECONDS = 3, 1.0
"""An estimate's files are replaced one after the other."""


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """The files of a run that say how everybody was judged. `about`: period, as of when, and
    whether it is an estimate."""

    run: StoredRun
    about: Mapping[str, Any]

    @property
    def is_final(self) -> bool:
        return not self.about["is_estimate"]

    def members(self, *more: str) -> Mapping[str, Any]:
        """Columns of all members: id, rank and activity, and those that are asked for."""
        return parquet.read([self.run.members], ["member", "rank", "active", *more])


def judged_run(plan: TeamPlan, span: PeriodSpan, work: Path) -> JudgedRun | None:
    """Of the last period of the plan that overlaps a month and was closed, or estimated; None where
    there is none, and where nothing is ever closed: ranks are then those that the company says."""
    if plan.plan.plan_id not in closing_plans():
        return None
    for period, ends in _candidates(plan, span):
        record = periods.find(period)
        if record is not None and record.state == CLOSED:
            return _closed(record, work)
        if (found := _estimated(period, ends, work)) is not None:
            return found
    return None


def _candidates(plan: TeamPlan, span: PeriodSpan) -> Iterator[tuple[PeriodId, datetime]]:
    """The longest kind of period that closes, the latest first, each with its end."""
    calendar = PlanCalendar(plan.plan.document, span.starts, span.ends)
    for each in reversed(calendar.spans(calendar.main)):
        if each.starts < span.ends and span.starts < each.ends:
            yield PeriodId(plan.plan.plan_id, each.every, each.label), each.ends


def _closed(record: PeriodRecord, work: Path) -> JudgedRun:
    folder = _fetched(f"{record.folder}/{CLOSED_RESULTS}", work / "closed")
    about = {"period": str(record.period), "as_of": record.ends.isoformat(), "is_estimate": False}
    return JudgedRun(_run(folder), about)


def _estimated(period: PeriodId, ends: datetime, work: Path) -> JudgedRun | None:
    """None where there is no estimate, or its files are being replaced for longer than it takes."""
    prefix = f"periods/{period}/{FOLDER}"
    if not run_store.names(f"{prefix}/{MANIFEST}"):
        return None
    for _ in range(TRIES):
        told = json.loads(run_store.text(f"{prefix}/{MANIFEST}"))
        run = _run(_fetched(f"{prefix}/{RESULTS}", work / "estimated"))
        if run.digest == told["run"] and _is_as_written(run):
            about = {"period": str(period), "as_of": told["as_of"], "is_estimate": True}
            return JudgedRun(run, about | {"ends": stamp(ends)})
        time.sleep(PAUSE_SECONDS)
    return None


def _fetched(prefix: str, folder: Path) -> Path:
    for name in (RUN, MEMBERS):
        run_store.get_file(f"{prefix}/{name}", folder / name)
    return folder


def _run(folder: Path) -> StoredRun:
    return StoredRun(folder, json.loads((folder / RUN).read_text(encoding="utf-8")))


def _is_as_written(run: StoredRun) -> bool:
    digest = hashlib.sha256(run.members.read_bytes()).hexdigest()
    return bool(run.told["files"][MEMBERS]["sha256"] == digest)
