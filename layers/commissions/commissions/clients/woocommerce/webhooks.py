"""The webhooks of a WooCommerce shop."""

from commissions.clients import InvalidResponse, Subscription
from commissions.clients.http import Http
from commissions.clients.woocommerce.api import Row, object_of
from commissions.clients.woocommerce.pagination import all_rows

TOPICS: tuple[str, ...] = (
    "order.created",
    "order.updated",
    "order.deleted",
    "order.restored",
    "product.created",
    "product.updated",
    "product.deleted",
    "product.restored",
)
ACTIVE = "active"


def subscriptions(http: Http) -> tuple[Subscription, ...]:
    """All webhooks but the ghosts: what is left of one that was deleted with a message under way
    has no topic and no address."""
    rows = [row for row in all_rows(http, "webhooks", {}) if row.get("delivery_url")]
    return tuple(map(_subscription, rows))


def subscribe(http: Http, topic: str, url: str, secret: str) -> str:
    """A webhook; one of the same topic and address that is off goes away first.

    Switched on again it would keep its count of failures, and the next one would end it.
    """
    _check_proves(secret)
    same = [each for each in subscriptions(http) if (each.topic, each.url) == (topic, url)]
    for each in same:
        if not each.active:
            unsubscribe(http, each.subscription_id)
    made = {"name": f"commissions {topic}", "topic": topic, "delivery_url": url, "secret": secret}
    created = object_of(http.post("webhooks", made | {"status": ACTIVE}), "webhooks") or {}
    return str(created.get("id", ""))


def change_secret(http: Http, subscription_id: str, secret: str) -> None:
    """Also what waits in the shop's queue is signed with it: a message is signed when it is sent.
    Raises InvalidResponse where the webhook is gone."""
    _check_proves(secret)
    path = f"webhooks/{subscription_id}"
    if object_of(http.put(path, {"secret": secret}, safe=True), path) is None:
        raise InvalidResponse(f"PUT {path}: there is no such webhook any more")


def unsubscribe(http: Http, subscription_id: str) -> None:
    """What is not there is as good as removed. Safe to ask twice."""
    http.delete(f"webhooks/{subscription_id}", {"force": "true"}, safe=True)


def _check_proves(secret: str) -> None:
    if not secret:
        raise ValueError("a webhook without a secret proves nothing")


def _subscription(row: Row) -> Subscription:
    topic, url = row.get("topic"), row["delivery_url"]
    if not isinstance(topic, str) or not isinstance(url, str):
        raise InvalidResponse("GET webhooks answered a webhook without a topic")
    return Subscription(str(row["id"]), topic, url, row.get("status") == ACTIVE)
