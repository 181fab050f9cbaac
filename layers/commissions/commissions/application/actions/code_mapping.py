"""`member.code`: a referral code that is nobody's leads to a distributor."""

from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import referral_code
from commissions.application.care.drafted_overrides import NotASeller
from commissions.application.care.referral_code import NotACode
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.people.member import CodeTaken


def payload_of(code: str, member: str) -> Payload:
    return {"code": code.strip(), "member": member.strip()}


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    proposal = referral_code.propose(payload["code"], payload["member"], now)
    return ActionEffect(
        says=(
            ("code", proposal.code),
            ("leads to", proposal.member),
            ("line above", " < ".join(proposal.line) or "nobody"),
        )
    )


def _carry_out(action: Action) -> str:
    payload = action.draft.payload
    at = action.agreed_at or action.proposed_at
    referral_code.record(payload["code"], payload["member"], registered_at=at)
    return f"{payload['code']} leads to {payload['member']}"


CODE_MAPPING = ActionKind(
    name="member.code",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(CodeTaken, NotACode, NotASeller, UnknownDistributor),
)
