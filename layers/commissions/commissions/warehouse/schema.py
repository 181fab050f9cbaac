"""The tables of the warehouse, version 1: what each column is called, of what type it is, and what
tells a row from all others.

Within a version columns are only added, each of them empty in what was written before. Volumes are
BIGINT in hundredths of a point, money is BIGINT in minor units (`*_minor`) with a DECIMAL beside it
for people; times are TIMESTAMP in UTC. Nothing is ever a DOUBLE.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

VERSION = "v1"
AMOUNT = "DECIMAL(27,8)"
"""Exact in every currency: none has more than 8 decimals."""


@dataclass(frozen=True, slots=True, eq=False)
class WarehouseTable:
    """One grain."""

    name: str
    columns: Mapping[str, str]
    """By name the type in SQL, in the order in which they are written."""
    key: tuple[str, ...]
    order: tuple[str, ...] = ()
    """What rows are sorted by before their key."""
    sums: Mapping[str, str] | None = None
    """What a part's entry adds up: a column, and by which other one (or by none, as "")."""


def _columns(text: str) -> dict[str, str]:
    """Of lines of `name TYPE`, several in a line after commas."""
    told = [each.split() for line in text.splitlines() for each in line.split(";")]
    return {each[0]: each[1] for each in told if each}


_VOLUMES = "pv BIGINT; bv BIGINT; cv BIGINT; qv BIGINT"

FACT_ORDER_LINE = WarehouseTable(
    "fact_order_line",
    _columns(f"""
    order_key VARCHAR; revision BIGINT; line INTEGER; recorded_at TIMESTAMP
    event_at TIMESTAMP; event_day DATE; platform VARCHAR; store VARCHAR
    plan_id VARCHAR; plan_version INTEGER; plan_digest VARCHAR
    currency VARCHAR; base_currency VARCHAR
    sku_id VARCHAR; platform_sku VARCHAR; commission_class VARCHAR
    qty INTEGER; units DECIMAL(18,6)
    gross_minor BIGINT; discount_minor BIGINT; net_minor BIGINT; net {AMOUNT}
    {_VOLUMES}
    seller VARCHAR; buyer VARCHAR; buyer_class VARCHAR; customer_sk VARCHAR; carrier VARCHAR
    status VARCHAR; reason VARCHAR
    """),
    key=("order_key", "revision", "line"),
    order=("store", "event_day"),
    sums={"net_minor": "currency", "pv": "", "bv": "", "cv": "", "qv": ""},
)
FACT_REFUND_LINE = WarehouseTable(
    "fact_refund_line",
    _columns(f"""
    order_key VARCHAR; revision BIGINT; moment INTEGER; line INTEGER; recorded_at TIMESTAMP
    event_at TIMESTAMP; event_day DATE; platform VARCHAR; store VARCHAR
    {_VOLUMES}
    currency VARCHAR; net_minor BIGINT; net {AMOUNT}
    """),
    key=("order_key", "revision", "moment", "line"),
    order=("store", "event_day"),
    sums={"net_minor": "currency", "pv": "", "bv": "", "cv": "", "qv": ""},
)
FACT_COMMISSION = WarehouseTable(
    "fact_commission",
    _columns(f"""
    journal_hash VARCHAR; line INTEGER; journal_id VARCHAR; book VARCHAR
    recorded_at TIMESTAMP; event_at TIMESTAMP; event_day DATE
    platform VARCHAR; store VARCHAR; period VARCHAR
    earner VARCHAR; bonus VARCHAR; kind VARCHAR; level INTEGER; paid_level INTEGER
    status VARCHAR; rank VARCHAR; basis VARCHAR; base BIGINT; rate VARCHAR
    amount_minor BIGINT; amount {AMOUNT}; currency VARCHAR; reason VARCHAR
    plan_id VARCHAR; plan_version INTEGER; cause VARCHAR; source VARCHAR
    """),
    key=("journal_hash", "line"),
    order=("store", "event_day"),
    sums={"amount_minor": "currency"},
)
FACT_LEDGER_LEG = WarehouseTable(
    "fact_ledger_leg",
    _columns("""
    journal_hash VARCHAR; leg INTEGER; journal_id VARCHAR; book VARCHAR
    recorded_at TIMESTAMP; event_at TIMESTAMP; event_day DATE
    platform VARCHAR; store VARCHAR; period VARCHAR
    account_class VARCHAR; account VARCHAR; unit VARCHAR; amount BIGINT
    """),
    key=("journal_hash", "leg"),
    order=("store", "event_day"),
    sums={"amount": "unit"},
)
BRIDGE_UPLINE = WarehouseTable(
    "bridge_upline",
    _columns("""
    order_key VARCHAR; revision BIGINT; ancestor VARCHAR; depth INTEGER
    status VARCHAR; rank VARCHAR; recorded_at TIMESTAMP
    """),
    key=("order_key", "revision", "depth"),
)
DIM_MEMBER = WarehouseTable(
    "dim_member",
    _columns("""
    member_id VARCHAR; kind VARCHAR; enrolled_at TIMESTAMP
    valid_from TIMESTAMP; valid_to TIMESTAMP
    sponsor VARCHAR; status VARCHAR; rank VARCHAR; recorded_at TIMESTAMP
    """),
    key=("member_id", "valid_from"),
)
DIM_SEAT = WarehouseTable(
    "dim_seat",
    _columns("""
    tree VARCHAR; member_id VARCHAR; parent VARCHAR; side VARCHAR; since TIMESTAMP
    """),
    key=("tree", "member_id", "since"),
)
DIM_SKU = WarehouseTable(
    "dim_sku",
    _columns("""
    store VARCHAR; platform_sku VARCHAR; map_key VARCHAR; effective_from TIMESTAMP
    sku_id VARCHAR; name VARCHAR; category VARCHAR; commission_class VARCHAR
    pv VARCHAR; bv VARCHAR; cv VARCHAR; qv VARCHAR
    bundle VARCHAR; retired BOOLEAN; recorded_at TIMESTAMP
    """),
    key=("store", "map_key", "effective_from"),
)
DIM_PLAN = WarehouseTable(
    "dim_plan",
    _columns("""
    plan_id VARCHAR; version INTEGER; digest VARCHAR; effective_from TIMESTAMP
    base_currency VARCHAR; timezone VARCHAR; document VARCHAR; recorded_at TIMESTAMP
    """),
    key=("plan_id", "version"),
)
DIM_FX = WarehouseTable(
    "dim_fx",
    _columns("pair VARCHAR; day DATE; rate VARCHAR; source VARCHAR; recorded_at TIMESTAMP"),
    key=("pair", "day"),
)

FACTS = (FACT_ORDER_LINE, FACT_REFUND_LINE, FACT_COMMISSION, FACT_LEDGER_LEG, BRIDGE_UPLINE)
DIMENSIONS = (DIM_MEMBER, DIM_SEAT, DIM_SKU, DIM_PLAN, DIM_FX)
"""Each part of one is a snapshot of the whole register as of its window's end."""
TABLES: Mapping[str, WarehouseTable] = {each.name: each for each in (*FACTS, *DIMENSIONS)}


def checksum() -> str:
    """Of all that a reader goes by: changes with any column, type or key."""
    told = {
        name: {"columns": [*table.columns.items()], "key": table.key}
        for name, table in TABLES.items()
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def relation(table: WarehouseTable, files: Sequence[Path]) -> str:
    """A table of these parts as what stands after FROM, with every column of now: what an older
    part lacks is empty. Without any part it is an empty table of the same columns."""
    columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in table.columns.items())
    empty = f"select {columns} where false"
    if not files:
        return f"({empty})"
    paths = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    # The folder is a partition of its own name, and no column.
    parts = f"read_parquet([{paths}], union_by_name=true, hive_partitioning=false)"
    return f"({empty} union all by name select * from {parts})"  # noqa: S608 - our own names
