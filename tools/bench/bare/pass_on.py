"""order.placed -> order.mapped, order.mapped -> sale.attributed: one PutEvents."""

import json
import os
from typing import Any

import boto3

events = boto3.client("events")
NEXT = {"order.placed": "order.mapped", "order.mapped": "sale.attributed"}


def handler(event: dict[str, Any], _: object) -> None:
    for message in event["Records"]:
        told = json.loads(message["body"])
        events.put_events(
            Entries=[
                {
                    "EventBusName": os.environ["EVENT_BUS"],
                    "Source": "bare",
                    "DetailType": NEXT[told["detail-type"]],
                    "Detail": json.dumps(told["detail"]),
                }
            ]
        )
        print(told["detail"]["record"]["order_key"])  # noqa: T201 - this engine waits for a line
