"""The product and the bare chain on one engine, and when each of their orders is done."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import stack
from tools.bench.rehearsal import Part
from tools.local import deploy, lifecycle, template, warm
from tools.local.engine import Engine
from tools.stack import Stack

BARE = Path(__file__).parent / "bare"
DONE = "commission.earned"
ARRIVE_SECONDS = 60
LOOK_SECONDS = 0.25


class Lost(RuntimeError):
    """Orders that did not reach the end of their chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    name: str
    engine: Engine
    stack: Stack
    built: Path
    first: str
    steps: dict[str, str]
    """By the type of an event the function that takes it."""
    streams: dict[str, str]
    """By the name of a table the function that reads its stream."""
    done: str
    """The address of the queue to which every order's end is told."""

    @property
    def functions(self) -> list[str]:
        return [self.first, *self.steps.values(), *self.streams.values()]

    def part(self, function: str) -> Part:
        known = self.configuration(function)
        module = known["Handler"].removesuffix(".handler")
        return Part(
            name=function,
            folder=str(self._folder(function)),
            module=module,
            memory_mb=known["MemorySize"],
        )

    def environment(self, functions: Iterable[str]) -> dict[str, str]:
        """What these functions find in their environment, on this engine."""
        found = {"AWS_DEFAULT_REGION": self.stack.region, "AWS_ENDPOINT_URL": self.stack.endpoint}
        for function in functions:
            found |= self.configuration(function).get("Environment", {}).get("Variables", {})
        return found | stack.LOCAL_CREDENTIALS

    def configuration(self, function: str) -> dict[str, Any]:
        name = self.stack.resources[function]
        asked: dict[str, Any] = self.engine.client("lambda").get_function_configuration(
            FunctionName=name
        )
        return asked

    def _folder(self, function: str) -> Path:
        document = template.read(self.built.read_text())
        folder = document["Resources"][function]["Properties"]["CodeUri"]
        return Path(self.built.parent, folder).resolve()


def product(engine: Engine, built: Path) -> Chain:
    deployed = deploy.deploy(engine, built, parameters=lifecycle.PARAMETERS)
    warm.warm(engine, deployed)
    return Chain(
        name="product",
        engine=engine,
        stack=deployed,
        built=built,
        first="IngestShopify",
        steps={"order.placed": "MapSkus", "order.mapped": "Attribute", "sale.attributed": "Earn"},
        streams={deployed.resources["JournalTable"]: "Project"},
        done=_told_of(engine, deployed, "product"),
    )


def bare(engine: Engine) -> Chain:
    built = BARE / "template.yaml"
    deployed = deploy.deploy(engine, built, name="bare")
    return Chain(
        name="bare",
        engine=engine,
        stack=deployed,
        built=built,
        first="Receive",
        steps={"order.placed": "PassPlaced", "order.mapped": "PassMapped"}
        | {"sale.attributed": "Record"},
        streams={},
        done=_told_of(engine, deployed, "bare"),
    )


def arrivals(chain: Chain, keys: Iterable[str]) -> dict[str, float]:
    """When each order's end came into the queue, by the queue's own clock, in epoch seconds.

    Nothing listens while the orders are on their way, so that both chains have the engine to
    themselves: the queue is only asked how many messages it has.
    """
    wanted = set(keys)
    deadline = time.monotonic() + ARRIVE_SECONDS
    while (came := _waiting(chain)) < len(wanted):
        if time.monotonic() > deadline:
            raise Lost(f"{chain.name}: {len(wanted) - came} of {len(wanted)} orders are missing")
        time.sleep(LOOK_SECONDS)
    found: dict[str, float] = {}
    while wanted - found.keys():
        received = _taken(chain)
        if not received:
            raise Lost(f"{chain.name}: {sorted(wanted - found.keys())[:3]} … never arrived")
        for key, at in received:
            found[key] = min(at, found.get(key, at))
    return found


def _told_of(engine: Engine, deployed: Stack, name: str) -> str:
    """Lets a queue of ours hear of every order that is done."""
    sqs, events, bus = engine.client("sqs"), engine.client("events"), deployed.resources["Bus"]
    queue: str = sqs.create_queue(QueueName=f"bench-{name}")["QueueUrl"]
    known = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    pattern = json.dumps({"detail-type": [DONE]})
    events.put_rule(Name="bench", EventBusName=bus, EventPattern=pattern)
    target = {"Id": "bench", "Arn": known["QueueArn"]}
    events.put_targets(Rule="bench", EventBusName=bus, Targets=[target])
    return queue


def _waiting(chain: Chain) -> int:
    name = "ApproximateNumberOfMessages"
    sqs = chain.engine.client("sqs")
    known = sqs.get_queue_attributes(QueueUrl=chain.done, AttributeNames=[name])
    return int(known["Attributes"][name])


def _taken(chain: Chain) -> list[tuple[str, float]]:
    sqs = chain.engine.client("sqs")
    messages = sqs.receive_message(
        QueueUrl=chain.done,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=2,
        MessageSystemAttributeNames=["SentTimestamp"],
    ).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=chain.done, ReceiptHandle=message["ReceiptHandle"])
    return [(_order(message), _sent(message)) for message in messages]


def _order(message: dict[str, Any]) -> str:
    key: str = json.loads(message["Body"])["detail"]["record"]["order_key"]
    return key


def _sent(message: dict[str, Any]) -> float:
    return int(message["Attributes"]["SentTimestamp"]) / 1000
