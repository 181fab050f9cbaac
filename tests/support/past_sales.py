"""Sales that a stack has in its ledger, looked up and settled as the pipeline does it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.application.pipeline import settle
from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.map_skus import mapped
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.domain.sales.attribution import Rate, SaleAttributed
from commissions.tables import attribution_history, rates, sale_registers, value_registers
from tests.support.orders import an_order
from tests.support.pipeline_driver import a_company, value

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = datetime(2027, 1, 2, tzinfo=UTC)


def a_selling_company() -> None:
    """Store `tea`, plan `demo`: a fifth for cara, then 10% and 5%, below bob, below ann."""
    a_company()
    value("TEA", cv="80%")
    rates.put(Rate("EUR", "USD", Decimal("1.0843"), "2026-11-20", "ecb"))


def bought(order_id: str, *items: Any, at: datetime = NOON, **fields: Any) -> OrderPlaced:
    """A paid order of 100.00 that cara's code came with."""
    referrals = (Referral("discount_code", "CARA-7", forgeable=True),)
    plain: dict[str, Any] = {"order_ts": at, "updated_at": at, "referrals": referrals}
    return an_order(*items, platform_order_id=order_id, **plain | fields)


def later(order: OrderPlaced, minutes: int, **fields: Any) -> OrderPlaced:
    return replace(order, updated_at=order.order_ts + timedelta(minutes=minutes), **fields)


def tell(*contents: Content) -> None:
    """Carries them to the ledger as the pipeline does, a snapshot with what is looked up for it."""
    for content in contents:
        told = _looked_up(content) if isinstance(content, OrderPlaced) else [content]
        settle.settle(content.order_key, told, inbox="", now=NOW)


def _looked_up(order: OrderPlaced) -> Sequence[Content]:
    valued = mapped(order, value_registers)
    assert isinstance(valued, OrderMapped)
    sale = attributed(valued, sale_registers, attribution_history)
    assert isinstance(sale, SaleAttributed)
    return sale.contents
