"""`period.close`: a period is frozen and computed, to be looked at; nothing is posted by it."""

from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.close import beginning
from commissions.application.close.calendar import NotAClosingPeriod
from commissions.application.close.executions import execution_name
from commissions.application.close.freezing import NotToBeClosed
from commissions.application.queries.periods import PeriodStatus, status
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.tables import periods


class PeriodWaits(ValueError):
    """Orders of the period wait, and nobody said that they shall be late."""

    def __init__(self, told: PeriodStatus) -> None:
        super().__init__(
            f"{told.view.period} is not complete: {len(told.waits)} of its orders wait, "
            f"{told.waits[0]}. Release them, or say --accept-waiting --why TEXT"
        )


class LateUnexplained(ValueError):
    """What waits shall be late, and nobody said why."""

    def __init__(self) -> None:
        super().__init__("Say why what waits shall be late: --why TEXT")


def payload_of(period: PeriodId, *, again: bool, accept_waiting: bool) -> Payload:
    """`again`: what was computed is thrown away; `accept_waiting`: what waits shall be late, for
    the action's reason."""
    return {"period": str(period), "again": again, "accept_waiting": accept_waiting}


def target_of(period: PeriodId) -> str:
    return f"period/{period}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    period = parse(payload["period"])
    beginning.check(period, now, again=payload["again"])
    told = status(period, now)
    if told.waits and not payload["accept_waiting"]:
        raise PeriodWaits(told)
    view, record = told.view, told.view.record
    span, plan = view.closing.span, view.closing.plan
    anew = [("throws away", f"attempt {record.attempt}")] if record and record.run else []
    return ActionEffect(
        says=(
            ("closes", str(period)),
            ("from", f"{span.starts:%Y-%m-%d %H:%M} UTC"),
            ("until", f"{span.ends:%Y-%m-%d %H:%M} UTC"),
            ("plan", f"{plan.plan_id} version {plan.version}"),
            *anew,
            *(("left out", each) for each in told.waits),
        )
    )


def _carry_out(action: Action) -> str:
    """Begun once: the execution has the name of the action's moment, and the freeze keeps it."""
    draft, payload = action.draft, action.draft.payload
    period, at = parse(payload["period"]), action.agreed_at or action.proposed_at
    if payload["accept_waiting"] and not draft.why:
        raise LateUnexplained
    record = periods.find(period)
    if record is None or record.begun_by != execution_name(period, at):
        accepted = draft.why if payload["accept_waiting"] else ""
        beginning.begin(period, at, again=payload["again"], accept_waiting=accepted)
    return f"{period} is being closed: commissions period status {period}"


PERIOD_CLOSING = ActionKind(
    name="period.close",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotAClosingPeriod, NotToBeClosed, PeriodWaits, LateUnexplained),
)
