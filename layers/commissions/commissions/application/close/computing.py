"""Computes a frozen period: from the warehouse as of the freeze to a run that people look at.

All of it lies in the attempt's folder before the record says so, and it is the same bytes whoever
writes it: cut off, it is done again; done by two at once, one writes the record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commissions.application.close.agreed import PART_DIGESTS, PARTS
from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.completeness import missing
from commissions.application.close.correcting import (
    Correcting,
    PeriodCorrection,
    earlier_closes,
    written,
)
from commissions.application.close.due_books import BookSums, due_books
from commissions.application.close.freezing import open_again
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.orders_of_nobody import orders_of_nobody
from commissions.application.close.posting_parts import digests_of, parts_of, text_digest
from commissions.application.close.review import summary_of
from commissions.application.close.state_files import write_state
from commissions.application.close.stored_attempt import (
    CORRECTIONS,
    INPUTS,
    RESULTS,
    STATE,
    before,
    digest,
    folder_digest,
    state_of,
)
from commissions.application.close.stored_run import StoredRun, write_run
from commissions.application.close.warehouse_tables import KNOWN, ClosedBefore
from commissions.aws.telemetry import count
from commissions.domain.periods.period_id import PeriodId
from commissions.domain.periods.record import COMPUTED, FREEZING, PeriodRecord
from commissions.domain.plans import Plan
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.tables import periods, plans
from commissions.warehouse import manifests, parts, run_store
from commissions.warehouse.schema import TABLES, WarehouseTable

DIMENSIONS = "dim_"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A close on this machine: its folders, and the plan that it goes by."""

    record: PeriodRecord
    plan: Plan
    work: Path

    @property
    def folder(self) -> Path:
        return self.work / "attempt"

    @property
    def span(self) -> PeriodSpan:
        record = self.record
        return PeriodSpan(
            every=record.period.every,
            label=record.period.label,
            starts=record.starts,
            ends=record.ends,
            closes_at=record.closes_at,
        )


def compute(period: PeriodId, work: Path) -> PeriodRecord:
    """What has been computed already stays as it is. `work`: an empty folder. Raises NotFrozen,
    NotExported, or what cannot be computed, by its name."""
    record = periods.find(period)
    if record is None:
        raise NotFrozen(f"{period} is not frozen: commissions period close {period}")
    if record.state != FREEZING:
        return record
    _check_exported(record)
    tables = tables_of(record, work)
    waits = (
        *missing(record, tables),
        *orders_of_nobody(record, tables, work / "corrected"),
    )
    if waits and not record.accept_waiting:
        count("PeriodsIncomplete")
        return open_again(record, waits, datetime.now(UTC))
    attempt = Attempt(record, _plan(record), work)
    summary, run = _computed(attempt, tables)
    run_store.put_folder(record.folder, attempt.folder)
    count("PeriodsComputed")
    return periods.put(
        replace(
            record,
            state=COMPUTED,
            waits=waits,
            run=run,
            summary=summary,
            computed_at=datetime.now(UTC),
        )
    )


class NotFrozen(LookupError):
    """A period that nobody began to close."""


class NotExported(LookupError):
    """A freeze of which not all is in the warehouse that was recorded before it."""


def _check_exported(record: PeriodRecord) -> None:
    """Whoever waited for an earlier freeze's export may find one that was begun anew since: of that
    the warehouse may lack what came between the two. Raises NotExported."""
    frozen_at = record.frozen_at
    for table in TABLES.values():
        until = manifests.exported_until(table)
        if until is None or until < frozen_at or not manifests.ends_at(table, frozen_at):
            raise NotExported(
                f"{record.period}, attempt {record.attempt}: {table.name} is not exported until "
                f"its freeze at {frozen_at:%Y-%m-%d %H:%M:%S} UTC: whoever began that computes it"
            )


def _computed(attempt: Attempt, tables: dict[str, list[Path]]) -> tuple[dict[str, Any], str]:
    """What the review shows, and the run's digest."""
    document, folder = attempt.plan.document, attempt.folder
    last = before(attempt.record)
    state = state_of(last, attempt.work / "before") if last else CarriedState()
    freeze_inputs(
        tables,
        document,
        attempt.span,
        folder / INPUTS,
        last_close=last.ends if last else None,
        before=closed_before(attempt.record, attempt.work),
    )
    closed = close_period(folder / INPUTS, state, document)
    write_state(folder / STATE, state, closed)
    run = write_run(folder / RESULTS, document, closed)
    correcting = Correcting(tables, attempt.span.ends, attempt.work / "corrected")
    corrections = list(correcting.corrections(attempt.record))
    sums, parts_digest = _write_books(folder, run, corrections)
    orders = len(closed.close.period.sales.ids)
    digests = {"parts": parts_digest, "inputs": folder_digest(folder / INPUTS)}
    summary = summary_of(run, orders, corrections, sums) | digests
    return summary, digest(run, written(corrections))


def _write_books(
    folder: Path, run: StoredRun, corrections: list[PeriodCorrection]
) -> tuple[BookSums, str]:
    """The parts that are posted, and what is corrected. The sums of them, and the digest that
    all parts are held against."""
    sums = BookSums()
    digests = digests_of(_write_parts(folder / PARTS, parts_of(due_books(run, corrections, sums))))
    (folder / PART_DIGESTS).write_text(digests, encoding="utf-8")
    (folder / CORRECTIONS).write_text(written(corrections), encoding="utf-8")
    return sums, text_digest(digests)


def _write_parts(folder: Path, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    folder.mkdir()
    for number, text in enumerate(texts):
        name = f"part-{number:06}.jsonl"
        (folder / name).write_text(text, encoding="utf-8")
        yield name, text


def _plan(record: PeriodRecord) -> Plan:
    """Raises UnknownPlan, PlanAltered."""
    plan = plans.of_version(record.period.plan, record.plan_version)
    if plan.digest != record.plan_digest:
        raise plans.PlanAltered(
            f"{plan.plan_id} version {plan.version}: {plan.digest}, not {record.plan_digest}"
        )
    return plan


def tables_of(record: PeriodRecord, work: Path) -> dict[str, list[Path]]:
    """By table the parts of what was recorded before the freeze; of a dimension its last
    snapshot."""
    return tables_until(record.frozen_at, work)


def tables_until(until: datetime, work: Path) -> dict[str, list[Path]]:
    """The same of what was recorded before a moment that windows end at."""
    return {name: _known(table, until, work) for name, table in TABLES.items()}


def closed_before(record: PeriodRecord, work: Path) -> ClosedBefore | None:
    """What the last close of the same kind of period went by; nothing before the first."""
    closes = earlier_closes(record)
    if not closes:
        return None
    first, last = closes[0], closes[-1]
    known = {name: _known(TABLES[name], last.frozen_at, work) for name in KNOWN}
    told = tuple((each.starts, each.ends, each.frozen_at) for each in closes)
    return ClosedBefore(known, last.ends, first.starts, told)


def _known(table: WarehouseTable, until: datetime, work: Path) -> list[Path]:
    return parts.download(_keys(table, until), work / "warehouse")


def _keys(table: WarehouseTable, until: datetime) -> list[str]:
    found = manifests.parts(table, until)
    return found[-1:] if table.name.startswith(DIMENSIONS) else found
