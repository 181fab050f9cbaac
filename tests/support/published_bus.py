"""What is put on the bus, kept in a queue, for whoever drives the pipeline by hand."""

import json
import os
from collections.abc import Callable
from typing import Any

import boto3

QUEUE = "everything"


def listening() -> Callable[[], list[dict[str, Any]]]:
    """From now on; each call tells what came since the last."""
    bus = os.environ["EVENT_BUS"]
    sqs, events = boto3.client("sqs"), boto3.client("events")
    queue = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
    asked = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    target: Any = {"Id": "all", "Arn": asked["Attributes"]["QueueArn"]}
    events.put_rule(Name=QUEUE, EventBusName=bus, EventPattern='{"source": ["commissions"]}')
    events.put_targets(Rule=QUEUE, EventBusName=bus, Targets=[target])

    def drain() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            found += [json.loads(message["Body"]) for message in messages]
            for message in messages:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return found

    return drain
