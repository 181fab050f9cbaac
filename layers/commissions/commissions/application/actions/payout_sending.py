"""`payout.send`: what two people agreed to and is reserved goes to the provider, or into its file.

A bank's file takes names and accounts, which come through no page and stand in no action: it is
written by the command line, by who has them.
"""

from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.payouts import providers, sending
from commissions.application.payouts.providers import UnknownProvider
from commissions.application.payouts.sending import NotToBeSent
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.money import shown
from commissions.tables import payouts
from commissions.tables.payouts import UnknownBatch


def payload_of(batch_id: str) -> Payload:
    return {"batch": batch_id}


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    record = payouts.batch(payload["batch"])
    by = providers.provider(record.provider)
    sending.sendable(record, by)
    sending.check_complete(payouts.of_batch(record.batch_id), by)
    paid = ", ".join(shown(amount, unit) for unit, amount in record.paid.items())
    return ActionEffect(
        says=(
            ("sends", paid),
            ("people", str(record.payouts)),
            ("batch", f"{record.batch_id}, {record.digest[:12]}"),
            ("by", record.provider),
        )
    )


def _carry_out(action: Action) -> str:
    """Done again it is the same file, and pays nothing twice."""
    batch_id = action.draft.payload["batch"]
    by = providers.provider(payouts.batch(batch_id).provider)
    sent = sending.send(batch_id, by, datetime.now(UTC))
    if not sent.where:
        return f"{batch_id} is {sent.batch.state}: there was nothing new to tell the provider"
    return f"{batch_id} is {sent.batch.state}: its file is written"


PAYOUT_SENDING = ActionKind(
    name="payout.send",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBeSent, UnknownBatch, UnknownProvider),
)
