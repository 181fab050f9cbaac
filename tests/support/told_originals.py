"""Orders of the order API, and what goes on with them, told to the pipeline of store `tea`."""

import json
from datetime import UTC, datetime
from typing import Any

from commissions.application.ingest.accept_answer import accept_if_new
from commissions.platforms import orders_api
from commissions.tables import stores
from tests.unit.platforms.orders_builders import KEY, an_order

FIRST, SECOND, THIRD = "orders/tea/1001", "orders/tea/1002", "orders/tea/1003"
RENEWS = {"order": "1001", "as": "renewal"}


def tell(number: int, code: str = "", **fields: Any) -> None:
    """An order as the store's system sends it, of the day of its number."""
    moment = f"2026-11-{number:02}T10:00:00Z"
    told: dict[str, Any] = {
        "platform_order_id": str(1000 + number),
        "order_ts": moment,
        "updated_at": moment,
        "distributor_ref": code,
    }
    store = stores.get("tea")
    body = json.dumps(an_order(**told | fields)).encode()
    reading = orders_api.parse_order(body, store, KEY)
    accept_if_new(store, reading, via="webhook", now=datetime.now(UTC))
