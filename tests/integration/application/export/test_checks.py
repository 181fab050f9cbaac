"""Whether the warehouse has what the ledger has: of random lives, and after somebody was at it."""

import json
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import boto3
import pytest

from commissions.application.export import window_parts
from commissions.application.export.check import NotExportedYet, WarehouseChecked, check, last_check
from commissions.application.export.journal_rows import journal_rows
from commissions.application.export.row_words import Rows
from commissions.application.export.window_parts import WarehouseDiffers
from commissions.application.pipeline import settle
from commissions.domain.ledger.journal import Journal
from commissions.tables import ledger, plans
from commissions.warehouse import bucket, manifests, parts
from commissions.warehouse.schema import FACT_COMMISSION
from tests.support.builders import a_plan
from tests.support.histories import history
from tests.support.order_on_tables import KEY, ORDER, refund, the_lock
from tests.support.pipeline_driver import project
from tests.support.proof_size import proof_size
from tests.support.warehouse import exported, rows

DAY = datetime(2026, 12, 3, tzinfo=UTC)
MIDNIGHT = DAY + timedelta(days=1)
MORNING = MIDNIGHT + timedelta(hours=2)

SEEDS = range(proof_size(12, 200))


def lived(seed: int) -> None:
    """An order's life on the tables, a quarter of an hour between deliveries, and its statement."""
    told = history(seed)
    plans.publish(told.plan.text)
    for number, delivery in enumerate(told.deliveries):
        now = DAY + timedelta(minutes=15 * number, hours=seed % 5)
        settle.settle(delivery[0].order_key, delivery, inbox="inbox", now=now)
    project(told.deliveries[0][0].order_key)


def checked() -> WarehouseChecked:
    exported(MIDNIGHT)
    return check(DAY.date(), MORNING)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("seed", SEEDS)
def test_all_lines_of_a_random_history_come_to_what_is_on_balances(seed: int) -> None:
    lived(seed)
    found = checked()

    assert found.differences == ()
    assert found.orders_of_day == 1
    posted = ledger.read(history(seed).deliveries[0][0].order_key).journals
    assert found.lines == sum(len(each.lines) for each in posted)


@pytest.fixture
def order(aws: None) -> None:
    plans.publish(a_plan().text)
    settle.settle(KEY, (ORDER, the_lock()), inbox="inbox", now=DAY + timedelta(hours=1))
    settle.settle(KEY, (refund("r1"),), inbox="inbox", now=DAY + timedelta(hours=20))
    project(KEY)


@pytest.mark.usefixtures("order")
def test_what_a_check_found_is_kept() -> None:
    found = checked()

    assert (found.differences, found.lines, found.lines_of_day, found.balances) == ((), 6, 6, 2)
    assert last_check(DAY.date()) == json.loads(json.dumps(found.as_words()))


@pytest.mark.usefixtures("order")
def test_a_balance_that_somebody_changed_is_seen() -> None:
    balance = boto3.client("dynamodb").scan(TableName="BalancesTable")["Items"]
    [item] = [
        each
        for each in balance
        if each["scope"]["S"] == "2026-11 USD" and each["distributor_id"]["S"] == "bob"
    ]
    boto3.client("dynamodb").put_item(
        TableName="BalancesTable", Item=item | {"payable": {"N": "9999"}}
    )

    assert checked().differences == (
        "bob has 3.75 USD in the warehouse, and 99.99 USD on their balance",
    )


@pytest.mark.usefixtures("order")
def test_a_journal_that_the_export_missed_is_seen() -> None:
    """As where a record was written longer after its moment than a window waits."""
    exported(MIDNIGHT)
    settle.settle(KEY, (refund("r2"),), inbox="inbox", now=DAY + timedelta(hours=23))
    project(KEY)
    found = checked()

    assert found.differences[0].startswith("2026-12-03 has 6 lines and ")
    assert "the warehouse has 6 lines of commission, and the ledger 9" in found.differences
    assert "bob has 3.75 USD in the warehouse, and 2.50 USD on their balance" in found.differences


@pytest.mark.usefixtures("order")
def test_what_is_too_young_for_the_warehouse_is_no_difference() -> None:
    exported(MIDNIGHT)
    settle.settle(KEY, (refund("r2"),), inbox="inbox", now=MIDNIGHT + timedelta(minutes=5))
    project(KEY)

    assert checked().differences == ()


@pytest.mark.usefixtures("order")
def test_a_part_that_somebody_changed_is_not_read() -> None:
    exported(MIDNIGHT)
    [key, *_] = manifests.parts(FACT_COMMISSION, MIDNIGHT)
    bucket.put(key, b"something else", "text/plain")

    with pytest.raises(parts.PartDamaged, match="is not what was written"):
        check(DAY.date(), MORNING)


@pytest.mark.usefixtures("order")
def test_a_day_that_is_not_over_in_the_warehouse_is_not_checked() -> None:
    exported(DAY + timedelta(hours=12))

    with pytest.raises(NotExportedYet, match="run `commissions warehouse run` first"):
        check(DAY.date(), MORNING)


@pytest.mark.usefixtures("order")
def test_legs_that_do_not_come_to_nothing_are_kept_out_and_what_was_there_stays() -> None:
    exported(DAY + timedelta(hours=12))

    def lossy(journal: Journal) -> Rows:
        return journal_rows(journal)[:-1]

    with (
        patch.object(window_parts, "journal_rows", lossy),
        pytest.raises(WarehouseDiffers, match="nothing of it was kept"),
    ):
        exported(MIDNIGHT)

    assert rows("fact_commission", MIDNIGHT, "count(*)") == [(3,)]
