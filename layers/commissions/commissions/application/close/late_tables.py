"""What of orders of closed periods is new to a close, as tables of its database: what binaries are
told, and what counts in the open period where the plan says so."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from commissions.application.close import late_rows_sql, late_sql, volume_sql
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.volume_sql import moment, text
from commissions.application.close.warehouse_tables import ClosedBefore
from commissions.domain.plans.period_calendar import PeriodSpan

AS_NOW = {
    "known_order": "current_order",
    "known_line": "fact_order_line",
    "known_refund": "fact_refund_line",
    "known_commission": "fact_commission",
}
AS_KNOWN = {
    "known_order": "known_order",
    "known_line": "known_order_line",
    "known_refund": "known_refund_line",
    "known_commission": "known_commission",
}


@dataclass(frozen=True)
class LateTables:
    """Of one period. `before`: its close before; None of a longer one that is only judged as far as
    it has gone: of that what is late is so by its time alone."""

    database: duckdb.DuckDBPyConnection
    windows: PlanWindows
    span: PeriodSpan
    before: ClosedBefore | None

    def told(self) -> None:
        """`late_now`, `late_then` and `late_told`."""
        self._table("late_now", late_sql.NOW)
        self._table("late_then", late_sql.THEN)
        self._table("late_told", late_sql.TOLD)

    @property
    def has_rows(self) -> bool:
        """Whether anything of orders of earlier periods can count in this one."""
        return not self.windows.waits or not self.windows.late_orders_in_own

    def rows(self) -> None:
        """`late_row`: what counts in the open period; empty where nothing does."""
        if not self.has_rows:
            self._table("late_row", late_rows_sql.NO_ROWS)
            return
        self._table("in_own_run", late_rows_sql.IN_OWN_RUN)
        self._table("late_paid", late_rows_sql.PAID)
        self._table("late_row", late_rows_sql.ROWS)

    def query(self, which: str) -> str:
        return which.format(**self.words)

    @property
    def _closes(self) -> tuple[tuple[datetime, datetime, datetime], ...]:
        return self.before.closes if self.before else ()

    @property
    def words(self) -> dict[str, str]:
        windows, span, before = self.windows, self.span, self.before
        waiting = windows.still_waiting(span)
        return {
            "plan": text(windows.plan_id),
            "starts": moment(span.starts),
            "then": moment(before.ends if before else span.starts),
            "now": moment(span.ends),
            "first": moment(before.first if before else span.starts),
            "waiting": volume_sql.rows([(e.starts, e.ends, e.closes_at) for e in waiting]),
            "closes": volume_sql.rows(self._closes),
            "counts": self._counts,
            "skus": volume_sql.texts(windows.skus),
            **late_sql.words(windows.units),
            **(AS_KNOWN if before else AS_NOW),
        }

    @property
    def _counts(self) -> str:
        """Orders that their own run had go by the word for what comes back, others by that for late
        orders; of periods that were closed elsewhere all were had."""
        first = moment(self.before.first if self.before else self.span.starts)
        had = f"(r.order_key is not null or coalesce(o.placed_at, t.placed_at) < {first})"
        parts = []
        if not self.windows.waits:
            parts.append(had)
        if not self.windows.late_orders_in_own:
            parts.append(f"not {had}")
        return f"({' or '.join(parts) or 'false'})"

    def _table(self, name: str, query: str) -> None:
        self.database.execute(f"create or replace temp table {name} as {self.query(query)}")
