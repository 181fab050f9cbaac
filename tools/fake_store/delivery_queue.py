"""Sends shops' webhooks, or fails to: lost, repeated, late or out of order, by the seed's dice."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import httpx2

from tools.fake_store.platform_api import Delivery
from tools.fake_store.records import Event

LOST, ANSWERED, UNANSWERED = "lost", "answered", "unanswered"
WORKERS = 4
TIMEOUT_SECONDS = 10
DELAY_SECONDS_MAX = 60
SENT_KEPT = 20_000
"""Of how many webhooks we remember what became of them."""

type MakeDeliveries = Callable[[], list[Delivery]]
"""Makes an event's webhooks."""


@dataclass
class DeliveryFaults:
    """How a shop's webhooks go astray. Percentages are of the webhooks, by the seed's dice."""

    lose_percent: int = 0
    """100 is an outage: nothing is sent, and nothing is sent again later."""
    repeat_percent: int = 0
    repeats: int = 2
    """How often a repeated one is sent in all."""
    delay_seconds: int = 0
    """Each waits up to this long, unless it is pumped."""
    reorder: bool = False
    tries: int = 1
    """How often one is sent that is not answered with 2xx."""
    built_late: bool = False
    """The body shows the order as it is when the webhook is sent, not when it changed."""

    def __post_init__(self) -> None:
        self.delay_seconds = min(self.delay_seconds, DELAY_SECONDS_MAX)


@dataclass(frozen=True)
class Sent:
    """A webhook, and what became of it."""

    store_id: str
    event: Event
    delivery: Delivery
    outcome: str
    status: int = 0


@dataclass
class _Parcel:
    store_id: str
    event: Event
    make: MakeDeliveries
    due: float
    turn: int
    """Its place in the queue."""
    lost: bool
    tries: int


class DeliveryQueue:
    """The queue of all shops' webhooks. `live`: sent as they come; else only when pumped.

    With one worker they are sent one after another, and the same seed sends the same.
    """

    def __init__(self, seed: int = 0, *, live: bool = False, workers: int = WORKERS) -> None:
        self._seed, self._workers = seed, workers
        self._roads: dict[str, tuple[DeliveryFaults, random.Random]] = {}
        self._waiting: list[_Parcel] = []
        self._changed = threading.Condition()
        self._count, self._under_way, self._closed = 0, 0, False
        self._client = httpx2.Client(timeout=TIMEOUT_SECONDS, trust_env=False)
        self.sent: deque[Sent] = deque(maxlen=SENT_KEPT)
        self._threads = [threading.Thread(target=self._work) for _ in range(workers if live else 0)]
        for thread in self._threads:
            thread.start()

    def faults(self, store_id: str) -> DeliveryFaults:
        """The shop's trouble, to be changed as you like."""
        return self._road(store_id)[0]

    def put(self, store_id: str, event: Event, make: MakeDeliveries) -> None:
        """Takes what a change makes the shop send. Called with the shop locked."""
        if self.faults(store_id).built_late:
            self._put(store_id, event, make)
            return
        for delivery in make():
            self._put(store_id, event, partial(list, (delivery,)))

    def waiting(self) -> int:
        with self._changed:
            return len(self._waiting) + self._under_way

    def pump(self) -> int:
        """Sends all that waits, now, and comes back when it is answered; tells how much it was."""
        number = 0
        with ThreadPoolExecutor(self._workers) as pool:
            while parcels := self._all():
                number += len(parcels)
                list(pool.map(self._send, parcels))
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way)
        return number

    def close(self) -> None:
        """What waits is not sent any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        self._client.close()

    def _road(self, store_id: str) -> tuple[DeliveryFaults, random.Random]:
        if store_id not in self._roads:
            dice = random.Random(f"{self._seed} {store_id} webhooks")  # noqa: S311
            self._roads[store_id] = DeliveryFaults(), dice
        return self._roads[store_id]

    def _put(self, store_id: str, event: Event, make: MakeDeliveries) -> None:
        trouble, dice = self._road(store_id)
        # Always as many throws, so that one trouble more leaves the others as they were.
        lose, repeat, delay, shift = (dice.randrange(100) for _ in range(4))
        copies = trouble.repeats if repeat < trouble.repeat_percent else 1
        due = time.monotonic() + trouble.delay_seconds * delay / 100
        with self._changed:
            for copy in range(copies):
                self._count += 1
                turn = self._count + (shift * (copy + 1) if trouble.reorder else 0)
                lost = lose < trouble.lose_percent
                self._waiting.append(_Parcel(store_id, event, make, due, turn, lost, trouble.tries))
            self._changed.notify_all()

    def _all(self) -> list[_Parcel]:
        with self._changed:
            parcels = sorted(self._waiting, key=lambda parcel: parcel.turn)
            self._waiting.clear()
            self._under_way += len(parcels)
            return parcels

    def _work(self) -> None:
        while parcel := self._next():
            self._send(parcel)

    def _next(self) -> _Parcel | None:
        """Waits for a parcel that is due; None at the end."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                due = [parcel for parcel in self._waiting if parcel.due <= now]
                if due:
                    first = min(due, key=lambda parcel: parcel.turn)
                    self._waiting.remove(first)
                    self._under_way += 1
                    return first
                soonest = min((parcel.due for parcel in self._waiting), default=now + 60)
                self._changed.wait(soonest - now)
            return None

    def _send(self, parcel: _Parcel) -> None:
        try:
            for delivery in parcel.make():
                outcome, status = (LOST, 0) if parcel.lost else self._posted(delivery, parcel.tries)
                self.sent.append(Sent(parcel.store_id, parcel.event, delivery, outcome, status))
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def _posted(self, delivery: Delivery, tries: int) -> tuple[str, int]:
        outcome, status = UNANSWERED, 0
        for _ in range(tries):
            with suppress(httpx2.HTTPError):
                response = self._client.post(
                    delivery.url, content=delivery.body, headers=dict(delivery.headers)
                )
                outcome, status = ANSWERED, response.status_code
                if response.is_success:
                    break
        return outcome, status
