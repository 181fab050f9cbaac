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
from tools.fake_store.records import Clock, Event, NoSuchThing
from tools.fake_store.sending import WORKERS, Sending, Trouble
from tools.fake_store.shop import Shop
from tools.fake_store.surface import Delivery, Limits, Request, Response, Surface, answered

PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce")
ASKED_KEPT = 20_000
STORE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class NoSurface(LookupError):
    """A platform that the fake store does not speak."""


@dataclass(frozen=True)
class Asked:
    """A call of a shop's API and how it was answered; 0 where the connection was cut."""

    store_id: str
    method: str
    path: str
    status: int


def surface_of(platform: str) -> Surface:
    """Raises NoSurface."""
    name = f"{__package__}.{platform}"
    if platform not in PLATFORMS:
        raise NoSurface(f"{platform} is none of {', '.join(PLATFORMS)}")
    try:
        found: Surface = import_module(name).SURFACE
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise NoSurface(f"the fake store does not speak {platform} yet") from error
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
        self.asked: deque[Asked] = deque(maxlen=ASKED_KEPT)
        self._surfaces: dict[str, Surface] = {}
        self.sending = Sending(seed, live=live, workers=workers)

    def open_shop(
        self, store_id: str, platform: str, *, surface: Surface | None = None, **settings: Any
    ) -> Shop:
        """A new shop. `settings` are Shop's own: currency, secret, access, domain, tax_percent.

        Raises NoSurface.
        """
        if store_id in self.shops or not STORE_ID.fullmatch(store_id):
            raise ValueError(f"{store_id} is taken, or no name for a shop")
        speaks = surface or surface_of(platform)
        shop = Shop(store_id, platform, clock=self.clock, seed=self.seed, **settings)
        shop.base_url = f"{self.url}/{store_id}"
        shop.told = partial(self._told, shop, speaks)
        self.shops[store_id], self._surfaces[store_id] = shop, speaks
        return shop

    def trouble(self, store_id: str) -> Trouble:
        """How the shop's webhooks go astray; to be changed as you like."""
        return self.sending.trouble(store_id)

    def pump(self) -> int:
        """Sends every webhook that waits and comes back when all are answered; tells how many."""
        return self.sending.pump()

    def _told(self, shop: Shop, surface: Surface, event: Event) -> None:
        self.sending.queue(shop.store_id, event, partial(_deliveries, shop, surface, event))

    def answer(self, store_id: str, request: Request) -> Response | None:
        """The answer of a shop's API, whose prefix is off the request's path already; None where
        the connection is cut."""
        shop = self.shops.get(store_id)
        if shop is None:
            return answered({"message": f"there is no shop {store_id}"}, 404)
        response = _met(shop, self._surfaces[store_id], request)
        status = response.status if response else 0
        self.asked.append(Asked(store_id, request.method, request.path, status))
        if response is None:
            return None
        date = format_datetime(self.clock(), usegmt=True)
        return replace(response, headers={"Date": date, **response.headers})


def _deliveries(shop: Shop, surface: Surface, event: Event) -> list[Delivery]:
    with shop.lock:
        return surface.deliveries(shop, event)


def _met(shop: Shop, surface: Surface, request: Request) -> Response | None:
    """The shop's answer, or the trouble that this call meets; None where it is cut off."""
    fault = shop.faults.next(request.path)
    match fault.kind if fault else "":
        case faults.CUT:
            return None
        case faults.LIMITED if fault:
            return _limited(shop, surface, fault.seconds)
        case faults.FAILING if fault:
            return answered({"message": "trouble"}, fault.status)
        case faults.GARBLED:
            return Response(200, b"<html>Just a moment...</html>", {"Content-Type": "text/html"})
        case faults.SLOW if fault:
            time.sleep(fault.seconds)
    return _spoken(shop, surface, request)


def _limited(shop: Shop, surface: Surface, seconds: int) -> Response:
    if isinstance(surface, Limits):
        return surface.limited(shop, seconds)
    return answered({"message": "too many calls"}, 429, {"Retry-After": str(seconds)})


def _spoken(shop: Shop, surface: Surface, request: Request) -> Response:
    try:
        with shop.lock:
            response = surface.answer(shop, request)
    except NoSuchThing as error:
        return answered({"message": str(error)}, 404)
    except Exception:
        # Whoever runs the store wants to see what it could not do; the caller gets its 500.
        traceback.print_exc()
        return answered({"message": "the fake store has a bug"}, 500)
    return response or answered({"message": "not found"}, 404)
