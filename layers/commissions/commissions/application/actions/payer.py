"""Carries out what finance agreed to on a page, in their name: no page moves money itself."""

from datetime import datetime

from commissions.application.actions.debt_write_off import DEBT_WRITE_OFF
from commissions.application.actions.payables_counting import PAYABLES_COUNTING
from commissions.application.actions.payout_approval import PAYOUT_APPROVAL
from commissions.application.actions.payout_planning import PAYOUT_PLANNING
from commissions.application.actions.payout_proposal import PAYOUT_PROPOSAL
from commissions.application.actions.payout_rejection import PAYOUT_REJECTION
from commissions.application.actions.payout_sending import PAYOUT_SENDING
from commissions.application.actions.payout_settlement import PAYOUT_SETTLEMENT
from commissions.application.actions.steps import carry_out
from commissions.domain.actions.action import APPROVED, PAGE, Action, Actor
from commissions.tables import actions

KINDS = {
    each.name: each
    for each in (
        DEBT_WRITE_OFF,
        PAYABLES_COUNTING,
        PAYOUT_APPROVAL,
        PAYOUT_PLANNING,
        PAYOUT_PROPOSAL,
        PAYOUT_REJECTION,
        PAYOUT_SENDING,
        PAYOUT_SETTLEMENT,
    )
}
"""All that it has the rights for."""


class NotPaidOutHere(ValueError):
    """A kind of action that takes rights which the function does not have."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"{action.draft.kind} is not carried out here: {action.action_id}")


def pay_out_approved(action_id: str, now: datetime) -> Action:
    """What is approved is brought to its end, in the name of who agreed to it; what has come to one
    stays as it is. Raises UnknownAction, NotPaidOutHere, or what keeps it from being done now."""
    action = actions.get(action_id)
    if action.draft.kind not in KINDS:
        raise NotPaidOutHere(action)
    if action.state != APPROVED:
        return action
    return carry_out(action, Actor(action.agreed_by or action.draft.by, PAGE), now)
