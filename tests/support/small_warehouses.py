"""A warehouse as a test likes to write it: rows say only what matters."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.period_columns import period_columns
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.warehouse_tables import Tables
from commissions.domain.close.columns import PeriodColumns
from tests.support.builders import Document
from tests.support.closes import close_plan, levels
from tests.support.warehouse_files import write_parts

Row = Mapping[str, Any]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
UNITS = ("pv", "bv", "cv", "qv")


def a_plan(**sections: Any) -> Document:
    """`demo`, by the clock of UTC: a period counts what comes back in its ten days of cut-off."""
    refunds = {"reverse": "all_lines", "period": "original_if_open", "ranks": "keep"}
    plan = close_plan(levels("0.10"), **{"refunds": refunds} | sections)
    return plan | {"plan": plan["plan"] | {"timezone": "UTC"}}


def member(member_id: str, sponsor: str = "", **words: Any) -> Row:
    row = {
        "member_id": member_id,
        "kind": "participant",
        "enrolled_at": words.get("valid_from", LONG_AGO),
        "valid_from": LONG_AGO,
        "sponsor": sponsor,
        "status": "active",
    }
    return row | words


def line(order_key: str, day: datetime, points: int, **words: Any) -> Row:
    """One line of an order of nobody's, sold to a guest."""
    row = {
        "order_key": order_key,
        "revision": 1,
        "line": 1,
        "recorded_at": day,
        "event_at": day,
        "store": "shop",
        "plan_id": "demo",
        "base_currency": "USD",
        "sku_id": "",
        "platform_sku": "",
        "seller": "",
        "buyer": "",
        "buyer_class": "retail",
        "customer_sk": "",
        "status": "sold",
        **dict.fromkeys(UNITS, points * 100),
    }
    return row | words


def came_back(order_key: str, day: datetime, points: int, **words: Any) -> Row:
    row = {"order_key": order_key, "revision": 1, "line": 1, "event_at": day}
    return row | dict.fromkeys(UNITS, points * 100) | words


def a_warehouse(folder: Path, **tables: Iterable[Row]) -> Tables:
    return {name: write_parts(folder / name, [*rows], 1) for name, rows in tables.items() if rows}


def frozen(
    folder: Path, tables: Tables, month: int = 10, plan: Document | None = None
) -> PeriodColumns:
    """A month of 2026, nothing carried."""
    document = plan or a_plan()
    span = PlanWindows(document).span("month", datetime(2026, month, 15, tzinfo=UTC))
    freeze_inputs(tables, document, span, folder / f"inputs-{month}")
    return period_columns(folder / f"inputs-{month}", CarriedState())


def volumes(period: PeriodColumns) -> dict[str, int]:
    """By order in points."""
    return dict(zip(period.sales.ids, (period.sales.volumes["cv"] // 100).tolist(), strict=True))
