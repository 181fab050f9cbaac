"""POST /api/mlm/orders: orders of every store that has no webhook of its own here."""

from commissions.runtime.order_api import handler

__all__ = ["handler"]
