"""Keeps how everybody stands where pages read it: of an estimate as it is made, and of a period
once it is closed."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commissions.application.close.stored_attempt import StoredAttempt, state_of
from commissions.application.teams.standings import StandingsOfRun, about_run
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.tables import periods
from commissions.warehouse import standing_files

if TYPE_CHECKING:
    from commissions.application.close.estimating import Estimate

PERIODS_BACK = 3
"""Of so many closed periods of each plan it is looked whether they are kept."""


def keep_estimate(estimate: "Estimate") -> int:
    """How many members are in it."""
    about = about_run(
        as_of=estimate.as_of,
        closes_at=datetime.fromisoformat(estimate.told["closes_at"]),
        is_estimate=True,
    )
    return StandingsOfRun(estimate.run, estimate.brought, about).write()


def keep_closed() -> list[str]:
    """The periods that were closed since, and are kept now."""
    return [str(record.period) for record in _closed() if _keep(record)]


def _closed() -> Iterator[PeriodRecord]:
    by_kind: dict[tuple[str, str], list[PeriodRecord]] = {}
    for record in periods.every():
        if record.state == CLOSED:
            by_kind.setdefault((record.period.plan, record.period.every), []).append(record)
    for records in by_kind.values():
        yield from sorted(records, key=lambda each: each.place)[-PERIODS_BACK:]


def _keep(record: PeriodRecord) -> bool:
    stands = standing_files.about(str(record.period))
    if stands is not None and not stands["is_estimate"]:
        return False
    about = about_run(as_of=record.ends, closes_at=record.closes_at, is_estimate=False)
    with tempfile.TemporaryDirectory() as work:
        attempt = StoredAttempt(record, Path(work))
        after = state_of(record, Path(work) / "after")
        StandingsOfRun(attempt.run, after.binaries, about).write()
    return True
