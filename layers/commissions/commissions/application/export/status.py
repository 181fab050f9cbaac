"""How far the warehouse is, table by table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.export.export import exported_until
from commissions.warehouse import manifests
from commissions.warehouse.schema import TABLES, WarehouseTable
from commissions.warehouse.windows import in_utc

BEHIND = timedelta(hours=3)
"""From here on somebody is woken."""


@dataclass(frozen=True, slots=True)
class TableStatus:
    table: str
    until: datetime | None
    """None before its first window."""
    windows: int
    """Of its last day."""
    rows: int


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    until: datetime | None
    """Until when every table is there."""
    is_behind: bool
    tables: tuple[TableStatus, ...]


def is_behind(until: datetime | None, now: datetime) -> bool:
    return until is None or until < now - BEHIND


def status(now: datetime) -> WarehouseStatus:
    until = exported_until()
    tables = tuple(map(_of, TABLES.values()))
    return WarehouseStatus(until, is_behind(until, in_utc(now)), tables)


def _of(table: WarehouseTable) -> TableStatus:
    found = manifests.last(table)
    until = found[-1].window.end if found else None
    return TableStatus(table.name, until, len(found), sum(each.rows for each in found))
