"""The kinds of action there are, by name; each is loaded when it is first asked for, as some of
them bring the plan schema or the warehouse along."""

from functools import cache
from importlib import import_module

from commissions.application.actions.kind import ActionKind

KINDS = {
    "plan.publish": "plan_publication.PLAN_PUBLICATION",
    "order.decide": "order_decision.ORDER_DECISION",
    "order.attribute": "order_attribution.ORDER_ATTRIBUTION",
    "customers.move": "customers_giving.CUSTOMERS_MOVE",
    "customers.import": "customers_giving.CUSTOMERS_IMPORT",
    "release.accept": "accepted_release.ACCEPTED_RELEASE",
    "parked.release": "parked_release.PARKED_RELEASE",
    "parked.dismiss": "parked_dismissal.PARKED_DISMISSAL",
    "parked.nobody": "parked_to_nobody.PARKED_TO_NOBODY",
    "sku.value": "sku_valuation.SKU_VALUATION",
    "store.check": "store_asking.STORE_CHECK",
    "store.ask": "store_asking.STORE_ASK",
    "store.connect": "store_asking.STORE_CONNECT",
    "dead_letters.send": "dead_letter_sending.DEAD_LETTER_SENDING",
    "sku.load": "sku_load.SKU_LOAD",
    "member.code": "code_mapping.CODE_MAPPING",
    "ledger.refold": "refolding.REFOLDING",
    "period.close": "period_closing.PERIOD_CLOSING",
    "period.preview": "period_preview.PERIOD_PREVIEW",
    "period.post": "period_posting.PERIOD_POSTING",
    "payables.count": "payables_counting.PAYABLES_COUNTING",
    "payout.plan": "payout_planning.PAYOUT_PLANNING",
    "payout.propose": "payout_proposal.PAYOUT_PROPOSAL",
    "payout.approve": "payout_approval.PAYOUT_APPROVAL",
    "payout.reject": "payout_rejection.PAYOUT_REJECTION",
    "payout.send": "payout_sending.PAYOUT_SENDING",
    "payout.settle": "payout_settlement.PAYOUT_SETTLEMENT",
    "payout.write_off": "debt_write_off.DEBT_WRITE_OFF",
    "privacy.done": "data_answer.DATA_ANSWER",
    "day.reconcile": "day_reconciliation.DAY_RECONCILIATION",
    "account.roles": "account_roles.ACCOUNT_ROLES",
}
"""By name, the module beside this one and what it is called there."""


class UnknownKind(LookupError):
    """An action of a kind that this release does not know."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no kind of action {kind!r}")


@cache
def kind_of(name: str) -> ActionKind:
    """Raises UnknownKind."""
    if name not in KINDS:
        raise UnknownKind(name)
    module, _, constant = KINDS[name].partition(".")
    kind: ActionKind = getattr(import_module(f"{__package__}.{module}"), constant)
    return kind
