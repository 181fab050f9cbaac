"""`payout.propose`: a draft is put before a second person, in the name of who proposed it."""

from datetime import UTC, datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.actions.payout_approval import PAYOUT_APPROVAL, payload_of, target_of
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    ProposalUnexplained,
    put_on_record,
)
from commissions.application.payouts import reserving
from commissions.application.payouts.reserving import NotToBePaid
from commissions.domain.actions.action import PAGE, Action, ActionEffect, Actor
from commissions.domain.money import shown
from commissions.domain.payouts.batch import DRAFT, PROPOSED
from commissions.tables import payouts
from commissions.tables.payouts import UnknownBatch


def propose(batch_id: str, why: str, me: Actor, now: datetime) -> Action:
    """Marks a batch as proposed, and asks for a second person. Raises UnknownBatch, NotToBePaid,
    AlreadyProposed, or what the rule and the kind refuse."""
    record = reserving.propose(batch_id)
    return put_on_record(
        ActionRequest(
            kind=PAYOUT_APPROVAL.name,
            target=target_of(batch_id),
            payload=payload_of(record),
            why=why,
            ask=True,
        ),
        me,
        now,
    )


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    record = payouts.batch(payload["batch"])
    if record.state not in {DRAFT, PROPOSED} or record.digest != payload["digest"]:
        raise NotToBePaid(f"{record.batch_id} is {record.state}, or not the same any more")
    paid = ", ".join(shown(amount, unit) for unit, amount in record.paid.items())
    return ActionEffect(
        says=(
            ("would pay", paid),
            ("people", str(record.payouts)),
            ("batch", f"{record.batch_id}, {record.digest[:12]}"),
        )
    )


def _carry_out(action: Action) -> str:
    """Done again it finds what it asked for."""
    draft, me = action.draft, Actor(action.draft.by, PAGE)
    try:
        waits = propose(draft.payload["batch"], draft.why, me, datetime.now(UTC)).action_id
    except AlreadyProposed as error:
        waits = error.action_id
    return f"It waits for a second person: action {waits}"


PAYOUT_PROPOSAL = ActionKind(
    name="payout.propose",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(NotToBePaid, UnknownBatch, ProposalUnexplained),
)
