"""POST /webhooks/shopify/{store_id} -> order.placed: one conditional put, one PutEvents."""

import json
import os
from typing import Any

import boto3

dynamodb = boto3.client("dynamodb")
events = boto3.client("events")


def handler(event: dict[str, Any], _: object) -> dict[str, int]:
    order = json.loads(event["body"])
    key = f"shopify/{event['pathParameters']['store_id']}/{order['id']}"
    dynamodb.put_item(
        TableName=os.environ["INBOX_TABLE"],
        Item={"id": {"S": key}, "body": {"S": event["body"]}},
        ConditionExpression="attribute_not_exists(id)",
    )
    events.put_events(
        Entries=[
            {
                "EventBusName": os.environ["EVENT_BUS"],
                "Source": "bare",
                "DetailType": "order.placed",
                "Detail": json.dumps({"record": {"order_key": key, "order": order}}),
            }
        ]
    )
    print(key)  # noqa: T201 - this engine waits for a line
    return {"statusCode": 200}
