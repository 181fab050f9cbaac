"""What Lambda hands a handler: of a request, of an event on the bus, of an item in a stream."""

import base64
import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

STORE_AT = -1  # a webhook's path ends with its store's id


@dataclass(frozen=True, slots=True)
class Context:
    function_name: str
    memory_limit_in_mb: int
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:eu-west-1:000000000000:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


def http_event(path: str, headers: Mapping[str, str], body: str) -> dict[str, Any]:
    return {
        "version": "2.0",
        "rawPath": path,
        "headers": dict(headers),
        "pathParameters": {"store_id": path.split("/")[STORE_AT]},
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "timeEpoch": int(time.time() * 1000),
            "http": {"method": "POST", "path": path},
        },
        "body": body,
        "isBase64Encoded": False,
    }


def sqs_event(entry: Mapping[str, str]) -> dict[str, Any]:
    """An entry of PutEvents, as the rule's queue brings it."""
    told = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": "000000000000",
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": "eu-west-1",
        "resources": [],
        "detail": json.loads(entry["Detail"]),
    }
    message = {
        "messageId": str(uuid.uuid4()),
        "receiptHandle": "bench",
        "body": json.dumps(told),
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:bench",
        "awsRegion": "eu-west-1",
    }
    return {"Records": [message]}


def stream_event(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A new item, as its table's stream brings it."""
    image = {name: _as_text(value) for name, value in item.items()}
    record = {
        "eventID": str(uuid.uuid4()),
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"NewImage": image, "SequenceNumber": "1"},
    }
    return {"Records": [record]}


def _as_text(value: Mapping[str, Any]) -> dict[str, Any]:
    """Bytes travel in streams as base64."""
    if "B" in value:
        return {"B": base64.b64encode(value["B"]).decode()}
    return dict(value)
