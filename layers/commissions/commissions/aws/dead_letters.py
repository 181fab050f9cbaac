"""Dead letters of a queue: looked at, and sent again."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from commissions.aws.clients import client

BATCH = 10  # what one call of SQS takes
LOOKED_SECONDS = 15
"""For so long a message is hidden from others at most while somebody looks at it; when all have
been seen, they are let go at once."""
SENT_SECONDS = 120
AGAIN_SECONDS = LOOKED_SECONDS + 1
EMPTY_MAX = 3
"""SQS asks some of its servers at a time: so many empty answers in a row mean that there are no
more."""


@dataclass(frozen=True, slots=True)
class HeldMessage:
    message_id: str
    body: str
    sent_ms: int
    """When it was first told, in milliseconds since 1970: SQS keeps that when it moves one."""
    told: dict[str, str]
    """What AWS says of it, by name."""
    handle: str


def look(url: str, most: int) -> list[HeldMessage]:
    """At most so many of what is there. Nothing is taken away."""
    found = {each.message_id: each for each in _received(url, most, LOOKED_SECONDS)}
    _let_go(url, found.values())
    return list(found.values())


def send_again(url: str, to: str, wanted: Collection[str], most: int) -> set[str]:
    """Moves those messages into the queue that they came from, and says which it found; `most` of
    what lies there are looked through. What is not there may be hidden by somebody who looks: it
    is looked for once more when they must have seen it. Cut off in between, a message is there
    twice, and is worked off once."""
    sent = _sent_again(url, to, wanted, most)
    if missing := set(wanted) - sent:
        time.sleep(AGAIN_SECONDS)
        sent |= _sent_again(url, to, missing, most)
    return sent


def _sent_again(url: str, to: str, wanted: Collection[str], most: int) -> set[str]:
    left, sent = list[HeldMessage](), set[str]()
    for each in _received(url, most, SENT_SECONDS):
        if each.message_id not in wanted:
            left.append(each)
            continue
        client("sqs").send_message(QueueUrl=to, MessageBody=each.body)
        client("sqs").delete_message(QueueUrl=url, ReceiptHandle=each.handle)
        sent.add(each.message_id)
        if len(sent) == len(wanted):
            break
    _let_go(url, left)
    return sent


def _received(url: str, most: int, seconds: int) -> Iterator[HeldMessage]:
    """Each once, as far as there are any."""
    seen, empty = set[str](), 0
    while len(seen) < most and empty < EMPTY_MAX:
        answer = client("sqs").receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=min(BATCH, most - len(seen)),
            VisibilityTimeout=seconds,
            MessageSystemAttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        new = [each for each in answer.get("Messages", ()) if each["MessageId"] not in seen]
        empty = 0 if new else empty + 1
        seen |= {each["MessageId"] for each in new}
        yield from map(_held, new)


def _held(message: Any) -> HeldMessage:
    attributes = message.get("MessageAttributes", {})
    return HeldMessage(
        message_id=message["MessageId"],
        body=message["Body"],
        sent_ms=int(message.get("Attributes", {}).get("SentTimestamp", 0)),
        told={name: each.get("StringValue", "") for name, each in attributes.items()},
        handle=message["ReceiptHandle"],
    )


def _let_go(url: str, held: Collection[HeldMessage]) -> None:
    every = list(held)
    for start in range(0, len(every), BATCH):
        entries: Any = [
            {"Id": str(number), "ReceiptHandle": each.handle, "VisibilityTimeout": 0}
            for number, each in enumerate(every[start : start + BATCH])
        ]
        client("sqs").change_message_visibility_batch(QueueUrl=url, Entries=entries)
