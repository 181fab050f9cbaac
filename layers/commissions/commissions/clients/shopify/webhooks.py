"""The webhooks that a shop should have, and their names, which the API writes in its own way."""

TOPICS: tuple[str, ...] = (
    "orders/create",
    "orders/paid",
    "orders/updated",
    "orders/cancelled",
    "orders/edited",
    "orders/delete",
    "refunds/create",
    "products/create",
    "products/update",
    "products/delete",
)
UNDERSTOOD = ("order_transactions/create",)
"""Not needed: the order's own webhooks tell what it became, and each of these would have us ask for
an order that we have."""


def topic_enum(topic: str) -> str:
    """`orders/create` is ORDERS_CREATE."""
    return topic.upper().replace("/", "_")


_NAMED = {topic_enum(topic): topic for topic in (*TOPICS, *UNDERSTOOD)}


def topic_name(enum: str) -> str:
    """The topic of an enum; one that is none of ours is told as well as can be."""
    return _NAMED.get(enum) or enum.lower().replace("_", "/", 1)
