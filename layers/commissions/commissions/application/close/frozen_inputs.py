"""What a period's close is computed from, frozen out of the warehouse as files.

Every order of the plan that was placed in the period, as its current revision says: with what came
back before the cut-off (`plan_windows`), which later refunds do not change any more. The same parts
give the same bytes.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from commissions.application.close import late_rows_sql, late_sql, people_sql, volume_sql
from commissions.application.close.frozen_files import (
    Frozen,
    file_of,
    over_folder,
    so_far_folder,
    write_manifest,
)
from commissions.application.close.frozen_table import copied
from commissions.application.close.late_tables import LateTables
from commissions.application.close.plan_windows import Part, PlanWindows
from commissions.application.close.volume_sql import moment, text
from commissions.application.close.warehouse_tables import (
    ClosedBefore,
    Tables,
    attach,
    attach_known,
)
from commissions.domain.close.carried_binary import NumberTwice
from commissions.domain.close.columns import NamesNobody
from commissions.domain.plans.period_calendar import PeriodSpan
from commissions.warehouse import parquet

CUSTOMERS = "select customer from own union select customer from late_row"


class OtherCurrency(ValueError):
    """An order whose volume is worth another currency than the plan's."""

    def __init__(self, order_key: str, currency: str, wanted: str) -> None:
        super().__init__(
            f"order {order_key}: its volume is worth {currency} by the plan that it was sold by, "
            f"and this plan pays in {wanted}: close the period with the plan of its orders"
        )
        self.order_key = order_key


def freeze_inputs(  # noqa: PLR0913 - what a close goes by
    tables: Tables,
    plan_document: Part,
    span: PeriodSpan,
    folder: Path,
    *,
    last_close: datetime | None = None,
    before: ClosedBefore | None = None,
) -> Frozen:
    """Writes the inputs of a close into a folder, which is emptied first.

    `tables`: by name their parts, all with `to <= F`; of a dimension those of its last snapshot.
    `last_close`: when the period of the plan's close before ended, of whatever kind: longer periods
    that were over since are judged for grace; without it those that were over in the period itself.
    `before`: the last close of the same kind, after whose freeze anything may have been told late.
    Raises NamesNobody for a sponsor or a seat of somebody who was no member; OtherCurrency,
    NumberTwice.
    """
    windows = PlanWindows(plan_document)
    shutil.rmtree(folder, ignore_errors=True)
    with parquet.connection() as database:
        attach(database, tables)
        attach_known(database, before.tables if before else tables)
        freezing = _Freezing(
            database, windows, before or ClosedBefore(tables, span.starts, span.starts)
        )
        freezing.prepare()
        return freezing.period(span, folder, last_close or span.starts)


@dataclass(frozen=True)
class _Freezing:
    database: duckdb.DuckDBPyConnection
    windows: PlanWindows
    before: ClosedBefore

    def prepare(self) -> None:
        """What no period decides."""
        self._table("edge", people_sql.EDGE)
        self._table("begun", people_sql.BEGUN)
        self._table("current_order", volume_sql.current())
        self._table("known_order", volume_sql.current("known_order_line"))
        self._table("first_order", volume_sql.FIRST)

    def period(self, span: PeriodSpan, folder: Path, last_close: datetime) -> Frozen:
        windows = self.windows
        so_far = {windows.activity_elsewhere(span.every), windows.ranks_elsewhere(span.every)}
        misses = windows.misses_by
        over = windows.ended(misses, last_close, span.ends) if misses else []
        frozen = Frozen(
            plan_id=windows.plan_id,
            version=int(windows.document["plan"]["version"]),
            units=windows.units,
            span=span,
            capped=tuple(windows.capped(span.ends)),
            so_far=tuple(sorted(so_far - {""})),
            over=tuple(each.label for each in over),
        )
        for each in over:
            self._whole(each, each.ends, over_folder(folder, each.label))
        self._whole(span, windows.counts_until(span), folder, self.before)
        self._late(folder, LateTables(self.database, windows, span, self.before))
        self._paid_before(frozen, folder)
        for window in frozen.so_far:
            part = windows.so_far(window, span.ends)
            self._sales(part, span.ends, so_far_folder(folder, window))
        write_manifest(folder, frozen)
        return frozen

    def _whole(
        self, span: PeriodSpan, until: datetime, folder: Path, before: ClosedBefore | None = None
    ) -> None:
        """Members and sales."""
        self._people(span, folder)
        self._sales(span, until, folder, before)
        late = LateTables(self.database, self.windows, span, before)
        earned = volume_sql.EARNED.format(**self._words(span, until))
        self._beside(folder, "earned", earned, late, late_rows_sql.EARNED, "bonus, earner")

    def _beside(  # noqa: PLR0913, PLR0917 - a query and another
        self, folder: Path, name: str, own: str, late: LateTables, of_late: str, order: str
    ) -> None:
        """What is of the period's own orders, and of earlier ones."""
        if late.has_rows:
            own = f"select * from ({own}) union all ({late.query(of_late)}) order by sale, {order}"  # noqa: S608
        self._write(folder, name, own)

    def _sales(
        self, span: PeriodSpan, until: datetime, folder: Path, before: ClosedBefore | None = None
    ) -> None:
        words, units = self._words(span, until), self.windows.units
        late = LateTables(self.database, self.windows, span, before)
        late.told()
        late.rows()
        self._table("own", volume_sql.OWN.format(**words))
        currency = self.windows.currency
        other = volume_sql.OTHER_CURRENCY.format(currency=text(currency))
        for order_key, its_own in self._rows(other):
            raise OtherCurrency(order_key, its_own, currency)
        self._table("customer_code", volume_sql.CUSTOMERS.format(customers=CUSTOMERS))
        sales = volume_sql.SALES.format(**words, standing=volume_sql.less(units, "sold"))
        self._beside(folder, "sales", sales, late, late_rows_sql.SALES, "order_key")
        if self.windows.skus:
            skus = volume_sql.texts(self.windows.skus)
            standing = volume_sql.less(units, "n")
            lines = volume_sql.LINES.format(**words, standing=standing, skus=skus)
            self._beside(folder, "lines", lines, late, late_rows_sql.LINES, "line")
        write_manifest(folder, self._part(span))

    def _part(self, span: PeriodSpan) -> Frozen:
        return Frozen(
            plan_id=self.windows.plan_id,
            version=int(self.windows.document["plan"]["version"]),
            units=self.windows.units,
            span=span,
        )

    def _late(self, folder: Path, late: LateTables) -> None:
        """What binaries are told, whatever counts where: they undo lot by lot."""
        late.told()
        self._write(folder, "late", late.query(late_sql.RETURNS))
        self._write(folder, "late_orders", late.query(late_sql.ORDERS))

    def _paid_before(self, frozen: Frozen, folder: Path) -> None:
        """With orders, before the period began."""
        span, parts = frozen.span, []
        for around in frozen.capped:
            waits = self.windows.waits
            counts = volume_sql.COUNTS_BY_ORDER if waits else volume_sql.COUNTS_BY_TIME
            words = self._words(span, span.ends if waits else span.starts)
            words |= {
                "ends": moment(span.starts),
                "counts": counts.format(around=moment(around.starts)),
            }
            before = volume_sql.EARNED_BEFORE.format(**words)
            parts.append(f"select {text(around.every)} as every, * from ({before})")  # noqa: S608
        if parts:
            self._write(
                folder, "paid_before", f"{' union all '.join(parts)} order by every, earner"
            )

    def _words(self, span: PeriodSpan, until: datetime) -> dict[str, str]:
        return {
            "plan": text(self.windows.plan_id),
            "starts": moment(span.starts),
            "ends": moment(span.ends),
            "until": moment(until),
            "sums": volume_sql.sums(self.windows.units),
        }

    def _people(self, span: PeriodSpan, folder: Path) -> None:
        """Raises NamesNobody, NumberTwice."""
        words = {"plan": text(self.windows.plan_id), "ends": moment(span.ends)}
        self._table("there", people_sql.THERE.format(**words))
        self._table("member", people_sql.MEMBERS.format(**words, lasting=people_sql.LASTING))
        if self._rows("select lasting from member group by lasting having count(*) > 1"):
            raise NumberTwice
        self._write(folder, "members", "select * from member order by number")
        self._table("sponsor", people_sql.SPONSORS.format(**words))
        self._table("seat", people_sql.SEATS.format(**words))
        for table, named_by in (
            ("sponsor", "'sponsors of ' || who"),
            ("seat", "'a seat in ' || tree"),
        ):
            asked = f"select coalesce(named, ''), {named_by}, who, member from {table}"  # noqa: S608
            for named, by, who, member in self._rows(
                f"{asked} where member is null or parent is null"
            ):
                raise NamesNobody(named if member is not None else who, by)
        changes = "select member, since, parent from sponsor order by member, since, edge"
        self._write(folder, "sponsors", changes)
        seats = "select tree, member, since, parent, side from seat order by tree, member, since"
        self._write(folder, "seats", seats)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.database.execute(query).fetchall()

    def _table(self, name: str, query: str) -> None:
        self.database.execute(f"create or replace temp table {name} as {query}")

    def _write(self, folder: Path, name: str, query: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.database.execute(copied(f"({query})", file_of(folder, name)))
