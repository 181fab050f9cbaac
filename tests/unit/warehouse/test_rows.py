"""Rows become a file whose bytes are made of what they say, and of nothing else."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from commissions.warehouse.rows import KeyNotUnique, RowFiles, connection, write_part
from commissions.warehouse.schema import FACT_LEDGER_LEG, WarehouseTable

MONEY = WarehouseTable(
    "money",
    {
        "id": "INTEGER",
        "at": "TIMESTAMP",
        "day": "DATE",
        "minor": "BIGINT",
        "amount": "DECIMAL(27,8)",
    },
    key=("id",),
    sums={"minor": ""},
)
AT = datetime(2026, 11, 29, 10, 0, 0, 1, tzinfo=UTC)


def row(number: int, minor: int = 2**62) -> dict[str, Any]:
    return {
        "id": number,
        "at": AT,
        "day": date(2026, 11, 29),
        "minor": minor,
        "amount": Decimal("0.10"),
    }


def written(home: Path, rows: list[dict[str, Any]], threads: int = 2) -> bytes:
    home.mkdir()
    with RowFiles(home) as files:
        files.add(MONEY, rows)
    write_part(MONEY, files.path(MONEY), home / "part", threads=threads)
    return (home / "part").read_bytes()


def test_large_amounts_and_moments_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    written(tmp_path / "a", [row(1)])

    assert duckdb.connect().execute(f"from read_parquet('{tmp_path}/a/part')").fetchall() == [
        (1, AT.replace(tzinfo=None), date(2026, 11, 29), 2**62, Decimal("0.1"))
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_any_order_and_any_number_of_threads_give_the_same_bytes(
    tmp_path: Path, threads: int
) -> None:
    rows = [row(number, number * 7) for number in range(100_000)]
    shuffled = Random(threads).sample(rows, len(rows))  # noqa: S311 - not a secret

    assert written(tmp_path / "a", rows, 3 - threads) == written(tmp_path / "b", shuffled, threads)


def test_a_row_that_comes_twice_is_there_once(tmp_path: Path) -> None:
    assert written(tmp_path / "a", [row(1), row(2), row(1)]) == written(
        tmp_path / "b", [row(1), row(2)]
    )


def test_two_rows_of_one_key_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(KeyNotUnique, match=r"money has 2 rows of 1 keys \(id\)"):
        written(tmp_path / "a", [row(1), row(1, 5)])


def test_sums_are_exact_and_by_what_they_are_of(tmp_path: Path) -> None:
    common = dict.fromkeys(FACT_LEDGER_LEG.columns) | {"journal_hash": "a"}
    legs = [("USD", 5), ("USD", -5), ("cv", 3)]
    lines = [common | {"leg": n, "unit": unit, "amount": of} for n, (unit, of) in enumerate(legs)]
    (tmp_path / "legs").write_text("\n".join(map(json.dumps, lines)))
    part = write_part(FACT_LEDGER_LEG, tmp_path / "legs", tmp_path / "part")

    assert (part.rows, dict(part.sums)) == (3, {"amount/USD": 0, "amount/cv": 3})


def test_without_rows_there_is_no_file(tmp_path: Path) -> None:
    part = write_part(MONEY, tmp_path / "nothing", tmp_path / "part")

    assert (part.rows, (tmp_path / "part").exists()) == (0, False)


def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    with connection(1, tmp_path) as database:
        found = database.execute(
            "select name, value from duckdb_settings() where name like 'auto%extensions'"
        ).fetchall()

    assert {value for _, value in found} == {"false"}
