"""Event buses of the engine: hearing all that is on the product's, and one that leads nowhere."""

import json
from typing import Any

from tools.stack import Stack

EVERYTHING = "everything"
NOWHERE = "nowhere"


class Listener:
    """A queue that gets every event of the product's bus."""

    def __init__(self, sqs: Any, queue: str) -> None:
        self._sqs = sqs
        self._queue = queue
        self._heard: list[dict[str, Any]] = []

    def heard(self) -> list[dict[str, Any]]:
        """All events so far, as the bus wrote them into the queue."""
        while messages := self._receive():
            self._heard += [json.loads(message["Body"]) for message in messages]
            self._sqs.delete_message_batch(
                QueueUrl=self._queue,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                    for number, message in enumerate(messages)
                ],
            )
        return self._heard

    def _receive(self) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10)
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found


def listening(stack: Stack) -> Listener:
    sqs, events, bus = stack.client("sqs"), stack.client("events"), stack.resources["Bus"]
    queue = sqs.create_queue(QueueName=EVERYTHING)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    events.put_rule(Name=EVERYTHING, EventBusName=bus, EventPattern='{"source": ["commissions"]}')
    events.put_targets(
        Rule=EVERYTHING,
        EventBusName=bus,
        Targets=[{"Id": "queue", "Arn": attributes["QueueArn"]}],
    )
    return Listener(sqs, queue)


def bus_of_the_tests(stack: Stack) -> str:
    """A bus without rules, for workers who carry each event to its step themselves."""
    stack.client("events").create_event_bus(Name=NOWHERE)
    return NOWHERE
