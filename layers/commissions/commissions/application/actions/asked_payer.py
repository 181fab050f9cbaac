"""What finance agreed to on a page is carried out by a function that no page reaches otherwise."""

import json
import os

from botocore.exceptions import BotoCoreError, ClientError

from commissions.aws.clients import client
from commissions.aws.telemetry import logger
from commissions.domain.actions.action import Action
from commissions.domain.actions.paid_kinds import PAID_OUT

__all__ = ["PAID_OUT", "count_tonight", "have_paid_out"]

PAYER = os.environ["PAY_OUT"]
"""The function's name."""


def have_paid_out(action: Action) -> None:
    """Tells the function, and waits for nothing. What it could not be told stays approved: it is
    listed, and brought to its end by whoever asks."""
    _tell({"action": action.action_id}, action=action.action_id)


def count_tonight() -> None:
    """Has what is owed to everybody counted; nobody waits for it."""
    _tell({"count": "payables"}, action="")


def _tell(what: dict[str, str], *, action: str) -> None:
    told = json.dumps(what).encode()
    try:
        client("lambda").invoke(FunctionName=PAYER, InvocationType="Event", Payload=told)
    except (BotoCoreError, ClientError):
        logger.exception("the payer could not be told", action=action)
