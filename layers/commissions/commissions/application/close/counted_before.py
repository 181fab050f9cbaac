"""What earlier closes have counted, for a plan by which a late order counts in the open period."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commissions.application.close.correcting import earlier_closes
from commissions.application.close.frozen_files import MANIFEST, file_of
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.stored_attempt import INPUTS
from commissions.domain.periods.record import PeriodRecord
from commissions.tables import plans
from commissions.warehouse import run_store


def counted_before(record: PeriodRecord, document: dict[str, Any], work: Path) -> list[Path]:
    """Folders with what `freeze_inputs` reads of earlier closes: those right before this one by
    whose own plan late orders count in the open period. Of another, late orders are its
    corrections. None under a plan by which this close counts none.
    """
    if not PlanWindows(document).late_orders_count_here:
        return []
    return list(reversed([_fetched(each, work) for each in _such(record)]))


def _such(record: PeriodRecord) -> Iterator[PeriodRecord]:
    """The latest first."""
    for closed in reversed(earlier_closes(record)):
        plan = plans.of_version(closed.period.plan, closed.plan_version)
        if not PlanWindows(plan.document).late_orders_count_here:
            return
        yield closed


def _fetched(closed: PeriodRecord, work: Path) -> Path:
    folder = work / closed.period.label
    inputs = f"{closed.folder}/{INPUTS}"
    for name in (MANIFEST, file_of(folder, "sales").name):
        run_store.get_file(f"{inputs}/{name}", folder / name)
    return folder
