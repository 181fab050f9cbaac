"""`POST /api/mlm/orders`: the order as any other store can tell it (docs/orders-api.md)."""

from commissions.platforms.orders_api.name import NAME
from commissions.platforms.orders_api.orders import parse_order, parse_payload
from commissions.platforms.orders_api.problems import InvalidOrder

__all__ = ["NAME", "InvalidOrder", "parse_order", "parse_payload"]
