"""The order's way without anybody who looks and beside fifty who do, in turn."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from urllib.parse import urlsplit

from tools.bench.chains import Chain, arrivals
from tools.bench.drive import SETTLE_SECONDS, NotTaken, Times
from tools.cli.requests import Sender
from tools.cli.signing import Request
from tools.stack import ROOT

SIDE_BY_SIDE = 8
Order = tuple[str, Request]
"""Its key, and the signed webhook that tells of it."""


@dataclass(frozen=True, slots=True)
class Turn:
    orders: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages are, and where this machine finds that host."""

    url: str
    endpoint: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass(frozen=True, slots=True)
class Company:
    """A deployed product, whose members are signed in and whose customers buy on and on."""

    chain: Chain
    cookies: list[str]
    orders: Iterator[Order]

    @property
    def pages(self) -> Pages:
        return Pages(self.chain.stack.pages_url, self.chain.stack.endpoint)

    def sell(self, turn: Turn) -> Times:
        """The next orders, and a while for what goes on after the ledger."""
        times = paced(self.chain, dict(islice(self.orders, turn.orders)), turn.per_second)
        time.sleep(SETTLE_SECONDS)
        return times


@dataclass(slots=True)
class Looked:
    """What those who looked were answered."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same number of orders without anybody and beside those who look."""

    alone: Times
    beside: Times

    @property
    def emit_ratio(self) -> float:
        return median(self.beside.emit) / median(self.alone.emit)

    @property
    def webhook_ratio(self) -> float:
        return median(self.beside.webhook) / median(self.alone.webhook)


def paced(chain: Chain, orders: Mapping[str, Request], per_second: float) -> Times:
    """So many orders a second, whatever becomes of those before, as customers do."""
    senders = [Sender(chain.stack.api_url) for _ in range(SIDE_BY_SIDE)]
    sent: dict[str, float] = {}
    began = time.monotonic()

    def send(lane: int) -> list[float]:
        took = []
        for place, (key, request) in list(enumerate(orders.items()))[lane::SIDE_BY_SIDE]:
            time.sleep(max(0.0, began + place / per_second - time.monotonic()))
            sent[key] = time.time()
            answered = senders[lane].post(request)
            if not answered.is_accepted:
                raise NotTaken(f"{request.path} answered {answered.status} {answered.text}")
            took.append(answered.seconds)
        return took

    with ThreadPoolExecutor(SIDE_BY_SIDE) as together:
        webhook = [each for lane in together.map(send, range(SIDE_BY_SIDE)) for each in lane]
    there = arrivals(chain, orders)
    return Times(webhook, [there[key] - at for key, at in sent.items()])


@contextmanager
def looking(pages: Pages, page: str, cookies: list[str], looked: Looked) -> Iterator[None]:
    """Members whose pages stand open for as long as the block lasts; what they were answered is
    added to what was."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.bench_pages.clocks"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asked = {"endpoint": pages.endpoint, "host": pages.host, "page": page, "cookies": cookies}
    with process:
        assert process.stdin and process.stdout  # noqa: S101, PT018 - for the types
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "ready\n":
            raise NotTaken(f"{page} could not be opened by all who look: see above")
        yield
        process.stdin.close()
        told = json.loads(process.stdout.readline())
    looked.statuses.update(told["statuses"])
    looked.seconds += told["seconds"]
