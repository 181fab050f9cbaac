"""The kinds of action there are, by name."""

from commissions.application.actions.accepted_release import ACCEPTED_RELEASE
from commissions.application.actions.account_roles import ACCOUNT_ROLES
from commissions.application.actions.customers_giving import CUSTOMERS_IMPORT, CUSTOMERS_MOVE
from commissions.application.actions.debt_write_off import DEBT_WRITE_OFF
from commissions.application.actions.kind import ActionKind
from commissions.application.actions.order_attribution import ORDER_ATTRIBUTION
from commissions.application.actions.order_decision import ORDER_DECISION
from commissions.application.actions.payout_approval import PAYOUT_APPROVAL
from commissions.application.actions.period_posting import PERIOD_POSTING
from commissions.application.actions.plan_publication import PLAN_PUBLICATION
from commissions.application.actions.refolding import REFOLDING

KINDS = {
    each.name: each
    for each in (
        PLAN_PUBLICATION,
        ORDER_DECISION,
        ORDER_ATTRIBUTION,
        CUSTOMERS_MOVE,
        CUSTOMERS_IMPORT,
        ACCEPTED_RELEASE,
        REFOLDING,
        PERIOD_POSTING,
        PAYOUT_APPROVAL,
        DEBT_WRITE_OFF,
        ACCOUNT_ROLES,
    )
}


class UnknownKind(LookupError):
    """An action of a kind that this release does not know."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no kind of action {kind!r}")


def kind_of(name: str) -> ActionKind:
    """Raises UnknownKind."""
    if name not in KINDS:
        raise UnknownKind(name)
    return KINDS[name]
