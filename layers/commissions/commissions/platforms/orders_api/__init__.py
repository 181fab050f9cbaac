"""`POST /api/mlm/orders`: the order as any other store can tell it (docs/orders-api.md)."""

from commissions.platforms.orders_api.name import NAME
from commissions.platforms.orders_api.orders import (
    is_undated,
    parse_order,
    parse_payload,
    payload_of,
)
from commissions.platforms.orders_api.problems import InvalidOrder

__all__ = [
    "NAME",
    "InvalidOrder",
    "is_undated",
    "parse_order",
    "parse_payload",
    "payload_of",
]
