"""Many who write to the same order at once: threads of several processes, on real transactions."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from commissions.application.pipeline import settle
from commissions.aws.clients import client
from commissions.tables import plans
from tests.journey.jobs.wire import Visited, heard
from tests.support.company import plan_in
from tests.support.histories import history

CANCELLED = "TransactionCanceledException"
COMES_AGAIN_MAX = 20


def publish_plan() -> None:
    """The plan of the made-up histories."""
    plans.publish(plan_in("USD").text)


def conditional(table: str, start_at: float, rounds: int, racers: int, pause: float) -> list[int]:
    """In each round every racer puts the same two items if absent; how many could."""

    def put(number: int) -> bool:
        parts = [
            {
                "Put": {
                    "TableName": table,
                    "Item": {"id": {"S": f"{part}{number}"}},
                    "ConditionExpression": "attribute_not_exists(id)",
                }
            }
            for part in ("mark-", "money-")
        ]
        try:
            client("dynamodb").transact_write_items(TransactItems=parts)  # type: ignore[arg-type]
        except ClientError as error:
            if error.response["Error"]["Code"] != CANCELLED:
                raise
            return False
        return True

    def one_round(number: int) -> int:
        outcomes = at_once(start_at + number * pause, [lambda: put(number)] * racers)
        return sum(outcomes)

    return [one_round(number) for number in range(rounds)]


def settle_at_once(seed: int, told: list[list[int]], start_at: float) -> dict[str, int]:
    """Each racer settles its deliveries of a history, in its own order."""
    life = history(seed)

    def tell(mine: list[int]) -> int:
        return sum(settle_delivery(life.deliveries[each]) for each in mine)

    with _cancelled() as cancelled:
        returned = sum(at_once(start_at, [partial(tell, mine) for mine in told]))
    return {"conflicts": len(cancelled), "returned": returned}


def visited(seed: int, at: int) -> list[str]:
    """A history, of which the last delivery comes in at a call of the one before; the calls."""
    *before, host, guest = history(seed).deliveries
    for delivery in before:
        settle_delivery(delivery)
    wire = Visited(at=at, visitor=lambda: settle_delivery(guest))
    with heard(wire):
        settle_delivery(host)
        if len(wire.calls) <= at:  # it had nothing to write, and made no such call
            settle_delivery(guest)
    return wire.calls


def settle_delivery(delivery: Any) -> int:
    """Settles as a message does: given back, it comes again; how often it was given back."""
    for tried in range(COMES_AGAIN_MAX):
        try:
            settle.settle(delivery[0].order_key, delivery, inbox="", now=datetime.now(UTC))
        except settle.Contended:
            continue
        return tried
    raise settle.Contended(delivery[0].order_key)


def at_once[T](start_at: float, racers: list[Callable[[], T]]) -> list[T]:
    """Runs all of them from the same moment on, which other processes keep too."""
    ready = threading.Barrier(len(racers))

    def run(racer: Callable[[], T]) -> T:
        ready.wait()
        time.sleep(max(0.0, start_at - time.time()))
        return racer()

    with ThreadPoolExecutor(len(racers)) as together:
        return list(together.map(run, racers))


@contextmanager
def _cancelled() -> Iterator[list[str]]:
    """The transactions that met somebody else's, as the engine answered them."""
    seen: list[str] = []

    def look(parsed: dict[str, Any], **_: Any) -> None:
        if parsed.get("Error", {}).get("Code") == CANCELLED:
            seen.append(CANCELLED)

    events, name = client("dynamodb").meta.events, "after-call.dynamodb.TransactWriteItems"
    events.register(name, look)
    try:
        yield seen
    finally:
        events.unregister(name, look)
