"""Carrying out what people agreed to on a page, in their name and with the worker's own rights."""

from datetime import datetime

from commissions.application.actions.accepted_release import ACCEPTED_RELEASE
from commissions.application.actions.code_mapping import CODE_MAPPING
from commissions.application.actions.data_answer import DATA_ANSWER
from commissions.application.actions.day_reconciliation import DAY_RECONCILIATION
from commissions.application.actions.dead_letter_sending import DEAD_LETTER_SENDING
from commissions.application.actions.order_attribution import ORDER_ATTRIBUTION
from commissions.application.actions.order_decision import ORDER_DECISION
from commissions.application.actions.parked_dismissal import PARKED_DISMISSAL
from commissions.application.actions.parked_release import PARKED_RELEASE
from commissions.application.actions.parked_to_nobody import PARKED_TO_NOBODY
from commissions.application.actions.period_closing import PERIOD_CLOSING
from commissions.application.actions.period_posting import PERIOD_POSTING
from commissions.application.actions.period_preview import PERIOD_PREVIEW
from commissions.application.actions.sku_load import SKU_LOAD
from commissions.application.actions.sku_valuation import SKU_VALUATION
from commissions.application.actions.steps import carry_out
from commissions.application.actions.store_asking import STORE_ASK, STORE_CHECK, STORE_CONNECT
from commissions.domain.actions.action import APPROVED, PAGE, Action, Actor
from commissions.tables import actions

KINDS = {
    each.name: each
    for each in (
        ACCEPTED_RELEASE,
        CODE_MAPPING,
        DATA_ANSWER,
        DAY_RECONCILIATION,
        DEAD_LETTER_SENDING,
        ORDER_ATTRIBUTION,
        ORDER_DECISION,
        PARKED_DISMISSAL,
        PARKED_RELEASE,
        PARKED_TO_NOBODY,
        PERIOD_CLOSING,
        PERIOD_POSTING,
        PERIOD_PREVIEW,
        SKU_LOAD,
        SKU_VALUATION,
        STORE_ASK,
        STORE_CHECK,
        STORE_CONNECT,
    )
}
"""What it is mostly asked to do, loaded as it starts."""
PLAN_PUBLICATION = "plan.publish"
"""Brings the plan schema along: loaded when there is one to be published."""
CARRIED_OUT = frozenset({*KINDS, PLAN_PUBLICATION})
"""All that it has the rights for."""


class NotCarriedOutHere(ValueError):
    """A kind of action that takes rights which the function does not have."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"{action.draft.kind} is not carried out here: {action.action_id}")


def carry_out_approved(action_id: str, now: datetime) -> Action:
    """What is approved is brought to its end, in the name of who agreed to it; what has come to one
    stays as it is. Raises UnknownAction, NotCarriedOutHere, or what keeps it from being done now.
    """
    action = actions.get(action_id)
    if action.draft.kind not in CARRIED_OUT:
        raise NotCarriedOutHere(action)
    if action.state != APPROVED:
        return action
    return carry_out(action, Actor(action.agreed_by or action.draft.by, PAGE), now)
