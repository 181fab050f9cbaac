"""What a platform's module works with, in one place: the shop, its records, and the wire."""

from tools.fake_store.platform_api import (
    Delivery,
    OwnRateLimit,
    PlatformApi,
    Request,
    Response,
    json_response,
)
from tools.fake_store.records import (
    Bundle,
    Clock,
    Dispute,
    Event,
    Hook,
    Item,
    Line,
    NotFound,
    Order,
    Product,
    Refund,
    Variant,
)
from tools.fake_store.shop import Shop

__all__ = [
    "Bundle",
    "Clock",
    "Delivery",
    "Dispute",
    "Event",
    "Hook",
    "Item",
    "Line",
    "NotFound",
    "Order",
    "OwnRateLimit",
    "PlatformApi",
    "Product",
    "Refund",
    "Request",
    "Response",
    "Shop",
    "Variant",
    "json_response",
]
