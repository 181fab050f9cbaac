"""Whatever a store has otherwise than we were told is found, and named."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.refund import RefundItem
from commissions.tables import plans
from tests.support import tamper
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.orders import NOON, PLAN, a_refund, an_item
from tests.support.reconciliation_days import ONE, SETTLED, TWO, Mutant, a_day, each_found
from tests.support.tamper import item_of

LATER = timedelta(days=1)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    plans.publish(PLAN.text)
    return a_day(an_in_memory_store(monkeypatch))


def in_store(order_id: str, place: int = 0, **fields: Any) -> Mutant:
    """Something of the order is otherwise in the store."""

    def mutate(shop: InMemoryStore) -> None:
        records: list[Any] = shop.orders_[order_id]
        records[place] = replace(records[place], **fields)

    return mutate


def back(qty: str) -> tuple[RefundItem, ...]:
    return (RefundItem("1", Decimal(qty)),)


def a_refund_more(shop: InMemoryStore) -> None:
    shop.orders_["1001"].append(a_refund("r9", platform=NAME, amount_only=1))


def an_order_more(shop: InMemoryStore) -> None:
    tamper.put(tamper.HEADS, _head_of("1003"))
    content = replace(tamper.told(ONE, "order"), platform_order_id="1003")
    tamper.tell(f"{NAME}/tea/1003", content, at=SETTLED)


def _head_of(order_id: str) -> dict[str, Any]:
    order_key = f"{NAME}/tea/{order_id}"
    return item_of(tamper.HEADS, order_key=ONE) | {"order_key": order_key, "journals": 0}


def a_refund_told_twice(shop: InMemoryStore) -> None:
    tamper.tell(TWO, replace(tamper.told(TWO, "refund"), refund_id="r2"), at=SETTLED)


MUTANTS: dict[str, tuple[str, Mutant]] = {
    "an order that never reached us": (
        "order_missing",
        lambda shop: shop.place("1009", order_ts=NOON, updated_at=NOON),
    ),
    "an order that the store deleted": ("order_gone", lambda shop: shop.orders_.pop("1001")),
    "an order that stands here twice": ("order_gone", an_order_more),
    "a total of one cent more": ("order_differs", in_store("1001", total=100_01)),
    "a line of one cent less": (
        "order_differs",
        in_store("1001", items=(an_item(net=99_99),), shipping=1),
    ),
    "a line of more units": ("order_differs", in_store("1001", items=(an_item(qty="9"),))),
    "a line of another SKU": ("order_differs", in_store("1001", items=(an_item(sku="MUG"),))),
    "a test there": ("order_differs", in_store("1001", test=True)),
    "a part of it came in": ("order_differs", in_store("1001", received=30_00)),
    "another state": ("order_differs", in_store("1001", status="partially_refunded")),
    "cancelled there": ("order_differs", in_store("1001", cancelled_at=NOON)),
    "another currency": ("order_other_currency", in_store("1001", currency="EUR")),
    "another day": ("order_other_day", in_store("1001", order_ts=NOON - LATER)),
    "a refund that never reached us": ("refund_missing", a_refund_more),
    "a refund that the store deleted": (
        "refund_extra",
        lambda shop: shop.orders_["1002"].pop(1),
    ),
    "a refund that stands here twice": ("refund_extra", a_refund_told_twice),
    "a refund of one cent more": ("refund_differs", in_store("1002", 1, amount_only=1)),
    "a refund of more units": ("refund_differs", in_store("1002", 1, items=back("2"))),
    "a refund in euros": ("refund_other_currency", in_store("1002", 1, currency="EUR")),
    "a refund of another day": ("refund_other_day", in_store("1002", 1, refunded_at=NOON)),
    "an order fact dropped": ("order_missing", lambda _: tamper.forget(ONE, "order")),
    "a refund fact dropped": ("refund_missing", lambda _: tamper.forget(TWO, "refund")),
    "an order fact of one cent more": (
        "order_differs",
        lambda _: tamper.retell(ONE, "order", at=SETTLED, total=100_01),
    ),
    "an order fact of another day": (
        "order_other_day",
        lambda _: tamper.retell(ONE, "order", at=SETTLED, order_ts=NOON + LATER),
    ),
    "a lock dropped": ("journal_without_fact", lambda _: tamper.forget(ONE, "lock")),
    "an order that nobody can read": (
        "order_unreadable",
        lambda shop: shop.nonsense.add("1001"),
    ),
}


def test_what_the_store_has_otherwise_is_found_and_named(
    shop: InMemoryStore, subtests: Any
) -> None:
    each_found(shop, MUTANTS, subtests)
