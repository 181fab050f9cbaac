"""Nothing that leads to a person who buys is in any file of the warehouse, and nothing of what only
proves that a store works."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import duckdb
import pytest

from commissions.application.export import customers
from commissions.application.export.customers import customer_key
from commissions.application.pipeline import settle
from commissions.aws import warehouse_key
from commissions.aws.warehouse_key import WarehouseKeyTooShort
from commissions.domain.people.upline import Ancestor
from commissions.tables import genealogy, plans
from commissions.warehouse import bucket
from tests.support.builders import a_lock, a_plan
from tests.support.order_on_tables import ORDER, TEA
from tests.support.past_sales import a_selling_company, bought, tell
from tests.support.warehouse import exported, rows

NOON = datetime(2027, 1, 2, 12, tzinfo=UTC)
HASH, CODE = "c4n4ry" * 10, "CARA-7"


@pytest.fixture(autouse=True)
def _key(aws: None) -> None:
    customers.forget()


def words() -> str:
    """All that stands in any file, whatever it is compressed by."""
    found = []
    for key in bucket.keys(""):
        stored = bucket.find(key)
        assert stored
        found.append(key)
        if key.endswith(".parquet"):
            file = Path("part.parquet")
            file.write_bytes(stored.body)
            found.append(f"{duckdb.connect().read_parquet(str(file)).fetchall()}")
        else:
            found.append(stored.body.decode())
    return "\n".join(found)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_neither_a_customers_hash_nor_a_code_nor_a_stores_key_is_in_any_file() -> None:
    a_selling_company()
    tell(bought("1001", customer=HASH))
    exported(NOON)
    said = words()

    assert "cara" in said  # whoever earns is there
    assert rows("fact_order_line", NOON, "length(customer_sk)") == [(32,)]
    assert [each for each in (HASH, CODE, (b"k" * 32).hex(), "w" * 64) if each in said] == []


def test_a_customer_is_the_same_in_every_order_of_a_store_and_another_in_another_store() -> None:
    assert customer_key("tea", HASH) == customer_key("tea", HASH)
    assert customer_key("tea", HASH) != customer_key("cup", HASH)


def test_a_key_that_could_be_guessed_is_refused() -> None:
    boto3.client("secretsmanager").put_secret_value(
        SecretId=warehouse_key.SECRET, SecretString=json.dumps({"key": "short"})
    )

    with pytest.raises(WarehouseKeyTooShort, match="less than 32 bytes"):
        customer_key("tea", HASH)


def test_what_only_proves_that_a_store_works_is_nowhere() -> None:
    plans.publish(a_plan().text)
    genealogy.place("cert-ann", "", since=NOON - timedelta(days=9), status="active")
    genealogy.place("bob", "", since=NOON - timedelta(days=9), status="active")
    of_store = replace(ORDER, store_id="cert-tea", platform_order_id="1")
    by_member = replace(ORDER, platform_order_id="2")
    for order, seller in ((of_store, "bob"), (by_member, "cert-ann")):
        its = replace(
            a_lock("bob", values=(TEA,), order_version=order.version),
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            seller=seller,
            line=(Ancestor(seller, "active", ""),),
        )
        settle.settle(order.order_key, [order, its], inbox="i", now=NOON - timedelta(hours=1))
    exported(NOON)

    assert "cert-" not in words()
    assert rows("dim_member", NOON, "member_id") == [("bob",)]
    assert rows("fact_commission", NOON) == []
