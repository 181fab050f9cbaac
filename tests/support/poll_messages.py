"""What stores are to be asked, as it waits in the queue of who asks them."""

import json
import os
from typing import Any

import boto3


def poll_messages() -> list[dict[str, Any]]:
    """All of them, which are gone then; in an order of their words."""
    sqs, url = boto3.client("sqs"), os.environ["POLL_QUEUE_URL"]
    found: list[dict[str, Any]] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found, key=json.dumps)
