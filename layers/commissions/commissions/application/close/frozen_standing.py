"""What stands now of the orders of a period that was closed, frozen beside its run.

A folder with `sales`, `lines` and `earned` as frozen inputs have them (`frozen_files`): first the
orders of the run, in their order, then those that came late. An order that earns nothing any more
stands there with nothing left of it. Members are those of the run.
"""

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from commissions.application.close import people_sql, volume_sql
from commissions.application.close.frozen_files import (
    Frozen,
    file_of,
    read_manifest,
    write_manifest,
)
from commissions.application.close.frozen_table import copied
from commissions.application.close.plan_windows import Part, PlanWindows
from commissions.application.close.volume_sql import moment, text
from commissions.application.close.warehouse_tables import Tables, attach
from commissions.warehouse import parquet

_CUSTOMERS = """
select customer from own
union
select o.customer from was w join current_order o on o.order_key = w.order_key
"""


def freeze_standing(
    tables: Tables, plan_document: Part, inputs: Path, folder: Path, until: datetime
) -> None:
    """Writes into a folder, which is emptied first. `inputs`: of the run; `until`: what came back
    before then is taken off, which its own cut-off is in any case. With `refunds.late_orders:
    current` orders that came late are not of the closed period; with `refunds.volume_period:
    current` what its close had stays. An order that is now of
    somebody who was no member then counts as nobody's (`orders_of_nobody`)."""
    frozen, windows = read_manifest(inputs), PlanWindows(plan_document)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words = _words(frozen, windows, max(until, windows.counts_until(frozen.span)))
    queries = {
        "sales": volume_sql.STANDING.format(
            sales=volume_sql.SALES.format(**words, standing=volume_sql.less(frozen.units, "sold")),
            standing=", ".join(
                f"{volume_sql.STANDS.format(**words, unit=unit)} as {unit}" for unit in frozen.units
            ),
        ),
        "earned": _with_kept(
            volume_sql.EARNED.format(**words), file_of(inputs, "earned"), words, "bonus, earner"
        ),
    }
    if windows.skus:
        skus, standing = volume_sql.texts(windows.skus), volume_sql.less(frozen.units, "n")
        lines = volume_sql.LINES.format(**words, skus=skus, standing=standing)
        queries["lines"] = _with_kept(lines, file_of(inputs, "lines"), words, "line")
    with parquet.connection() as database:
        attach(database, tables)
        for name, query in _tables(inputs, words).items():
            database.execute(f"create temp table {name} as {query}")
        for name, query in queries.items():
            database.execute(copied(f"({query})", file_of(folder, name)))
    write_manifest(folder, frozen)


def _with_kept(query: str, file: Path, words: Mapping[str, str], order: str) -> str:
    """With what stays as the close had it."""
    kept = volume_sql.STAYED.format(**words, file=f"'{file}'")
    return f"select * from ({query}) union all ({kept}) order by sale, {order}"  # noqa: S608


def _words(frozen: Frozen, windows: PlanWindows, until: datetime) -> dict[str, str]:
    return {
        "plan": text(frozen.plan_id),
        "starts": moment(frozen.span.starts),
        "ends": moment(frozen.span.ends),
        "until": moment(until),
        "sums": volume_sql.sums(frozen.units),
        "comes_late": "true" if windows.late_orders_in_own else "false",
        "goes_back": "true" if windows.waits else "false",
    }


def _tables(inputs: Path, words: Mapping[str, str]) -> dict[str, str]:
    """In the order in which one is made from the other."""
    return {
        "begun": people_sql.BEGUN,
        "current_order": volume_sql.current(),
        "first_order": volume_sql.FIRST,
        "there": f"select member_id, number from '{file_of(inputs, 'members')}'",  # noqa: S608
        "was": volume_sql.WAS.format(sales=f"'{file_of(inputs, 'sales')}'"),
        "own": volume_sql.OWN_NOW.format(**words),
        "customer_code": volume_sql.CUSTOMERS.format(customers=_CUSTOMERS),
    }
