"""`payout.write_off`: what somebody has owed for so long is collected no more: by two people."""

from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care.approval import Approval, NoReason, NotByTwo
from commissions.application.payouts import writing_off
from commissions.application.payouts.payables import NoPlanPays
from commissions.application.payouts.writing_off import NotToBeWrittenOff
from commissions.domain.actions.action import Action, ActionEffect, EffectLine


def payload_of(member: str, currency: str, amount: int, plan: str) -> Payload:
    return {"member": member, "currency": currency, "amount": amount, "plan": plan}


def target_of(member: str) -> str:
    return f"payee/{member}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    member, currency = payload["member"], payload["currency"]
    due = writing_off.due(member, currency, now, payload["plan"])
    if not due.amount or due.amount < payload["amount"]:
        raise NotToBeWrittenOff(
            f"of what {member} owes in {currency} nothing, or less, is as old as the plan says"
        )
    after = due.balance + payload["amount"]
    line = EffectLine(who=member, unit=currency, before=due.balance, after=after)
    return ActionEffect(says=(("writes off", f"what {member} owes"),), lines=(line,))


def _carry_out(action: Action) -> str:
    draft = action.draft
    Approval(by=draft.by, approved_by=action.agreed_by, why=draft.why)
    told = draft.payload
    now = datetime.now(UTC)
    member, currency, amount = told["member"], told["currency"], told["amount"]
    at = action.agreed_at or now
    return writing_off.write_off(member, currency, amount, at, told["plan"], now)


DEBT_WRITE_OFF = ActionKind(
    name="payout.write_off",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBeWrittenOff, NoPlanPays, NotByTwo, NoReason),
)
