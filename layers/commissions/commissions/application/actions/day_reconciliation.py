"""`day.reconcile`: a day is reconciled once more; its report is all that changes.

The function that does so every night is told, and writes the report when it is through.
"""

import json
import os
from datetime import date, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.aws.clients import client
from commissions.domain.actions.action import Action, ActionEffect

NAME = "day.reconcile"
RECONCILE = os.environ["RECONCILE"]
"""The function's name."""


class DayNotOver(ValueError):
    """Of a day that is not over, what is not there yet would be missing."""

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is not over yet")


def payload_of(day: date) -> Payload:
    return {"day": day.isoformat()}


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    day = date.fromisoformat(payload["day"])
    if day >= now.date():
        raise DayNotOver(day)
    return ActionEffect(says=(("day", payload["day"]),))


def _carry_out(action: Action) -> str:
    day = action.draft.payload["day"]
    told = json.dumps({"day": day}).encode()
    client("lambda").invoke(FunctionName=RECONCILE, InvocationType="Event", Payload=told)
    return f"Reconcile was told to reconcile {day}"


DAY_RECONCILIATION = ActionKind(
    name=NAME, effect=_effect, carry_out=_carry_out, refusals=(DayNotOver,)
)
