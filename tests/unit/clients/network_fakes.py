"""A network that ends at a wall: who would have been asked is kept, and nobody is."""

from collections.abc import Iterable, Sequence

import httpcore2

from commissions.clients import egress
from commissions.clients.http import Http
from tests.unit.clients.fake_server import FakeClock


class RecordingBackend(httpcore2.NetworkBackend):
    """Lets nobody through, and keeps who knocked."""

    def __init__(self) -> None:
        self.knocked: list[tuple[str, int]] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        self.knocked.append((host, port))
        raise httpcore2.ConnectError("a wall")


class FakeResolver:
    """Name servers that know what they were told, and keep what they were asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0)


def a_store(
    url: str, names: egress.Resolver, wall: RecordingBackend, private: Sequence[str] = ()
) -> Http:
    network = egress.Network(resolve=names, backend=wall)
    return Http(url, private=private, network=network, budget=FakeClock().budget(0))
