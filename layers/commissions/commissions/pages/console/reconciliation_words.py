"""Under which message stands what a person does about a kind of finding."""

ADVICE_OF_MANY = {
    "ask": (
        "order_missing order_differs order_other_currency order_other_day refund_missing "
        "refund_differs refund_other_currency refund_other_day dispute_missing dispute_differs"
    ),
    "retell": "journal_missing journal_differs not_worked_out",
    "rebuild": "statement_missing",
    "recount": "balance_differs month_differs",
    "say-again": (
        "attribution_missing attribution_wrong copy_refund_missing copy_refund_wrong "
        "parent_missing parent_wrong"
    ),
    "give": "lock_seller lock_buyer lock_line",
    "amounts": "lock_value lock_rate lock_plan lock_policies lock_terms",
    "forged": "lock_doubled",
    "events": "fact_without_inbox fact_not_in_inbox order_of_no_store",
    "books": (
        "journal_doubled journal_extra journal_other_beneficiary journal_other_currency "
        "journal_other_day journal_without_fact journal_unreadable journal_unbalanced "
        "journal_unlike_lines journal_explains_otherwise journal_other_terms journal_other_time "
        "fact_other_time chain_broken hash_differs journal_gone hash_doubled "
        "journal_dated_otherwise fact_altered fact_unreadable plan_altered statement_extra "
        "statement_doubled statement_differs statement_other_beneficiary "
        "statement_other_currency statement_other_day balances_not_compared"
    ),
}
"""What is said of several kinds, and of which; any other kind has a message of its own."""
_BY_KIND = {kind: name for name, kinds in ADVICE_OF_MANY.items() for kind in kinds.split()}


def advice_message(kind: str) -> str:
    """`reconciliation.advice.ask`; a kind of another release has none in the catalogues."""
    return f"reconciliation.advice.{_BY_KIND.get(kind, kind.replace('_', '-'))}"
