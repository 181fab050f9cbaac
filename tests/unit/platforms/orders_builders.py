"""Orders of the order API, as tests like to write them."""

import json
from datetime import datetime
from typing import Any

import pytest

from commissions.domain.orders.order import OfOrder, OrderPlaced
from commissions.domain.stores.store import Store
from commissions.platforms import orders_api
from commissions.platforms.orders_api import InvalidOrder
from tests.support.orders import of_order

STORE = Store("kiosk", "orders", "retail_channel", "USD", "harbour")
KEY = b"the store's customer key"


def an_item(**more: Any) -> dict[str, Any]:
    return {"platform_sku": "TEA", "qty": 1, "unit_price": "10.00"} | more


def an_order(**more: Any) -> dict[str, Any]:
    return {
        "platform_order_id": "W-42",
        "order_ts": "2026-11-20T15:30:00Z",
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "CARA-7",
        "items": [an_item()],
        "total": "10.00",
    } | more


def told(order: Any, **clock: datetime) -> tuple[OfOrder, ...]:
    return of_order(orders_api.parse_order(json.dumps(order).encode(), STORE, KEY, **clock))


def placed(order: Any) -> OrderPlaced:
    first = told(order)[0]
    assert isinstance(first, OrderPlaced)
    return first


def refused(order: Any, **clock: datetime) -> dict[str, str]:
    """The message of each field that is refused."""
    with pytest.raises(InvalidOrder) as invalid:
        told(order, **clock)
    return {error["field"]: error["message"] for error in invalid.value.errors}


def cents(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"
