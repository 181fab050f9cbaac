"""What calls cost, and the bucket of points that they are taken from."""

import time
from decimal import Decimal
from typing import Any

from tools.fake_store.shopify.nodes import Sizes
from tools.fake_store.toolkit import Response, Shop, json_response

QUERY_MAX = 1000
MAXIMUM, RESTORE = 20_000, 2_000
"""Of the largest plan, so that tests go fast; `shop.extra["points"]` is another (maximum, restore
rate)."""
_OF_ONE = {"SomeOrders": 45, "OneOrder": 45, "SomeRefunds": 240, "SomeProducts": 3, "OneProduct": 3}
"""What one order, refund or product costs besides its lines."""


class Bucket:
    def __init__(self, maximum: int, restore: int) -> None:
        self.maximum, self.restore = maximum, restore
        self._available, self._at = Decimal(maximum), time.monotonic()

    def take(self, cost: int) -> bool:
        self._fill()
        if self._available < cost:
            return False
        self._available -= cost
        return True

    def status(self) -> dict[str, Any]:
        available = int(self._available)
        return _status(self.maximum, available, self.restore)

    def _fill(self) -> None:
        now = time.monotonic()
        back = Decimal(str(now - self._at)) * self.restore
        self._available, self._at = min(Decimal(self.maximum), self._available + back), now


def bucket_of(shop: Shop) -> Bucket:
    if "bucket" not in shop.extra:
        shop.extra["bucket"] = Bucket(*shop.extra.get("points", (MAXIMUM, RESTORE)))
    bucket: Bucket = shop.extra["bucket"]
    return bucket


def cost(name: str, sizes: Sizes) -> int:
    """As much as could come, which is what Shopify counts before it looks."""
    lines = 12 * sizes.of("lineItems") + sizes.of("variants")
    count = sizes.of("orders") or sizes.of("products") or sizes.ids or 1
    return max(1, count * (_OF_ONE.get(name, 5) + lines))


def empty(*, restore: int) -> dict[str, Any]:
    return _status(MAXIMUM, 0, restore)


def throttled(requested: int, status: dict[str, Any]) -> Response:
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
    return json_response({"errors": [error], "extensions": costs(requested, None, status)})


def costs(requested: int, actual: int | None, status: dict[str, Any]) -> dict[str, Any]:
    return {
        "cost": {
            "requestedQueryCost": requested,
            "actualQueryCost": actual,
            "throttleStatus": status,
        }
    }


def _status(maximum: int, available: int, restore: int) -> dict[str, Any]:
    return {
        "maximumAvailable": Decimal(f"{maximum}.0"),
        "currentlyAvailable": available,
        "restoreRate": Decimal(f"{restore}.0"),
    }
