"""What a platform's module works with, in one place: the shop, its records, and the wire."""

from tools.fake_store.records import (
    Clock,
    Event,
    Hook,
    Item,
    Line,
    NoSuchThing,
    Order,
    Product,
    Refund,
    Variant,
)
from tools.fake_store.shop import Shop
from tools.fake_store.surface import Delivery, Limits, Request, Response, Surface, answered

__all__ = [
    "Clock",
    "Delivery",
    "Event",
    "Hook",
    "Item",
    "Limits",
    "Line",
    "NoSuchThing",
    "Order",
    "Product",
    "Refund",
    "Request",
    "Response",
    "Shop",
    "Surface",
    "Variant",
    "answered",
]
