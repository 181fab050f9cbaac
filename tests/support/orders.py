"""Orders, and what becomes of them, as tests like to write them: shopify/tea/1001, paid at noon."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.domain.catalogue.sku_values import UNITS, SkuValue, can_earn, value_of
from commissions.domain.orders.decision import ACCEPT, REFUND, OrderDecided, telling_of
from commissions.domain.orders.dispute import FINAL, OrderDisputed
from commissions.domain.orders.order import Item, OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.sales.attribution import Lock, Rate
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.platforms import ParsedWebhook
from tests.support.builders import Document, a_lock, a_match, a_plan

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PLAN = a_plan()
"""20% to the seller of a customer's order, then 10% and 5% to those above."""


def an_item(
    line_id: str = "1", *, sku: str = "TEA", net: int = 100_00, qty: str = "1", **fields: Any
) -> Item:
    """A line; its net in minor units."""
    plain: Document = {"variant_id": "", "unit_price": 0, "discount": 0, "tax": 0}
    return Item(line_id=line_id, platform_sku=sku, net=net, qty=Decimal(qty), **plain | fields)


def an_order(*items: Item, minutes: int = 0, **fields: Any) -> OrderPlaced:
    """A paid order of noon as it was told some minutes later; one line of 100.00 unless given."""
    lines = items or (an_item(),)
    plain: Document = {
        "platform": "shopify",
        "store_id": "tea",
        "platform_order_id": "1001",
        "order_ts": NOON,
        "updated_at": NOON + timedelta(minutes=minutes),
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "",
        "items": lines,
        "total": sum(item.net for item in lines),
    }
    return OrderPlaced(**plain | fields)


def a_refund(
    refund_id: str = "r1",
    *,
    minutes: int = 60,
    units: Mapping[str, str] | None = None,
    amounts: Mapping[str, int] | None = None,
    **fields: Any,
) -> OrderRefunded:
    """`a_refund(units={"1": "2"})` is two units of line 1; `amounts` are of a line's net."""
    back = [RefundItem(line, Decimal(qty)) for line, qty in (units or {}).items()]
    back += [RefundItem(line, Decimal(0), amount) for line, amount in (amounts or {}).items()]
    plain: Document = {
        "platform": "shopify",
        "store_id": "tea",
        "platform_order_id": "1001",
        "refund_id": refund_id,
        "refunded_at": NOON + timedelta(minutes=minutes),
        "currency": "USD",
        "items": tuple(back),
    }
    return OrderRefunded(**plain | fields)


def a_cancellation(*, minutes: int = 90, **fields: Any) -> OrderCancelled:
    moment = NOON + timedelta(minutes=minutes)
    plain: Document = {
        "platform": "shopify",
        "store_id": "tea",
        "platform_order_id": "1001",
        "cancelled_at": moment,
        "updated_at": moment,
    }
    return OrderCancelled(**plain | fields)


def a_dispute(
    status: str = "lost", amount: int | None = 25_00, *, minutes: int = 60, **fields: Any
) -> OrderDisputed:
    """Dispute 77 as the store tells it: it ended some minutes after noon, unless it is open."""
    moment = NOON + timedelta(minutes=minutes)
    plain: Document = {
        "platform": "shopify",
        "store_id": "tea",
        "platform_order_id": "1001",
        "dispute_id": "77",
        "currency": "USD" if amount is not None else "",
        "opened_at": NOON,
        "finalized_on": moment if status in FINAL else None,
    }
    return OrderDisputed(status=status, amount=amount, **plain | fields)


def a_decision(about: str, answer: str, *, minutes: int = 120, **fields: Any) -> OrderDecided:
    """Mara's word on the order, some minutes after noon."""
    plain: Document = {
        "platform": "shopify",
        "store_id": "tea",
        "platform_order_id": "1001",
        "decision_id": f"d-{about}-{answer}-{minutes}",
        "by": "mara",
        "at": NOON + timedelta(minutes=minutes),
        "why": "as the shop says",
    }
    return OrderDecided(about=about, answer=answer, **plain | fields)


def accepted(refund: OrderRefunded, *, minutes: int = 120, **fields: Any) -> OrderDecided:
    """That this telling of a refund counts."""
    plain: Document = {"answer": ACCEPT, "subject": telling_of(refund), "minutes": minutes}
    return a_decision(REFUND, **plain | fields)


def a_value(name: str = "TEA", volume: str = "100%", **fields: Any) -> SkuValue:
    """A SKU that is worth as much in every unit."""
    plain: Document = {
        "platform_sku": name,
        "sku_id": name,
        "effective_from": datetime(2026, 11, 1, tzinfo=UTC),
        "commission_class": "product",
        **dict.fromkeys(UNITS, volume),
    }
    return SkuValue(**plain | fields)


def a_rate(rate: str = "1", currency: str = "USD", base_currency: str = "USD") -> Rate:
    return Rate(currency, base_currency, Decimal(rate), "2026-11-20", "ecb")


PEOPLE = ("seller", "buyer", "buyer_class", "carrier", "line")


def a_match_for(order: OrderPlaced, line: str = "cat < bob < ann", **fields: Any) -> ReferralMatch:
    """Whom a snapshot's own referral leads to."""
    plain: Document = {
        "platform": order.platform,
        "store_id": order.store_id,
        "platform_order_id": order.platform_order_id,
        "order_version": order.version,
        "order_ts": order.order_ts,
    }
    return a_match(line, **plain | fields)


def sold(
    order: OrderPlaced, line: str = "cat < bob < ann", **fields: Any
) -> tuple[OrderPlaced, Lock, ReferralMatch]:
    """A snapshot with what was looked up for it, as they come to the ledger: `fields` of the lock,
    or of the match where they are people's."""
    people = {name: fields.pop(name) for name in PEOPLE if name in fields}
    before = a_lock_for(order, line, **fields)
    nobody: Document = dict.fromkeys(PEOPLE)
    lock = replace(before, lines=_lines(order, before), **nobody)
    return (order, lock, a_match_for(order, line, **people))


def _lines(order: OrderPlaced, lock: Lock) -> dict[str, str]:
    known = {each.platform_sku: each for each in lock.values}
    valued = {item.line_id: value_of(item, known) for item in order.items if can_earn(item)}
    return {line: value.platform_sku for line, value in valued.items() if value}


def a_lock_for(order: OrderPlaced, line: str = "cat < bob < ann", **fields: Any) -> Lock:
    """What was looked up for an order, as it was locked before people were a fact of their own: a
    value for each of its SKUs unless given."""
    names = dict.fromkeys(item.platform_sku for item in order.items if item.platform_sku)
    plain: Document = {
        "plan": PLAN,
        "values": tuple(a_value(name) for name in names),
        "platform_order_id": order.platform_order_id,
        "order_version": order.version,
        "order_ts": order.order_ts,
    }
    return a_lock(line, **plain | fields)


def of_order(reading: ParsedWebhook) -> tuple[OfOrder, ...]:
    """The records of a reading, of which each has to be of an order."""
    assert all(isinstance(record, OfOrder) for record in reading.records)
    return tuple(record for record in reading.records if isinstance(record, OfOrder))
