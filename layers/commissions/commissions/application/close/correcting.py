"""What closed periods changed by since their closes: each is closed again from its frozen inputs
with what stands of its orders now, and the difference is the next close's to post (domain.md B.12).

What an earlier close has posted of it is taken off, so that corrections add up to what a fresh
close would pay, however many there are.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from commissions.application.close.frozen_standing import freeze_standing
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.run_corrections import corrections_of
from commissions.application.close.stored_attempt import CORRECTIONS, StoredAttempt
from commissions.domain.close.corrections import not_booked
from commissions.domain.close.results import PeriodAward
from commissions.domain.periods.record import CLOSED, PeriodRecord
from commissions.tables import periods, plans
from commissions.warehouse import parquet, run_store
from commissions.warehouse.schema import TABLES, relation

NAMED_MAX = 5
Tables = Mapping[str, Sequence[Path]]

# Orders of a closed period, whatever they are by now: of which anything was recorded since it was
# frozen; of which something came back that its run does not take off, as its days of cut-off were
# over, which may have been recorded before the freeze; or whose own awards changed since. Standard
# SQL.
_TOUCHED = """
with own as (
  select distinct order_key from fact_order_line
  where plan_id = $plan and event_at >= $starts and event_at < $ends
)
select l.order_key from fact_order_line l
join own o on o.order_key = l.order_key
where l.recorded_at >= $frozen_at
union
select o.order_key from own o
join fact_refund_line r on r.order_key = o.order_key
where r.event_at >= $counts_until and r.event_at < $until
union
select o.order_key from own o
join fact_commission c on c.book = o.order_key and c.period = ''
where c.recorded_at >= $frozen_at or (c.event_at >= $counts_until and c.event_at < $until)
order by order_key
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCorrection:
    """What one award of a closed period changed by, and which orders caused it."""

    period: str
    """The id of the period that was closed."""
    award: PeriodAward
    """`amount` and `base` are the change."""
    orders: tuple[str, ...]

    @property
    def reason(self) -> str:
        named = ", ".join(self.orders[:NAMED_MAX])
        more = len(self.orders) - NAMED_MAX
        return f"{self.period} corrected for {named}" + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True)
class Correcting:
    """As of a moment, for the close of a period or for whoever wants to know."""

    tables: Tables
    """By table of the warehouse all parts that count."""
    until: datetime
    """What came back before then is taken off."""
    work: Path

    def corrections(self, record: PeriodRecord) -> Iterator[PeriodCorrection]:
        """Of the closes of the same kind of period before it, the oldest first."""
        for closed in earlier_closes(record):
            yield from self.of(closed)

    def of(self, closed: PeriodRecord) -> list[PeriodCorrection]:
        """What a closed period changed by that no close has posted yet, sorted by key. Raises
        RunAltered, and what cannot be computed, by its name."""
        orders = self._orders(closed)
        if not orders:
            return []
        return [
            PeriodCorrection(period=str(closed.period), award=award, orders=orders)
            for award in not_booked(self.changes(closed), booked(closed))
        ]

    def changes(self, closed: PeriodRecord) -> list[PeriodAward]:
        """All that it changed by since its close, whatever was posted of it. Raises as `of`."""
        attempt = self._attempt(closed)
        document, standing = attempt.run.document, attempt.work / "standing"
        freeze_standing(self.tables, document, attempt.inputs, standing, self.until)
        return corrections_of(document, attempt.closed, attempt.inputs, standing)

    def _attempt(self, closed: PeriodRecord) -> StoredAttempt:
        return StoredAttempt(closed, self.work / str(closed.period).replace("/", "-"))

    def _orders(self, closed: PeriodRecord) -> tuple[str, ...]:
        """Those whose own period is corrected, as its plan says."""
        windows = windows_of(closed)
        if not windows.waits and not windows.late_orders_in_own:
            return ()
        touched = self._touched(closed)
        return _corrected(windows, touched, self._attempt(closed)) if touched else ()

    def _touched(self, closed: PeriodRecord) -> tuple[str, ...]:
        until = counts_until(closed)
        asked = {
            "plan": closed.period.plan,
            "starts": parquet.plain(closed.starts),
            "ends": parquet.plain(closed.ends),
            "frozen_at": parquet.plain(closed.frozen_at),
            "counts_until": parquet.plain(until),
            "until": parquet.plain(max(self.until, until)),
        }
        with parquet.connection() as database:
            for table in ("fact_order_line", "fact_refund_line", "fact_commission"):
                found = relation(TABLES[table], self.tables[table])
                database.execute(f"create view {table} as select * from {found}")  # noqa: S608
            rows = database.execute(_TOUCHED, asked).fetchall()
        return tuple(str(key) for (key,) in rows)


def windows_of(closed: PeriodRecord) -> PlanWindows:
    """Raises UnknownPlan."""
    return PlanWindows(plans.of_version(closed.period.plan, closed.plan_version).document)


def counts_until(closed: PeriodRecord) -> datetime:
    """Until when what came back counts in the closed period itself. Raises UnknownPlan."""
    return closed.closes_at if windows_of(closed).waits else closed.ends


def _corrected(
    windows: PlanWindows, touched: tuple[str, ...], attempt: StoredAttempt
) -> tuple[str, ...]:
    """Those whose own period is corrected: of orders that its close had, and of late ones, as the
    plan says. What becomes of the others counts in the open period."""
    if windows.waits and windows.late_orders_in_own:
        return touched
    had = set(attempt.closed.close.period.sales.ids)
    return tuple(each for each in touched if (each in had) == windows.waits)


def earlier_closes(record: PeriodRecord) -> list[PeriodRecord]:
    return [
        each
        for each in periods.of_plan(record.period.plan)
        if each.state == CLOSED
        and each.period.every == record.period.every
        and each.ends <= record.starts
    ]


def booked(closed: PeriodRecord, before: datetime | None = None) -> list[PeriodAward]:
    """What later closes have posted for it; `before`: only those of periods that began before."""
    later = [
        each
        for each in periods.of_plan(closed.period.plan)
        if each.state == CLOSED
        and each.period.every == closed.period.every
        and each.starts >= closed.ends
        and (before is None or each.starts < before)
        and each.summary.get("corrections")
    ]
    return [
        each.award
        for record in later
        for each in stored(record)
        if each.period == str(closed.period)
    ]


def stored(record: PeriodRecord) -> list[PeriodCorrection]:
    """The corrections that a close posts."""
    return read(run_store.text(f"{record.folder}/{CORRECTIONS}"))


def written(corrections: Sequence[PeriodCorrection]) -> str:
    """The same text for the same corrections."""
    told = [asdict(each) for each in corrections]
    return json.dumps(told, separators=(",", ":"), sort_keys=True)


def read(text: str) -> list[PeriodCorrection]:
    return [_read(each) for each in json.loads(text)]


def _read(told: Mapping[str, Any]) -> PeriodCorrection:
    return PeriodCorrection(
        period=told["period"],
        award=PeriodAward(**told["award"]),
        orders=tuple(told["orders"]),
    )
