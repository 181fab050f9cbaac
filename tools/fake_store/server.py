"""The shops of a fake store behind one local address, each at a path of its own."""

import threading
from dataclasses import replace
from datetime import datetime
from typing import Self

from tools.fake_store import control
from tools.fake_store.delivery_queue import WORKERS
from tools.fake_store.listener import Listener
from tools.fake_store.platform_api import Request, Response
from tools.fake_store.registry import ShopRegistry


class FakeStore(ShopRegistry):
    """Listens from the beginning until it is closed; what the rest means, its shops say."""

    def __init__(
        self,
        *,
        seed: int = 0,
        port: int = 0,
        start: datetime | None = None,
        live: bool = False,
        workers: int = WORKERS,
    ) -> None:
        self._listener = Listener(port, self._route)
        super().__init__(self._listener.url, seed=seed, start=start, live=live, workers=workers)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,))
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
        self.queue.close()

    def _route(self, request: Request) -> Response | None:
        _, first, *rest = [*request.path.split("/", 2), ""]
        inner = replace(request, path=f"/{rest[0]}")
        return control.respond(self, inner) if first == control.NAME else self.respond(first, inner)
