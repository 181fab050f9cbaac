"""What people agreed to on a page is carried out by a function that no page reaches otherwise.

The pages' functions put actions on record, and no more: they write neither orders nor registers.
"""

import json
import os

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws.clients import client
from commissions.aws.telemetry import logger
from commissions.domain.actions.action import Action

WORKER = os.environ["CARRY_OUT"]
"""The function's name."""
CARRIED_OUT = frozenset(
    {
        "day.reconcile",
        "dead_letters.send",
        "member.code",
        "order.attribute",
        "order.decide",
        "parked.dismiss",
        "parked.nobody",
        "parked.release",
        "period.close",
        "period.post",
        "period.preview",
        "plan.publish",
        "privacy.done",
        "release.accept",
        "sku.load",
        "sku.value",
        "store.ask",
        "store.check",
        "store.connect",
    }
)
"""The kinds that it has the rights for; others take the command line and rights of one's own."""


def have_carried_out(action: Action) -> None:
    """Tells the function, and waits for nothing. What it could not be told stays approved: it is
    listed, and brought to its end by whoever asks."""
    told = json.dumps({"action": action.action_id}).encode()
    try:
        client("lambda").invoke(FunctionName=WORKER, InvocationType="Event", Payload=told)
    except (BotoCoreError, ClientError):
        logger.exception("approved, and nobody could be told", action=action.action_id)
