"""Version 1 of the warehouse's tables: columns are added, and nothing else is ever changed."""

import json
from pathlib import Path

import duckdb
import pytest

from commissions.warehouse.schema import DIM_FX, FACT_COMMISSION, TABLES, checksum, relation

STORED = json.loads((Path(__file__).parents[2] / "stored/warehouse_v1.json").read_text())


def test_the_stored_schema_is_that_of_the_code() -> None:
    """Who adds a column writes it into the stored schema too, and its checksum."""
    assert checksum() == STORED["checksum"]
    assert {name: dict(table.columns) for name, table in TABLES.items()} == STORED["tables"]


@pytest.mark.parametrize("name", STORED["first"])
def test_what_version_1_began_with_is_there_with_its_type(name: str) -> None:
    assert STORED["first"][name].items() <= dict(TABLES[name].columns).items()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_amount_is_ever_a_double(table: object) -> None:
    kinds = set(TABLES[table.name].columns.values())  # type: ignore[attr-defined]

    assert not {kind for kind in kinds if kind.split("(")[0] in {"DOUBLE", "FLOAT", "REAL"}}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_key_and_an_order_are_columns(table: object) -> None:
    known = TABLES[table.name]  # type: ignore[attr-defined]

    assert {*known.key, *known.order, *(known.sums or ())} <= known.columns.keys()


def test_a_part_of_before_a_column_was_added_is_read_with_it_empty(tmp_path: Path) -> None:
    database, before, now = duckdb.connect(), tmp_path / "1.parquet", tmp_path / "2.parquet"
    database.execute(f"copy (select 'EUR/USD' as pair, date '2026-11-01' as day) to '{before}'")
    database.execute(
        f"copy (select 'EUR/USD' as pair, date '2026-11-02' as day, '1.08' as rate) to '{now}'"
    )
    found = relation(DIM_FX, [before, now])

    assert database.execute(
        f"select day::varchar, rate, source from {found} order by 1"  # noqa: S608
    ).fetchall() == [
        ("2026-11-01", None, None),
        ("2026-11-02", "1.08", None),
    ]


def test_a_table_without_parts_is_empty_and_has_its_columns() -> None:
    asked = f"describe select * from {relation(FACT_COMMISSION, [])}"  # noqa: S608
    described = duckdb.connect().execute(asked)

    assert {name: kind for name, kind, *_ in described.fetchall()} == dict(FACT_COMMISSION.columns)
