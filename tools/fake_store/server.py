"""The shops of a fake store behind one local address, each at a path of its own."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any, Self

from tools.fake_store.records import Clock, Event
from tools.fake_store.sending import WORKERS, Sending
from tools.fake_store.shop import Shop
from tools.fake_store.surface import Delivery, Surface
from tools.fake_store.wire import Listener

HOST = "127.0.0.1"
PLATFORMS = ("shopify", "woocommerce", "magento", "bigcommerce")
ASKED_KEPT = 20_000


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


class FakeStore:
    """Listens from the beginning until it is closed. `live`: webhooks are sent as they come up,
    else when `pump` is called. With a `start` its clock stands still until it is advanced."""

    def __init__(
        self,
        *,
        seed: int = 0,
        port: int = 0,
        start: datetime | None = None,
        live: bool = False,
        workers: int = WORKERS,
    ) -> None:
        self.seed, self.clock = seed, Clock(start)
        self.shops: dict[str, Shop] = {}
        self.asked: deque[Asked] = deque(maxlen=ASKED_KEPT)
        self.sending = Sending(seed, live=live, workers=workers)
        self._surfaces: dict[str, Surface] = {}
        self._listener = Listener((HOST, port), self)
        self.url = f"http://{HOST}:{self._listener.server_port}"
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,))
        self._thread.start()
