"""sale.attributed -> commission.earned: one transaction of three items, one PutEvents."""

import json
import os
from typing import Any

import boto3

dynamodb = boto3.client("dynamodb")
events = boto3.client("events")


def handler(event: dict[str, Any], _: object) -> None:
    for message in event["Records"]:
        record = json.loads(message["body"])["detail"]["record"]
        key, fact = record["order_key"], json.dumps(record["order"])
        dynamodb.transact_write_items(
            TransactItems=[
                _put(key, "head", "1"),
                _put(key, "fact", fact),
                _put(key, "journal", key),
            ]
        )
        events.put_events(
            Entries=[
                {
                    "EventBusName": os.environ["EVENT_BUS"],
                    "Source": "bare",
                    "DetailType": "commission.earned",
                    "Detail": json.dumps({"record": {"order_key": key}}),
                }
            ]
        )
        print(key)  # noqa: T201 - this engine waits for a line


def _put(key: str, name: str, body: str) -> Any:
    return {
        "Put": {
            "TableName": os.environ["LEDGER_TABLE"],
            "Item": {"order_key": {"S": key}, "name": {"S": name}, "body": {"S": body}},
            "ConditionExpression": "attribute_not_exists(order_key)",
        }
    }
