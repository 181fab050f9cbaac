"""The webhooks of a Magento store: by mage-os's or Adobe's API, or set up by hand."""

from collections.abc import Sequence
from typing import Any, Protocol

from commissions.clients import InvalidResponse, NotAllowed, Subscription
from commissions.clients.http import Http
from commissions.clients.magento.api import API, identity, items
from commissions.clients.magento.search import criteria

MAGEOS_TOPICS = (
    "sales.order.created",
    "sales.order.updated",
    "sales.order.paid",
    "sales.order.cancelled",
    "sales.invoice.paid",
    "sales.creditmemo.created",
    "catalog.product.created",
    "catalog.product.updated",
)
ADOBE_FIELDS = {
    "observer.sales_order_save_commit_after": ("entity_id", "created_at", "updated_at"),
    "observer.sales_order_invoice_save_after": ("entity_id", "order_id", "updated_at"),
    "observer.sales_order_creditmemo_save_after": ("entity_id", "order_id", "updated_at"),
    "observer.catalog_product_save_commit_after": ("entity_id", "sku", "updated_at"),
    "observer.catalog_product_delete_commit_after": ("entity_id", "sku"),
}
"""Each event with what it has to hold; an event of more than 64 KB is never created."""
_NAME_IN_ADDRESS = "?event="
_BY_HAND = "this channel has no API: set it up by hand, see docs/platforms/magento.md"


class ChannelWebhooks(Protocol):
    TOPICS: tuple[str, ...]

    def subscriptions(self) -> tuple[Subscription, ...]: ...

    def subscribe(self, topic: str, url: str, secret: str) -> str: ...

    def unsubscribe(self, subscription_id: str) -> None: ...


def of_channel(channel: str, http: Http) -> ChannelWebhooks:
    if channel == "mageos":
        return MageosWebhooks(http)
    return AdobeEventing(http) if channel == "adobe" else ManualWebhooks()


class MageosWebhooks:
    """One subscription per event, which version 3 can only tell apart by the address."""

    TOPICS: tuple[str, ...] = MAGEOS_TOPICS

    def __init__(self, http: Http) -> None:
        self._http = http

    def subscriptions(self) -> tuple[Subscription, ...]:
        found: list[Subscription] = []
        last = 0
        while page := self._page(last):
            found += map(_subscription, page)
            if int(found[-1].subscription_id) <= last:
                raise InvalidResponse("a search of subscriptions goes in circles")
            last = int(found[-1].subscription_id)
        return _without_dead(found)

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        event = {
            "event_name": topic,
            "recipient_url": f"{url}{_NAME_IN_ADDRESS}{topic}",
            "verification_token": secret,
            "metadata": "http",
        }
        made = self._http.post(f"{API}/async_event", json={"asyncEvent": event}).payload
        if isinstance(made, dict) and "subscription_id" in made:
            return identity(made, "subscription_id")
        same = [each for each in self.subscriptions() if (each.topic, each.url) == (topic, url)]
        return max((each.subscription_id for each in same if each.active), key=int, default="")

    def unsubscribe(self, subscription_id: str) -> None:
        """Switches it off: the module cannot delete one."""
        path = f"{API}/async_event/{int(subscription_id)}"
        reply = self._http.get(path)
        if reply.status == 404:
            return
        off = {
            "subscription_id": int(subscription_id),
            "event_name": str(reply.payload.get("event_name", "")),
            "status": False,
            "metadata": "http",
        }
        self._http.put(path, json={"asyncEvent": off}, safe=True)

    def _page(self, last: int) -> list[Any]:
        params = criteria([("subscription_id", "gt", str(last))], sort="subscription_id")
        return items(self._http.get(f"{API}/async_events", params).payload)


class AdobeEventing:
    """Which events Commerce sends to Adobe. Where Adobe sends them stands in its own console, so
    that no address is known here."""

    TOPICS: tuple[str, ...] = tuple(ADOBE_FIELDS)

    def __init__(self, http: Http) -> None:
        self._http = http

    def subscriptions(self) -> tuple[Subscription, ...]:
        found = self._http.get(f"{API}/eventing/getEventSubscriptions").payload
        if not isinstance(found, list):
            raise InvalidResponse("the event subscriptions are no list")
        names = [str(each.get("name", "")) for each in found if isinstance(each, dict)]
        return tuple(Subscription(name, name, "", True) for name in names)

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        fields = [{"name": name} for name in ADOBE_FIELDS.get(topic, ("entity_id",))]
        self._http.post(
            f"{API}/eventing/eventSubscribe", json={"event": {"name": topic, "fields": fields}}
        )
        return topic

    def unsubscribe(self, subscription_id: str) -> None:
        self._http.post(f"{API}/eventing/eventUnsubscribe/{subscription_id}")


class ManualWebhooks:
    """A webhook module without an API: what it sends is set up by hand."""

    TOPICS: tuple[str, ...] = ()

    def subscriptions(self) -> tuple[Subscription, ...]:
        return ()

    def subscribe(self, topic: str, url: str, secret: str) -> str:
        raise NotAllowed(_BY_HAND)

    def unsubscribe(self, subscription_id: str) -> None:
        raise NotAllowed(_BY_HAND)


def _without_dead(found: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """One that was switched off stays in the list for ever: it says nothing where another of its
    topic is alive."""
    alive = {each.topic for each in found if each.active}
    return tuple(each for each in found if each.active or each.topic not in alive)


def _subscription(row: Any) -> Subscription:
    subscription_id = identity(row, "subscription_id")
    topic, address = str(row.get("event_name", "")), str(row.get("recipient_url", ""))
    return Subscription(
        subscription_id=subscription_id,
        topic=topic,
        url=address.removesuffix(f"{_NAME_IN_ADDRESS}{topic}"),
        active=row.get("status") in (True, 1, "1"),
    )
