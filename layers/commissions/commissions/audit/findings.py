"""What a reconciliation can find: each kind with its name, and what a person does about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from commissions.audit.lock_kinds import LOCK_KINDS
from commissions.domain.ledger.books import store_of

STORE, LEDGER, STATEMENTS, BOOKS = "store", "ledger", "statements", "books"
ATTRIBUTIONS, COPIES, LOCKS = "attributions", "copies", "locks"
CHECKS = {
    STORE: "The store's orders and refunds are our facts",
    LEDGER: "The facts, worked out a second time, are the journals",
    STATEMENTS: "The journals are the statements and balances",
    BOOKS: "Every journal sums to zero, and none was changed, left out or added",
    ATTRIBUTIONS: "What orders say of their customers is what the later ones heard",
    COPIES: "What came back by copies of an order is what it heard, and its lines what they heard",
    LOCKS: "What was looked up for an order is what the registers said, and what came brought it",
}

_ASK = "Ask the store again: commissions backfill --store STORE --since DAY."
_BOOKS = (
    "Nobody may write the ledger but its pen: see who did (CloudTrail, the LedgerTampered alarm), "
    "restore the table to a moment before into another one, and compare."
)
_REBUILD = "Bring statements up to the ledger: commissions rebuild --order ORDER."
_RECOUNT = "Count the months of that person anew: commissions rebuild --member OWNER."
_RETELL = (
    "See the order with `commissions order ORDER`; then replay it: "
    "commissions replay --order ORDER."
)
_SAY_AGAIN = "Have the order that says it tell it again: commissions replay --order SOURCE."

RULE_CHANGED = "rule_changed"
"""No finding by itself: these are listed apart."""

MONTHS_DIFFER = "journal_other_month"
"""The money stands, and another month's statement has it."""

KINDS: dict[str, tuple[str, str]] = LOCK_KINDS | {
    "order_missing": ("order missing here", _ASK),
    "order_gone": (
        "order gone from the store",
        "If it was deleted rightly, release it: commissions release ORDER --accept gone, and it "
        "counts as cancelled; if not, restore it in the store.",
    ),
    "order_differs": ("order differs", _ASK),
    "order_other_currency": ("order in another currency", _ASK),
    "order_other_day": ("order on another day", _ASK),
    "order_unreadable": (
        "order cannot be read",
        "Look at the order in the store; what we cannot read lies in the quarantine.",
    ),
    "refund_missing": ("refund missing here", _ASK),
    "refund_extra": (
        "refund the store does not have",
        "See the refund in the store. Where stores can take one back (WooCommerce), ask again: "
        "commissions backfill --store STORE --since DAY. Elsewhere it cannot have come from there.",
    ),
    "refund_differs": ("refund differs", _ASK),
    "refund_other_currency": ("refund in another currency", _ASK),
    "refund_other_day": ("refund on another day", _ASK),
    "dispute_missing": ("dispute missing here", _ASK),
    "dispute_differs": ("dispute differs", _ASK),
    "store_not_read": (
        "store could not be asked",
        "See `commissions store check STORE`, then run this report again.",
    ),
    "journal_missing": ("journal missing", _RETELL),
    "journal_doubled": ("journal doubled", _BOOKS),
    "journal_extra": ("journal without a head", _BOOKS),
    "journal_differs": ("journals differ from what is due", _RETELL),
    "journal_other_beneficiary": ("paid to somebody else", _BOOKS),
    "journal_other_currency": ("posted in another currency", _BOOKS),
    "journal_other_day": ("posted to another day", _BOOKS),
    MONTHS_DIFFER: (
        "posted to another month",
        "See what would be posted with `commissions refold`; have two people apply it.",
    ),
    "journal_without_fact": ("journal without its fact", _BOOKS),
    "journal_unreadable": ("journal cannot be read", _BOOKS),
    "journal_unbalanced": ("journal does not sum to zero", _BOOKS),
    "journal_unlike_lines": ("journal pays other than its lines say", _BOOKS),
    "journal_explains_otherwise": ("journal explains what is not so", _BOOKS),
    "journal_other_terms": ("journal names other terms", _BOOKS),
    "journal_other_time": ("journal written at a time that cannot be", _BOOKS),
    "fact_other_time": ("fact written at a time that cannot be", _BOOKS),
    "head_other_day": (
        "order filed under another day",
        "Who looks for the orders of its day does not find it. " + _BOOKS,
    ),
    "chain_broken": ("journal was changed", _BOOKS),
    "hash_differs": ("journal is another than was written", _BOOKS),
    "journal_gone": ("journal is gone that was written", _BOOKS),
    "hash_doubled": ("journal was written more than once", _BOOKS),
    "hash_missing": (
        "journal whose hash was not kept",
        "See whether Guard failed then (its log, its dead letters). If it did not, the journal "
        "came past the table's stream: see in CloudTrail who switched Guard's reading off, or "
        "put another table in place of this one.",
    ),
    "hashes_unreadable": (
        "kept hashes cannot be read",
        "Only Guard may write there: see in CloudTrail who did.",
    ),
    "journal_dated_otherwise": ("journal dated into a period that was frozen", _BOOKS),
    "period_not_agreed": (
        "book of a period that two people did not agree to",
        "See `commissions period list` and `commissions log`. " + _BOOKS,
    ),
    "period_unlike_run": (
        "books of a period are not what was computed",
        "See `commissions period status PERIOD`; posting it again posts what is missing, once. "
        + _BOOKS,
    ),
    "payout_unlike_book": (
        "payout is not where its book says",
        "Send nothing of its batch meanwhile: see `commissions payout show BATCH`, and ask the "
        "provider what became of it. " + _BOOKS,
    ),
    "payout_not_agreed": (
        "payout that two people did not agree to",
        "Stop it at the provider, if it was sent: see `commissions payout list` and "
        "`commissions log`. " + _BOOKS,
    ),
    "payout_sums_differ": (
        "book of a payout moves other than was agreed to",
        "Ask the provider what it paid, and hold the payee: commissions payout hold. " + _BOOKS,
    ),
    "batch_unlike_payouts": (
        "payouts of a batch are not what was agreed to",
        "Send nothing of it: see `commissions payout show BATCH`. " + _BOOKS,
    ),
    "payee_account_differs": (
        "payee's account is not what the books moved",
        "Approve no batch that pays them until it is known why: the next one goes by it. Hold "
        "them: commissions payout hold. " + _BOOKS,
    ),
    "payment_doubled": (
        "one payment stands for two payouts",
        "Ask the provider which of the two it paid: the other one was not. " + _BOOKS,
    ),
    "fact_altered": ("fact was changed", _BOOKS),
    "fact_unreadable": ("fact cannot be read", _BOOKS),
    "plan_altered": ("plan was changed after it was published", _BOOKS),
    "plan_missing": ("plan is not there", "Publish the plan's version again: commissions load."),
    "plan_unreadable": (
        "plan pays in a way that cannot be checked",
        "The oracle has to learn the bonus before such a plan is published.",
    ),
    "not_worked_out": ("order cannot be worked out", _RETELL),
    RULE_CHANGED: (
        "ledger from before the money rule",
        "See what would be posted with `commissions refold`; have two people apply it, once.",
    ),
    "attribution_missing": ("attribution never heard", _SAY_AGAIN),
    "attribution_wrong": ("attribution is another than its order says", _SAY_AGAIN),
    "history_incomplete": (
        "order missing in its customer's history",
        "What is said there passes it by, or later orders do not hear it: "
        "commissions replay --order ORDER has it enter again.",
    ),
    "history_wrong": (
        "history says another thing than its order",
        "Later orders hear it from there: commissions replay --order ORDER has it say it again.",
    ),
    "copy_refund_missing": ("refund of a copy that its order never heard of", _SAY_AGAIN),
    "copy_refund_wrong": ("refund of a copy is another than its order heard", _SAY_AGAIN),
    "parent_missing": ("lines of the parent never heard", _SAY_AGAIN),
    "parent_wrong": ("lines of the parent are others than its copy heard", _SAY_AGAIN),
    "audit_log_broken": (
        "audit log was changed",
        "See what is left with `commissions log`; who did it is in CloudTrail. Go through all that "
        "people did and approved since.",
    ),
    "statement_missing": ("statement line missing", _REBUILD),
    "statement_extra": ("statement line without a journal", _BOOKS),
    "statement_doubled": ("statement line doubled", _BOOKS),
    "statement_differs": ("statement line differs", _BOOKS),
    "statement_other_beneficiary": ("statement line of somebody else", _BOOKS),
    "statement_other_currency": ("statement line in another currency", _BOOKS),
    "statement_other_day": ("statement line on another day", _BOOKS),
    "balances_not_compared": ("balances could not be compared", _BOOKS),
    "balance_differs": ("balance differs", _RECOUNT),
    "month_differs": ("month differs", _RECOUNT),
    "months_not_counted": (
        "months not counted yet",
        "Count by month what was posted before, once: commissions rebuild.",
    ),
}

REWRITTEN = frozenset({"hash_differs", "journal_gone", "hash_doubled"})
"""The ledger is not what it was, whatever agrees with it now: this rings LedgerTampered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it must be. Amounts are in minor units, volumes in hundredths."""

    check: str
    kind: str
    store: str
    order: str
    """The order's key; empty where it is about something else."""
    about: str
    """Whose, or of what: an account, a refund, a line, a journal."""
    unit: str = ""
    """The currency or volume of the amounts; empty where none is at stake."""
    expected: int | None = None
    found: int | None = None
    sentence: str

    @property
    def difference(self) -> int:
        return (self.found or 0) - (self.expected or 0)

    @property
    def at_stake(self) -> int:
        return abs(self.difference)

    @property
    def title(self) -> str:
        return KINDS[self.kind][0]

    def advice(self, day: date) -> str:
        """What a person does about it, who reads the report of a day."""
        text = KINDS[self.kind][1]
        named = {"ORDER": self.order, "STORE": self.store, "DAY": day.isoformat()}
        named |= {"SOURCE": self.about, "OWNER": self.about}
        for word, name in named.items():
            text = text.replace(word, name) if name else text
        return text


def of_books(order_key: str, kind: str, about: str, sentence: str, **amounts: Any) -> Finding:
    """Of what is kept of one order: `amounts` as the finding has them (unit, expected, found)."""
    return Finding(
        check=BOOKS,
        kind=kind,
        store=store_of(order_key),
        order=order_key,
        about=about,
        sentence=sentence,
        **amounts,
    )


def deltas(findings: Iterable[Finding]) -> dict[str, int]:
    """What is at stake, added up per currency and volume."""
    sums: Counter[str] = Counter()
    for finding in findings:
        if finding.unit:
            sums[finding.unit] += finding.at_stake
    return {unit: amount for unit, amount in sorted(sums.items()) if amount}
