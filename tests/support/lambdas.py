"""What Lambda hands a handler."""

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext


class _Context(LambdaContext):
    _function_name = "commissions-test"
    _memory_limit_in_mb = 512
    _invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:commissions-test"
    _aws_request_id = "52fdfc07-2182-154f-163f-5f0f9a621d72"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        return 20_000


def a_context() -> LambdaContext:
    return _Context()


ONCE = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]


def sqs_event(*messages: dict[str, Any] | str) -> dict[str, Any]:
    """A batch of what the bus put into a queue; a text stands for a message that is broken."""
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "handle",
                "body": message if isinstance(message, str) else json.dumps(message),
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:queue",
                "awsRegion": "eu-west-1",
            }
            for number, message in enumerate(messages)
        ]
    }


def stream_event(
    *images: dict[str, Any], name: str = "INSERT", key: Sequence[str] = (), at: datetime = ONCE
) -> dict[str, Any]:
    """A batch of a table's stream; images as DynamoDB writes them, bytes as base64. `key`: the
    names of the table's key; `at`: when the table took it."""
    return {
        "Records": [
            {
                "eventID": str(number),
                "eventName": name,
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "ApproximateCreationDateTime": int(at.timestamp()),
                    "Keys": {each: image[each] for each in key},
                    "NewImage": {each: _streamed(value) for each, value in image.items()},
                    "SequenceNumber": str(number),
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
            }
            for number, image in enumerate(images)
        ]
    }


def http_event(
    body: bytes,
    headers: dict[str, str],
    *,
    store_id: str = "",
    as_base64: bool = False,
    at: datetime | None = None,
) -> dict[str, Any]:
    """A request as an HTTP API hands it on (payload 2.0); `at`: when it came, else now."""
    came = at.timestamp() if at else time.time()
    return {
        "version": "2.0",
        "headers": {name.lower(): value for name, value in headers.items()},
        "pathParameters": {"store_id": store_id} if store_id else {},
        "requestContext": {"timeEpoch": int(came * 1000), "requestId": "request"},
        "body": base64.b64encode(body).decode() if as_base64 else body.decode(),
        "isBase64Encoded": as_base64,
    }


def answer(outcome: dict[str, Any]) -> Answer:
    return Answer(outcome["statusCode"], json.loads(outcome.get("body") or "{}"))


def _streamed(value: dict[str, Any]) -> dict[str, Any]:
    [(kind, content)] = value.items()
    return {kind: base64.b64encode(content).decode() if kind == "B" else content}
