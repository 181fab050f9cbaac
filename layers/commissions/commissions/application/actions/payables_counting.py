"""`payables.count`: what is owed to everybody is counted anew, for whoever looks at it."""

from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.payouts.counting import count_payables
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.money import shown

TARGET = "payables"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    return ActionEffect(says=(("counts", "what is owed to everybody"),))


def _carry_out(action: Action) -> str:
    """Done again it is counted again: nothing else changes."""
    counted = count_payables(datetime.now(UTC))
    owed = ", ".join(shown(each.owed, each.currency) for each in counted)
    people = sum(each.rows for each in counted)
    return f"{owed or 'nothing'} is owed, of {people} people"


PAYABLES_COUNTING = ActionKind(
    name="payables.count", effect=_effect, carry_out=_carry_out, refusals=()
)
