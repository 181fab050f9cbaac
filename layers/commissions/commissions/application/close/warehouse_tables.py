"""The tables of the warehouse that a close reads, as views of a database, and the columns it needs.

Volumes are in hundredths of a point, money is in minor units, moments are in UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

import duckdb

Tables = Mapping[str, Sequence[Path]]
"""By table its parts as of a freeze: of facts all with `to <= F`, of a dimension those of its last
snapshot by then."""


@dataclass(frozen=True, slots=True)
class ClosedBefore:
    """The last close of the same kind of period."""

    tables: Tables
    """As of its freeze."""
    ends: datetime
    """When its period ended."""
    first: datetime
    """When the first period of the kind began that was closed here."""
    closes: tuple[tuple[datetime, datetime, datetime], ...] = ()
    """Of each close of the kind: from when until when its period was, and when it was frozen."""


TEXT, NUMBER, TIME = "VARCHAR", "BIGINT", "TIMESTAMP"
_VOLUMES = dict.fromkeys(("pv", "bv", "cv", "qv"), NUMBER)
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "fact_order_line": {
        "order_key": TEXT,
        "revision": NUMBER,
        "line": NUMBER,
        "recorded_at": TIME,
        "event_at": TIME,
        "store": TEXT,
        "plan_id": TEXT,
        "base_currency": TEXT,
        "sku_id": TEXT,
        "platform_sku": TEXT,
        "seller": TEXT,
        "buyer": TEXT,
        "buyer_class": TEXT,
        "customer_sk": TEXT,
        "status": TEXT,
        **_VOLUMES,
    },
    "fact_refund_line": {
        "order_key": TEXT,
        "revision": NUMBER,
        "line": NUMBER,
        "event_at": TIME,
        **_VOLUMES,
    },
    "fact_commission": {
        "book": TEXT,
        "event_at": TIME,
        "earner": TEXT,
        "bonus": TEXT,
        "amount_minor": NUMBER,
        "period": TEXT,
    },
    "dim_member": {
        "member_id": TEXT,
        "kind": TEXT,
        "enrolled_at": TIME,
        "valid_from": TIME,
        "sponsor": TEXT,
        "status": TEXT,
    },
    "dim_seat": {"tree": TEXT, "member_id": TEXT, "parent": TEXT, "side": TEXT, "since": TIME},
}


KNOWN = {
    "fact_order_line": "known_order_line",
    "fact_refund_line": "known_refund_line",
    "fact_commission": "known_commission",
}
"""What was known as the close before was frozen."""


def attach(database: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    """Each as a view of its own name; without a part it is empty."""
    # What does not fit into memory goes where anybody may write: the working folder of a function
    # is read only.
    database.execute(f"set temp_directory = '{gettempdir()}'")
    for table in COLUMNS:
        _attach(database, table, table, tables)


def attach_known(database: duckdb.DuckDBPyConnection, tables: Tables) -> None:
    for table, name in KNOWN.items():
        _attach(database, table, name, tables)


def _attach(database: duckdb.DuckDBPyConnection, table: str, name: str, tables: Tables) -> None:
    columns = COLUMNS[table]
    asked = ", ".join(f"cast({each} as {kind}) as {each}" for each, kind in columns.items())
    nothing = ", ".join(f"null as {each}" for each in columns)
    source = f"(select {nothing} where false)"
    if files := tables.get(table):
        source = (
            f"read_parquet([{_listed(files)}], union_by_name = true, hive_partitioning = false)"
        )
    database.execute(f"create view {name} as select {asked} from {source}")  # noqa: S608


def _listed(files: Sequence[Path]) -> str:
    return ", ".join("'{}'".format(str(file).replace("'", "''")) for file in sorted(files))
