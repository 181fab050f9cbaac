"""Sends signed orders into both chains in turn, and says how long each took."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tools.bench.chains import Chain, arrivals
from tools.cli.requests import Sender
from tools.cli.signing import Request

Orders = Mapping[str, Request]
"""Signed webhooks, by order."""
SIDE_BY_SIDE = 4
SETTLE_SECONDS = 1.5
"""What goes on after the ledger, the projections, is not to slow down the other chain's turn."""


class NotTaken(RuntimeError):
    """A route that does not take an order."""


@dataclass(slots=True)
class Times:
    """Seconds, an order each."""

    webhook: list[float] = field(default_factory=list)
    emit: list[float] = field(default_factory=list)
    """From before the request until the commission is told, which is after the ledger has it."""


def steadily(both: tuple[Chain, ...], orders: Orders, *, every_seconds: float) -> dict[str, Times]:
    """Each order to one chain and then to the other, at a steady rate."""
    times = {chain.name: Times() for chain in both}
    sent: dict[str, dict[str, float]] = {chain.name: {} for chain in both}
    senders = {chain.name: Sender(chain.stack.api_url) for chain in both}
    ticks = _ticks(every_seconds)
    for number, (key, request) in enumerate(orders.items()):
        for chain in both if number % 2 else reversed(both):
            next(ticks)
            sent[chain.name][key] = time.time()
            times[chain.name].webhook.append(_post(senders[chain.name], request))
    for chain in both:
        there = arrivals(chain, orders)
        times[chain.name].emit += [there[key] - at for key, at in sent[chain.name].items()]
    return times


def in_bursts(both: tuple[Chain, ...], bursts: list[Orders]) -> dict[str, list[float]]:
    """Orders per second of each burst, from the first request until the last one is told of."""
    rates: dict[str, list[float]] = {chain.name: [] for chain in both}
    for number, orders in enumerate(bursts):
        for chain in both if number % 2 else reversed(both):
            rates[chain.name].append(burst(chain, orders))
            time.sleep(SETTLE_SECONDS)
    return rates


def burst(chain: Chain, orders: Orders) -> float:
    senders = [Sender(chain.stack.api_url) for _ in range(SIDE_BY_SIDE)]
    requests = list(orders.values())

    def send(lane: int) -> None:
        for request in requests[lane::SIDE_BY_SIDE]:
            _post(senders[lane], request)

    began = time.time()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as together:
        list(together.map(send, range(SIDE_BY_SIDE)))
    return len(orders) / (max(arrivals(chain, orders).values()) - began)


def _post(sender: Sender, request: Request) -> float:
    answered = sender.post(request)
    if not answered.is_accepted:
        raise NotTaken(f"{request.path} answered {answered.status} {answered.text}")
    return answered.seconds


def _ticks(every_seconds: float) -> Iterator[None]:
    due = time.monotonic()
    while True:
        time.sleep(max(0.0, due - time.monotonic()))
        due = max(due + every_seconds, time.monotonic())
        yield
