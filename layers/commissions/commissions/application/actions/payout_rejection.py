"""`payout.reject`: a batch that was not sent is ended; what it reserved is payable again."""

from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.payouts import reserving
from commissions.application.payouts.reserving import NotToBePaid
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.money import shown
from commissions.domain.payouts.batch import REJECTED_BATCH, STEPS
from commissions.tables import payouts
from commissions.tables.payouts import UnknownBatch


def payload_of(batch_id: str) -> Payload:
    return {"batch": batch_id}


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    record = payouts.batch(payload["batch"])
    if record.state != REJECTED_BATCH and REJECTED_BATCH not in STEPS[record.state]:
        raise NotToBePaid(f"{record.batch_id} is {record.state}, and cannot be rejected any more")
    return ActionEffect(
        says=(
            ("is payable again", shown(record.taken, record.currency)),
            ("people", str(record.payouts)),
            ("batch", record.batch_id),
        )
    )


def _carry_out(action: Action) -> str:
    """Done again it goes on with what is not given back yet."""
    draft = action.draft
    record = reserving.reject(draft.payload["batch"], draft.why, datetime.now(UTC))
    return f"{record.batch_id} is rejected: {shown(record.taken, record.currency)} is payable again"


PAYOUT_REJECTION = ActionKind(
    name="payout.reject",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBePaid, UnknownBatch),
)
