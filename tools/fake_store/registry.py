"""The shops of a fake store: each on its platform, with what is called of it and sent by it."""

import re
import time
import traceback
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from importlib import import_module
from typing import Any

from tools.fake_store import faults
from tools.fake_store.delivery_queue import WORKERS, DeliveryFaults, DeliveryQueue
from tools.fake_store.platform_api import (
    Delivery,
    OwnRateLimit,
    PlatformApi,
    Request,
    Response,
    json_response,
)
from tools.fake_store.records import Clock, Event, NotFound
from tools.fake_store.shop import Shop

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce")
CALLS_KEPT = 20_000
STORE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class UnknownPlatform(LookupError):
    """A platform that the fake store does not speak."""


@dataclass(frozen=True)
class ApiCall:
    """A call of a shop's API and how it was answered; 0 where the connection was cut."""

    store_id: str
    method: str
    path: str
    status: int


def platform_api(platform: str) -> PlatformApi:
    """Raises UnknownPlatform."""
    name = f"{__package__}.{platform}"
    if platform not in PLATFORMS:
        raise UnknownPlatform(f"{platform} is none of {', '.join(PLATFORMS)}")
    try:
        found: PlatformApi = import_module(name).PLATFORM_API
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise UnknownPlatform(f"the fake store does not speak {platform} yet") from error
    return found


class ShopRegistry:
    """The shops, their one clock and their webhooks; `url` is where they are served. `live`:
    webhooks are sent as they come up, else when `pump` is called. With a `start` the clock stands
    still until it is advanced."""

    def __init__(
        self,
        url: str,
        *,
        seed: int = 0,
        start: datetime | None = None,
        live: bool = False,
        workers: int = WORKERS,
    ) -> None:
        self.url, self.seed, self.clock = url, seed, Clock(start)
        self.shops: dict[str, Shop] = {}
        self.calls: deque[ApiCall] = deque(maxlen=CALLS_KEPT)
        self._apis: dict[str, PlatformApi] = {}
        self.queue = DeliveryQueue(seed, live=live, workers=workers)

    def open_shop(
        self, store_id: str, platform: str, *, api: PlatformApi | None = None, **settings: Any
    ) -> Shop:
        """A new shop. `settings` are Shop's own: currency, secret, access, domain, tax_percent.

        Raises UnknownPlatform.
        """
        if store_id in self.shops or not STORE_ID.fullmatch(store_id):
            raise ValueError(f"{store_id} is taken, or no name for a shop")
        chosen = api or platform_api(platform)
        shop = Shop(store_id, platform, clock=self.clock, seed=self.seed, **settings)
        shop.base_url = f"{self.url}/{store_id}"
        shop.on_change = partial(self._on_change, shop, chosen)
        self.shops[store_id], self._apis[store_id] = shop, chosen
        return shop

    def delivery_faults(self, store_id: str) -> DeliveryFaults:
        """How the shop's webhooks go astray; to be changed as you like."""
        return self.queue.faults(store_id)

    def pump(self) -> int:
        """Sends every webhook that waits and comes back when all are answered; tells how many."""
        return self.queue.pump()

    def _on_change(self, shop: Shop, api: PlatformApi, event: Event) -> None:
        self.queue.put(shop.store_id, event, partial(_deliveries, shop, api, event))

    def respond(self, store_id: str, request: Request) -> Response | None:
        """The answer of a shop's API, whose prefix is off the request's path already; None where
        the connection is cut."""
        shop = self.shops.get(store_id)
        if shop is None:
            return json_response({"message": f"there is no shop {store_id}"}, 404)
        response = _with_faults(shop, self._apis[store_id], request)
        status = response.status if response else 0
        self.calls.append(ApiCall(store_id, request.method, request.path, status))
        if response is None:
            return None
        date = format_datetime(self.clock(), usegmt=True)
        return replace(response, headers={"Date": date, **response.headers})


def _deliveries(shop: Shop, api: PlatformApi, event: Event) -> list[Delivery]:
    with shop.lock:
        return api.deliveries(shop, event)


def _with_faults(shop: Shop, api: PlatformApi, request: Request) -> Response | None:
    """The shop's answer, or the trouble that this call meets; None where it is cut off."""
    fault = shop.faults.hit(request.path)
    match fault.kind if fault else "":
        case faults.CUT:
            return None
        case faults.LIMITED if fault:
            return _rate_limited(shop, api, fault.seconds)
        case faults.FAILING if fault:
            return json_response({"message": "trouble"}, fault.status)
        case faults.GARBLED:
            return Response(200, b"<html>Just a moment...</html>", {"Content-Type": "text/html"})
        case faults.SLOW if fault:
            time.sleep(fault.seconds)
    return _respond(shop, api, request)


def _rate_limited(shop: Shop, api: PlatformApi, seconds: int) -> Response:
    if isinstance(api, OwnRateLimit):
        return api.rate_limited(shop, seconds)
    return json_response({"message": "too many calls"}, 429, {"Retry-After": str(seconds)})


def _respond(shop: Shop, api: PlatformApi, request: Request) -> Response:
    try:
        with shop.lock:
            response = api.respond(shop, request)
    except NotFound as error:
        return json_response({"message": str(error)}, 404)
    except Exception:
        # Whoever runs the store wants to see what it could not do; the caller gets its 500.
        traceback.print_exc()
        return json_response({"message": "the fake store has a bug"}, 500)
    return response or json_response({"message": "not found"}, 404)
