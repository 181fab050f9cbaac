"""`period.preview`: what has come of a closed period since is worked out; nothing is posted by it.

The function that computes closes is told, and keeps what it finds for whoever looks at the period.
"""

from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.close.asked_estimates import ask_what_came_since
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import CLOSED
from commissions.tables import periods


class NotYetClosed(ValueError):
    """Only a closed period is corrected."""

    def __init__(self, period: PeriodId) -> None:
        super().__init__(f"{period} is not closed: only a closed period is corrected")


def payload_of(period: PeriodId) -> Payload:
    return {"period": str(period)}


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    period = parse(payload["period"])
    record = periods.find(period)
    if record is None or record.state != CLOSED:
        raise NotYetClosed(period)
    return ActionEffect(says=(("looks at", str(period)),))


def _carry_out(action: Action) -> str:
    period = parse(action.draft.payload["period"])
    ask_what_came_since(period)
    return f"ComputePeriod was told to work out what has come of {period} since"


PERIOD_PREVIEW = ActionKind(
    name="period.preview", effect=_effect, carry_out=_carry_out, refusals=(NotYetClosed,)
)
