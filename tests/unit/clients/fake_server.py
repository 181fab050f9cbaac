"""A store's API played by a list of answers, and a clock on which waiting takes no time."""

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from commissions.clients.backoff import Budget
from tools.fake_store.listener import Listener
from tools.fake_store.platform_api import Request, Response


@dataclass
class FakeServer:
    """Answers in their order, the last for ever; None cuts the connection."""

    answers: list[Response | None]
    url: str = ""
    asked: list[Request] = field(default_factory=list)

    def answer(self, request: Request) -> Response | None:
        self.asked.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def answering(*answers: Response | None, tls: ssl.SSLContext | None = None) -> Iterator[FakeServer]:
    played = FakeServer(list(answers))
    listener = Listener(0, played.answer)
    if tls:
        listener.socket = tls.wrap_socket(
            listener.socket, server_side=True, do_handshake_on_connect=False
        )
    played.url = listener.url
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield played
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


def a_reply(
    status: int = 200, body: bytes = b"{}", headers: Mapping[str, str] | None = None
) -> Response:
    return Response(status, body, headers or {})


@dataclass
class FakeClock:
    """Time that passes only by waiting."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def budget(self, seconds: float = 10.0) -> Budget:
        """Its dice always throw the longest wait."""
        return Budget(seconds, lambda: self.now, self.sleep, lambda least, most: most)
