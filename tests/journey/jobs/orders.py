"""Orders carried through the real handlers by hand: each webhook, each event, in any order, with
calls cut, given back and told again, as queues and stores do it."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from random import Random
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from commissions.application.pipeline import release
from commissions.aws.cache import forget_all
from commissions.aws.clients import client
from commissions.aws.secrets import secrets
from commissions.domain.stores.store import Store
from commissions.tables import inbox, ledger, stores
from tests.journey.baskets import Webhook, webhooks_of
from tests.journey.jobs.wire import Cut, Died, DiedForGood, Wire, heard, unanswered
from tests.support.lambdas import a_context, http_event, sqs_event, stream_event
from tests.support.pipeline_driver import step_of
from tools.cli.signing import signed

TRIES_MAX = 12
TOLD_TWICE = 0.25
Message = dict[str, Any]


@dataclass
class Carrier:
    """Takes what the bus was told to its step, until everything is quiet."""

    wire: Wire
    messages: deque[Message] = field(default_factory=deque)
    returned: int = 0
    """How often something had to come again."""
    _collected: int = 0
    _gone: bool = False

    def attempt(self, what: Callable[[], bool]) -> bool:
        """Does it as a process of its own that may end on the way."""
        try:
            self._gone = False
            went_well = what()
        except (Died, BotoCoreError, ClientError) as end:
            went_well = False
            self._gone = isinstance(end, DiedForGood)
            forget_all()
        self._collect()
        self.returned += not went_well
        return went_well

    def until_done(self, what: Callable[[], bool]) -> None:
        for _ in range(TRIES_MAX):
            if self.attempt(what):
                return
        raise AssertionError(f"still not done after {TRIES_MAX} tries")

    def drain(self) -> None:
        tries = 0
        while self.messages:
            message = self.messages.popleft()
            if not self.attempt(partial(take, message)) and not self._gone:
                self.messages.append(message)
                tries += 1
                assert tries < TRIES_MAX * 4, f"{message['detail-type']} never goes through"

    def _collect(self) -> None:
        """The events that the bus took since the last time, also from a process that died."""
        for entry in self.wire.told[self._collected :]:
            if step_of(entry["DetailType"]):
                self.messages.append(
                    {"detail-type": entry["DetailType"], "detail": json.loads(entry["Detail"])}
                )
        self._collected = len(self.wire.told)


def cut(number: int, cuts: list[list[Any]]) -> dict[str, Any]:
    """One order, from its first webhook to its refund, with calls cut; what was called."""
    wire = Wire(tuple(Cut(*each) for each in cuts))
    carrier = Carrier(wire)
    told = webhooks_of("refunded", number)
    _store(told[0].store_id), _secret(told[0].store_id)
    forget_all()
    with heard(wire):
        for webhook in told:
            carrier.until_done(partial(send, webhook))
            carrier.drain()
        for webhook in told:
            carrier.until_done(partial(sweep, webhook))
            carrier.drain()
        carrier.until_done(lambda: project(told[0].order_key))
    return {"calls": wire.calls, "hit": wire.hit, "returned": carrier.returned}


def cut_many(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [cut(**run) for run in runs]


def lose_answers(numbers: list[int], seed: int, rate: float) -> dict[str, Any]:
    """Orders whose writes are often left without an answer."""
    chance, lost_in_all, returned = Random(seed), [], 0  # noqa: S311 - no secret
    for number in numbers:
        wire = Wire()
        carrier = Carrier(wire)
        told = webhooks_of("refunded", number)
        with heard(wire), unanswered(chance, rate) as lost:
            for webhook in told:
                carrier.until_done(partial(send, webhook))
                carrier.drain()
        with heard(wire):
            for webhook in told:
                carrier.until_done(partial(sweep, webhook))
                carrier.drain()
        lost_in_all += lost
        returned += carrier.returned
    return {"lost": lost_in_all, "returned": returned}


def shuffle(lives: list[list[Any]], seed: int | None) -> int:
    """Several orders' webhooks and all that follows; with a seed in any order, some of it twice.

    Returns how many messages were taken."""
    chance = Random(seed)  # noqa: S311 - no secret
    wire, taken = Wire(), 0
    carrier = Carrier(wire)
    told = [webhook for life, number in lives for webhook in webhooks_of(life, number)]
    again = [] if seed is None else chance.choices(told, k=len(told) // 2)
    todo: list[Callable[[], bool]] = [partial(send, webhook) for webhook in [*told, *again]]
    with heard(wire):
        while todo:
            next_one = chance.randrange(len(todo)) if seed is not None else 0
            carrier.until_done(todo.pop(next_one))
            taken += 1
            came = [partial(take, message) for message in carrier.messages]
            carrier.messages.clear()
            twice = [each for each in came if seed is not None and chance.random() < TOLD_TWICE]
            todo = [*came, *twice, *todo]
    return taken


def lost_by_the_bus(number: int, minutes_ago: int) -> str:
    """An order that was received a while ago, and whose event went nowhere."""
    webhook = webhooks_of("refunded", number)[0]
    assert send(webhook, minutes_ago)
    return webhook.order_key


def send(webhook: Webhook, minutes_ago: int = 0) -> bool:
    """Sends it as the store does, to the handler; a store sends again what is not answered 2xx."""
    from functions.ingest import shopify

    store = _store(webhook.store_id)
    request = signed(store, webhook.topic, webhook.body, _secret(webhook.store_id))
    event = http_event(request.body, request.headers, store_id=webhook.store_id)
    event["requestContext"]["timeEpoch"] -= minutes_ago * 60_000
    status: int = shopify.handler(event, a_context())["statusCode"]
    return status == 200


def take(message: Message) -> bool:
    step = step_of(message["detail-type"])
    outcome = step(sqs_event(message), a_context())
    return bool(outcome == {"batchItemFailures": []})


def sweep(webhook: Webhook) -> bool:
    """What the sweeper does with what has been pending for long."""
    item = inbox.find(inbox.item_id("shopify", webhook.store_id, webhook.topic, webhook.body))
    assert item, "a webhook that was answered well is kept"
    if item.state == inbox.PENDING:
        release.replay(item)
    return True


def project(order_key: str) -> bool:
    """Brings the order's journals to the projections, as their stream does (which does it too)."""
    from functions.pipeline import project as step

    page = client("dynamodb").query(
        TableName=ledger.JOURNAL,
        KeyConditionExpression="order_key = :order",
        ExpressionAttributeValues={":order": {"S": order_key}},
        ConsistentRead=True,
    )
    outcome = step.handler(stream_event(*map(dict, page["Items"])), a_context())
    return bool(outcome == {"batchItemFailures": []})


@cache
def _store(store_id: str) -> Store:
    return stores.get(store_id)


@cache
def _secret(store_id: str) -> str:
    return secrets(stores.get(store_id)).webhook[0]
