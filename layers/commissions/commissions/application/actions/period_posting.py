"""`period.post`: what a close came to is posted, as it was computed and shown: by two people."""

from dataclasses import replace
from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care.approval import Approval, NoReason, NotByTwo
from commissions.application.close.executions import start_posting
from commissions.domain.actions.action import Action, ActionEffect, EffectLine
from commissions.domain.periods.period_id import PeriodId, parse
from commissions.domain.periods.record import CLOSED, COMPUTED, POSTING, PeriodRecord
from commissions.tables import periods

OTHERS = "everybody else"


class NotToBePosted(ValueError):
    """A period that cannot be posted, or not as it was shown; says why."""


def payload_of(record: PeriodRecord, *, without_gate: bool) -> Payload:
    """What is posted is this run of this attempt, and no other."""
    return {
        "period": str(record.period),
        "attempt": record.attempt,
        "run": record.run,
        "without_gate": without_gate,
    }


def target_of(period: PeriodId) -> str:
    return f"period/{period}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    record = _checked(payload, {COMPUTED})
    told = record.summary
    currency = str(told["currency"])
    return ActionEffect(
        says=(
            ("posts", f"{record.period}, attempt {record.attempt}, run {record.run[:12]}"),
            ("frozen at", f"{record.frozen_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("plan", f"{record.period.plan} version {record.plan_version}"),
            ("people", str(told["people"])),
            *((f"bonus {bonus}", f"{paid} {currency} minor") for bonus, paid in _by_bonus(record)),
            *(("left out", each) for each in record.waits),
            *([("without the gate", record.gate)] if payload["without_gate"] else []),
        ),
        lines=tuple(
            EffectLine(who=who, unit=currency, before=0, after=amount)
            for who, amount in _people(record)
            if amount
        ),
    )


def _by_bonus(record: PeriodRecord) -> list[tuple[str, int]]:
    return sorted((str(bonus), int(paid)) for bonus, paid in record.summary["bonuses"].items())


def _people(record: PeriodRecord) -> list[tuple[str, int]]:
    """Who gets most, each by name; and the rest together."""
    most = [(str(who), int(amount)) for who, amount in record.summary["most"]]
    rest = int(record.summary["paid"]) - sum(amount for _, amount in most)
    return [*most, (OTHERS, rest)]


def _checked(payload: Payload, states: set[str]) -> PeriodRecord:
    """Raises NotToBePosted."""
    period = parse(payload["period"])
    record = periods.find(period)
    if record is None:
        raise NotToBePosted(f"{period} was never computed: commissions period close {period}")
    if record.state not in states:
        raise NotToBePosted(f"{period} is {record.state}, and only what is computed can be posted")
    if (record.attempt, record.run) != (payload["attempt"], payload["run"]):
        raise NotToBePosted(f"{period} was computed again since: look at it again and propose that")
    if record.gate and not payload["without_gate"]:
        raise NotToBePosted(
            f"Plan {period.plan} asks for the retail rule {record.gate}, which nothing enforces "
            "yet (gate_not_enforced): propose it --without-gate, and say why"
        )
    return record


def _carry_out(action: Action) -> str:
    """Done again, it starts the posting again, which posts nothing twice."""
    draft = action.draft
    Approval(by=draft.by, approved_by=action.agreed_by, why=draft.why)
    record = _checked(draft.payload, {COMPUTED, POSTING, CLOSED})
    if record.state == CLOSED:
        return f"{record.period} is posted"
    if record.state == COMPUTED:
        record = periods.put(
            replace(
                record,
                state=POSTING,
                approved_by=(draft.by, action.agreed_by),
                approved_at=action.agreed_at,
            )
        )
    start_posting(record.period, datetime.now(UTC))
    return f"{record.period} is being posted: commissions period status {record.period}"


PERIOD_POSTING = ActionKind(
    name="period.post",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBePosted, NotByTwo, NoReason),
)
