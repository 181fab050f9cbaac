"""Settling: what is told leads to one journal, once, and never past what others have written."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from commissions.aws.clients import client
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.ledger.facts import FactConflict
from commissions.domain.ledger.journal import broken_link
from commissions.domain.orders.order import Item, OrderPlaced, OrderRefunded, RefundItem
from commissions.domain.sales.attribution import Lock
from commissions.runtime import settling
from commissions.runtime.settling import Contended, Settlement
from commissions.tables import ledger, plans
from tests.support.builders import a_lock, a_plan
from tests.support.dynamodb_calls import just_before, round_trips

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLACED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
KEY = "shopify/tea/1001"
TEA = SkuValue(
    platform_sku="TEA",
    sku_id="tea",
    effective_from=datetime(2026, 1, 1, tzinfo=UTC),
    commission_class="tea",
    pv="25",
    bv="25",
    cv="25",
    qv="25",
)
ORDER = OrderPlaced(
    platform="shopify",
    store_id="tea",
    platform_order_id="1001",
    order_ts=PLACED,
    updated_at=PLACED,
    status="paid",
    currency="USD",
    distributor_ref="CAT",
    items=(Item("1", "TEA", "", Decimal(4), 2500, 0, 0, 10_000),),
    total=10_000,
)


@pytest.fixture(autouse=True)
def _plan(aws: None) -> None:
    plans.publish(a_plan().text)


def the_lock() -> Lock:
    return a_lock("cat < bob < ann", values=(TEA,), order_version=ORDER.version)


def refund(refund_id: str, qty: int = 1) -> OrderRefunded:
    return OrderRefunded(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        refund_id=refund_id,
        refunded_at=PLACED,
        currency="USD",
        items=(RefundItem("1", Decimal(qty)),),
    )


def settle(*contents: Any) -> Settlement:
    return settling.settle(KEY, contents, inbox="inbox", now=NOW)


def paid() -> list[list[int]]:
    return [[line.amount for line in journal.lines] for journal in ledger.read(KEY).journals]


def test_a_sale_is_facts_a_head_and_a_journal() -> None:
    settlement = settle(ORDER, the_lock())

    story = ledger.read(KEY)
    assert settlement.posted
    assert sorted(row.fact.kind for row in story.rows) == ["lock", "order"]
    assert (story.head.version, story.head.journals) == (1, 1)
    assert paid() == [[2000, 1000, 500]]


def test_what_is_told_again_leads_to_the_same_journal() -> None:
    first, again = settle(ORDER, the_lock()), settle(ORDER, the_lock())

    assert (again.posted, again.journals) == (False, first.journals)
    assert ledger.read(KEY).head.version == 1


def test_an_order_is_one_transaction() -> None:
    with round_trips() as made:
        settle(ORDER, the_lock())

    assert made.count("TransactWriteItems") == 1
    assert not {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"} & set(made)


def test_the_head_is_read_before_the_facts_and_the_journals() -> None:
    settle(ORDER, the_lock())
    with round_trips() as made:
        settle(refund("r1"))

    assert made == ["GetItem", "Query", "Query", "TransactWriteItems"]


def test_refunds_add_up_to_the_commission() -> None:
    settle(ORDER, the_lock())
    for number in range(5):  # one more than there is
        settle(refund(f"r{number}"))

    assert [sum(line) for line in zip(*paid(), strict=False)] == [0, 0, 0]
    assert broken_link(ledger.read(KEY).journals) == ""


def test_a_refund_before_its_order_is_a_fact_that_waits() -> None:
    early = settle(refund("r1"))
    late = settle(ORDER, the_lock())

    assert (early.posted, early.target.waiting) == (False, True)
    assert late.was_waiting
    assert paid() == [[1500, 750, 375]]


def test_the_same_refund_with_another_content_is_a_conflict() -> None:
    settle(ORDER, the_lock())
    settle(refund("r1"))

    with pytest.raises(FactConflict, match="refund"):
        settle(refund("r1", qty=2))
    assert len(paid()) == 2


def test_what_was_locked_first_stays() -> None:
    settle(ORDER, the_lock())
    settle(ORDER, replace(the_lock(), seller="ann", line=the_lock().line[2:]))

    assert len(paid()) == 1


def test_whoever_comes_second_decides_again() -> None:
    settle(ORDER, the_lock())
    with just_before("TransactWriteItems", lambda: settle(refund("r-of-another"))):
        settle(refund("r1"))

    assert [sum(line) for line in zip(*paid(), strict=False)] == [1000, 500, 250]
    assert ledger.read(KEY).head.version == 3


def test_one_who_never_gets_a_turn_gives_the_message_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "write", lambda *_, **__: False)
    monkeypatch.setattr(settling, "PAUSE_SECONDS", (0, 0))

    with pytest.raises(Contended):
        settle(ORDER, the_lock())


def test_the_second_put_of_a_fact_fails_whatever_the_head_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settling, "PAUSE_SECONDS", (0, 0))
    settle(ORDER, the_lock())
    head = {"order_key": {"S": KEY}}
    client("dynamodb").delete_item(TableName=ledger.HEADS, Key=head)

    with pytest.raises(Contended):
        settle(ORDER, the_lock())
