"""The webhooks of a Shopify shop: which it should have, how the API names them, which it has."""

from collections.abc import Mapping
from typing import Any

from commissions.clients import AccessDenied, Subscription
from commissions.clients.shopify import queries
from commissions.clients.shopify.graphql import GraphApi, MutationRefused, object_of

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
    "disputes/create",
    "disputes/update",
    "customers/merge",
)
NEED_SCOPE = {
    "disputes/create": "read_shopify_payments_disputes",
    "disputes/update": "read_shopify_payments_disputes",
    "customers/merge": "read_customer_merge",
}
"""Topics that Shopify refuses an app whose scopes are from before they were asked for."""
UNDERSTOOD = ("order_transactions/create",)
"""Not needed: the order's own webhooks tell what it became, and each of these would have us ask for
an order that we have."""
_ALREADY, _GONE = "already been taken", "does not exist"


def topic_enum(topic: str) -> str:
    """`orders/create` is ORDERS_CREATE."""
    return topic.upper().replace("/", "_")


_NAMED = {topic_enum(topic): topic for topic in (*TOPICS, *UNDERSTOOD)}


def topic_name(enum: str) -> str:
    """The topic of an enum; one that is none of ours as well as can be."""
    return _NAMED.get(enum) or enum.lower().replace("_", "/", 1)


def subscriptions(graph: GraphApi) -> tuple[Subscription, ...]:
    """Those that this app made through the API; neither those of its configuration file nor those
    that staff set up by hand are shown."""
    found: list[Subscription] = []
    after: str | None = None
    while True:
        data = graph.execute(
            queries.SUBSCRIPTIONS, first=queries.SUBSCRIPTIONS_A_PAGE, after=after
        ).data
        connection = object_of(data, "webhookSubscriptions")
        found += [_subscription(node) for node in connection["nodes"]]
        if not connection["pageInfo"]["hasNextPage"]:
            return tuple(found)
        after = connection["pageInfo"]["endCursor"]


def subscribe(graph: GraphApi, topic: str, url: str) -> str:
    """Shopify signs with the app's own secret, whatever we would like. Raises AccessDenied where
    the topic needs a scope and is refused."""
    try:
        made = graph.mutate(queries.SUBSCRIBE, **subscription_of(topic, url))
    except MutationRefused as refused:
        if any(_ALREADY in message for message in refused.messages):
            return ""
        if scope := NEED_SCOPE.get(topic):
            raise AccessDenied(f"{topic} is refused: the app needs the scope {scope}") from refused
        raise
    return str(object_of(made, "webhookSubscription").get("id", ""))


def subscription_of(topic: str, url: str) -> dict[str, Any]:
    """What a webhook is made of."""
    return {"topic": topic_enum(topic), "to": {"uri": url, "format": "JSON"}}


def unsubscribe(graph: GraphApi, subscription_id: str) -> None:
    try:
        graph.mutate(queries.UNSUBSCRIBE, id=subscription_id)
    except MutationRefused as refused:
        if not any(_GONE in message for message in refused.messages):
            raise


def _subscription(node: Mapping[str, Any]) -> Subscription:
    """Shopify has no disabled ones: what fails too often it deletes."""
    return Subscription(node["id"], topic_name(node["topic"]), node["uri"], active=True)
