"""The hooks of a BigCommerce store: only those that were made with the same account are seen."""

from http import HTTPStatus
from typing import Any

from commissions.clients import InvalidResponse, Subscription
from commissions.clients.bigcommerce.api import is_id, text_of, v3_data
from commissions.clients.bigcommerce.pagination import LIMIT_MAX, all_of
from commissions.clients.http import Http
from commissions.platforms.bigcommerce.signatures import TOKEN_HEADER, hook_token

# Payments and changes of status come as `updated` too. The stock's and the messages' would be many,
# and tell us nothing; so no `store/order/*` nor `store/product/*`.
TOPICS = (
    "store/order/created",
    "store/order/updated",
    "store/order/statusUpdated",
    "store/order/archived",
    "store/order/refund/created",
    "store/product/created",
    "store/product/updated",
    "store/product/deleted",
    "store/sku/created",
    "store/sku/updated",
    "store/sku/deleted",
)


def subscriptions(http: Http) -> tuple[Subscription, ...]:
    """The switched-off ones too: BigCommerce does that after 48 hours of failures, or 90 days
    without an event."""
    hooks = all_of(http, "/v3/hooks", {"limit": LIMIT_MAX}, v3=True)
    return tuple(map(_subscription, hooks))


def subscribe(http: Http, topic: str, url: str, secret: str) -> str:
    """Makes a hook; one that there is already is switched on, and given the secret's token."""
    for hook in subscriptions(http):
        if (hook.topic, hook.url) == (topic, url):
            update(http, hook.subscription_id, topic, url, secret)
            return hook.subscription_id
    return text_of(v3_data(http.post("/v3/hooks", _wanted(topic, url, secret))), "id")


def update(http: Http, subscription_id: str, topic: str, url: str, secret: str) -> None:
    """Gives a hook the secret's token; its signature is made with the account's own client secret.
    Raises InvalidResponse where the hook is gone."""
    path = f"/v3/hooks/{subscription_id}"
    if http.put(path, _wanted(topic, url, secret), safe=True).status == HTTPStatus.NOT_FOUND:
        raise InvalidResponse(f"PUT {path}: there is no such hook any more")


def unsubscribe(http: Http, subscription_id: str) -> None:
    if is_id(subscription_id):
        http.delete(f"/v3/hooks/{subscription_id}", safe=True)


def _wanted(topic: str, url: str, secret: str) -> dict[str, Any]:
    return {
        "scope": topic,
        "destination": url,
        "is_active": True,
        "headers": {TOKEN_HEADER: hook_token(secret)},
    }


def _subscription(hook: Any) -> Subscription:
    return Subscription(
        subscription_id=text_of(hook, "id"),
        topic=text_of(hook, "scope"),
        url=text_of(hook, "destination"),
        active=hook.get("is_active") is True,
    )
