"""A platform so small that only the fake store's own doings show, and who listens to its hooks."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tools.fake_store.listener import Listener
from tools.fake_store.shop import Shop
from tools.fake_store.toolkit import Delivery, Event, Request, Response, json_response


class Corner:
    def respond(self, shop: Shop, request: Request) -> Response | None:
        match request.path.strip("/").split("/"):
            case ["orders"]:
                page, size = int(request.one("page", "1")), int(request.one("size", "100"))
                found = list(shop.orders)[(page - 1) * size : page * size]
                return json_response(found, headers={"X-Total": str(len(shop.orders))})
            case ["orders", order_id]:
                return json_response({"total": shop.order(int(order_id)).total})
            case ["echo"]:
                return json_response(
                    [request.method, request.query, request.url, request.body.decode()]
                )
            case ["broken"]:
                raise ZeroDivisionError
        return None

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        total = shop.orders[event.id].total if event.id in shop.orders else 0
        body = json.dumps([event.kind, event.id, total]).encode()
        hooks = [hook for hook in shop.hooks if hook.active and hook.topic == event.kind]
        return [Delivery(hook, hook.url, {"X-Shop": shop.store_id}, body) for hook in hooks]


class LimitedCorner(Corner):
    def rate_limited(self, shop: Shop, seconds: int) -> Response:
        return json_response({}, 429, {"X-Retry-After": str(seconds)})


@dataclass
class Ear:
    """Hears webhooks and answers them."""

    url: str = ""
    status: int = 200
    heard: list[tuple[str, int, int]] = field(default_factory=list)
    rang: threading.Event = field(default_factory=threading.Event)

    def hear(self, request: Request) -> Response:
        kind, order_id, total = request.json()
        self.heard.append((kind, order_id, total))
        self.rang.set()
        return Response(self.status)


@contextmanager
def listening() -> Iterator[Ear]:
    ear = Ear()
    listener = Listener(0, ear.hear)
    ear.url = f"{listener.url}/hook"
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield ear
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
