"""Orders that were settled, with their journals, as pure values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.plans import Plan
from tests.support.builders import a_lock, a_plan

PLACED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
KEY = "shopify/tea/1001"
TEA = SkuValue(
    platform_sku="TEA",
    sku_id="tea",
    effective_from=datetime(2026, 1, 1, tzinfo=UTC),
    commission_class="standard",
    pv="25",
    bv="20",
    cv="20",
    qv="25",
)


def an_order(*, qty: int = 4, **fields: Any) -> OrderPlaced:
    """Four teas of 20 CV each, paid, for 100.00."""
    order = OrderPlaced(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        order_ts=PLACED,
        updated_at=PLACED,
        status="paid",
        currency="USD",
        distributor_ref="CAT",
        items=(Item("11", "TEA", "", Decimal(qty), 10_000 // qty, 0, 0, 10_000),),
        total=10_000,
    )
    return replace(order, **fields)


def a_refund(*, qty: int = 1, refund_id: str = "93") -> OrderRefunded:
    return OrderRefunded(
        platform="shopify",
        store_id="tea",
        platform_order_id="1001",
        refund_id=refund_id,
        refunded_at=PLACED + timedelta(days=2),
        currency="USD",
        items=(RefundItem("11", Decimal(qty)),),
    )


def locked(order: OrderPlaced, line: str, plan: Plan | None = None, **fields: Any) -> Content:
    return a_lock(line, plan=plan, order_version=order.version, values=(TEA,), **fields)


def settled(*deliveries: Sequence[Content], plan: Plan | None = None) -> list[Journal]:
    """The journals of an order whose store told these, one after the other."""
    in_force = plan or a_plan()
    facts: list[Fact] = []
    journals: list[Journal] = []
    for number, contents in enumerate(deliveries):
        told = [fact(content) for content in contents]
        facts += told
        at = PLACED + timedelta(minutes=number)
        target = fold(facts, lambda _: in_force)
        if journal := next_journal(KEY, target, journals, told, recorded_at=at):
            journals.append(journal)
    return journals


def sold(
    line: str = "cat < bob < ann",
    *refunds: OrderRefunded,
    order: OrderPlaced | None = None,
    plan: Plan | None = None,
) -> list[Journal]:
    """An order credited to the nearest of the line, and its refunds."""
    placed = order or an_order()
    first = (placed, locked(placed, line, plan))
    return settled(first, *((refund,) for refund in refunds), plan=plan)


def altered(journals: list[Journal]) -> list[Journal]:
    """Somebody gave the first line another amount."""
    first, *rest = journals
    line = replace(first.lines[0], earned=9_900)
    return [replace(first, lines=(line, *first.lines[1:])), *rest]
