"""On a schedule, a message for each store; for each message, its store is asked what changed, or
whether it has its webhooks, or is given them."""

import json
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.sync.poll import poll
from commissions.application.sync.poll_queue import enqueue_all
from commissions.application.sync.store_webhooks import connect_as_asked
from commissions.application.sync.subscriptions import check
from commissions.aws.telemetry import count, observed
from commissions.domain.stores.polling import CHANGED, CONNECT, WEBHOOKS

RESERVE_MS = 90_000
"""What a page may take: with less time left, another message goes on."""


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    messages = [json.loads(record["body"]) for record in event.get("Records", ())]
    count("RecordsReceived", len(messages))
    if "Records" not in event:
        enqueue_all(event.get("look", CHANGED))
    for message in messages:
        if message["look"] == WEBHOOKS:
            check(message["store_id"], now=datetime.now(UTC))
        elif message["look"] == CONNECT:
            connect_as_asked(message["store_id"], message["base_url"], now=datetime.now(UTC))
        else:
            poll(message, lambda: context.get_remaining_time_in_millis() > RESERVE_MS)
