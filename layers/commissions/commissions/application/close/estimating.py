"""What an open period would come to if it ended now: an estimate, which posts and freezes nothing.

From the same code as its close: from what the warehouse has, and from what the plan's last close
left. A period that is over is estimated as it will be closed, as far as nothing more comes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from commissions.application.close.calendar import ClosingSpan, judged_span
from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.computing import closed_before, tables_of
from commissions.application.close.due_books import BookSums, due_books
from commissions.application.close.estimate_files import FOLDER, MANIFEST, RESULTS
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.open_periods import NotToBeEstimated, check_open
from commissions.application.close.review import summary_of
from commissions.application.close.stored_attempt import before, state_of
from commissions.application.close.stored_run import StoredRun, read_run, write_run
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import PeriodRecord
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.warehouse import manifests, run_store
from commissions.warehouse.schema import FACTS

_OPEN = "open"


class NoEstimate(LookupError):
    """Nobody has estimated the period yet, or the files of its estimate are being replaced."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`told`: `estimate`, which is true; `as_of`, until when the warehouse knew what was recorded;
    `ends`, when the period does; the `summary` of a review. Money in minor units."""

    run: StoredRun
    told: dict[str, Any]
    brought: Mapping[str, CarriedBinary] = field(default_factory=dict)
    """By tree, what binaries brought along, of one that was just made."""

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.told["as_of"])


def estimate(period: PeriodId, work: Path) -> Estimate:
    """Into an empty folder; stored nowhere. Raises NotAClosingPeriod, NotToBeEstimated, or what
    cannot be computed, by its name."""
    closing = judged_span(period)
    check_open(closing)
    as_of = known_until()
    if as_of is None or as_of <= closing.span.starts:
        raise NotToBeEstimated(
            f"{period} begins at {closing.span.starts:%Y-%m-%d %H:%M} UTC, and the warehouse knows "
            f"nothing of it yet: commissions warehouse status"
        )
    folder = work / FOLDER
    run, orders, before = _computed(closing, as_of, work)
    sums = BookSums()
    for _ in due_books(run, [], sums):
        pass
    told = {
        "estimate": True,
        "period": str(period),
        "as_of": as_of.isoformat(),
        "starts": closing.span.starts.isoformat(),
        "ends": closing.span.ends.isoformat(),
        "closes_at": closing.span.closes_at.isoformat(),
        "plan_version": closing.plan.version,
        "plan_digest": closing.plan.digest,
        "run": run.digest,
        "summary": summary_of(run, orders, [], sums),
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")
    return Estimate(run, told, before.binaries)


def store(period: PeriodId, work: Path) -> None:
    """What was computed into the folder, in place of the estimate before."""
    run_store.put_folder(_prefix(period), work / FOLDER)


def stored(period: PeriodId, work: Path) -> Estimate:
    """The last one. Raises NoEstimate."""
    folder = run_store.get_folder(_prefix(period), work / FOLDER)
    if not (folder / MANIFEST).exists():
        raise NoEstimate(f"{period} was not estimated yet: --fresh does it now")
    told = json.loads((folder / MANIFEST).read_text())
    run = read_run(folder / RESULTS)
    if run.digest != told["run"] or run.changed_files():
        raise NoEstimate(f"the estimate of {period} is just being replaced: ask again")
    return Estimate(run, told)


def current(period: PeriodId, work: Path) -> Estimate:
    """The stored one, or the first one, computed now and stored nowhere; none of a period whose
    close has begun. Raises as `estimate` and `stored` do."""
    check_open(judged_span(period))
    if run_store.names(f"{_prefix(period)}/{MANIFEST}"):
        return stored(period, work)
    return estimate(period, work)


def known_until() -> datetime | None:
    """How far all facts are in the warehouse."""
    found = [manifests.exported_until(table) for table in FACTS]
    known = [each for each in found if each is not None]
    return min(known) if len(known) == len(found) else None


def _computed(
    closing: ClosingSpan, as_of: datetime, work: Path
) -> tuple[StoredRun, int, CarriedState]:
    """The run, how many orders it counted, and what the close before left."""
    record, document = _as_frozen(closing, as_of), closing.plan.document
    last = before(record)
    state = state_of(last, work / "before") if last else CarriedState()
    inputs = work / "inputs"
    freeze_inputs(
        tables_of(record, work),
        document,
        _until(closing.span, as_of),
        inputs,
        last_close=last.ends if last else None,
        before=closed_before(record, work),
    )
    closed = close_period(inputs, state, document)
    run = write_run(work / FOLDER / RESULTS, document, closed)
    return run, len(closed.close.period.sales.ids), state


def _as_frozen(closing: ClosingSpan, as_of: datetime) -> PeriodRecord:
    """As if it was frozen then; the record is kept nowhere."""
    return PeriodRecord(
        period=closing.period,
        starts=closing.span.starts,
        ends=closing.span.ends,
        closes_at=closing.span.closes_at,
        state=_OPEN,
        attempt=0,
        frozen_at=as_of,
        plan_version=closing.plan.version,
        plan_digest=closing.plan.digest,
    )


def _until(span: PeriodSpan, as_of: datetime) -> PeriodSpan:
    """As far as it has gone."""
    return span if as_of >= span.ends else replace(span, ends=as_of, closes_at=as_of)


def _prefix(period: PeriodId) -> str:
    return f"periods/{period}/{FOLDER}"
