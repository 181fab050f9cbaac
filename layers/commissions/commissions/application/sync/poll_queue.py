"""What stores are asked by themselves: a message for each, so that one that fails or takes long
holds up no other."""

import json
import os

from commissions.aws.clients import client
from commissions.domain.stores import polling
from commissions.domain.stores.polling import CHANGED
from commissions.domain.stores.store import has_api
from commissions.tables import stores

QUEUE = os.environ["POLL_QUEUE_URL"]


class UnknownMode(ValueError):
    """Stores are not asked for that."""


def enqueue_all(mode: str) -> int:
    """Has every store that is ours asked; says how many. Raises UnknownMode."""
    if mode not in (*polling.MODES, polling.WEBHOOKS):
        raise UnknownMode(mode)
    asked = [store.store_id for store in stores.all_stores() if has_api(store)]
    for store_id in asked:
        enqueue(store_id, mode)
    return len(asked)


def enqueue(store_id: str, mode: str = CHANGED, **more: str | int) -> None:
    """Has one store asked, now or to go on."""
    message = json.dumps({"store_id": store_id, "look": mode} | more)
    client("sqs").send_message(QueueUrl=QUEUE, MessageBody=message)
