"""One order of tea, settled on the tables: four units for 100.00; cat below bob below ann."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from commissions.application.pipeline import settle
from commissions.application.pipeline.settle import Settlement
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.sales.attribution import Lock
from tests.support.builders import a_lock

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


def tell(*contents: Any) -> Settlement:
    return settle.settle(KEY, contents, inbox="inbox", now=NOW)
