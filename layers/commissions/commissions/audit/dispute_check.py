"""What a store says of disputes about an order against what was told of them."""

from collections.abc import Iterator

from commissions.audit.findings import Finding
from commissions.audit.order_disputes import TAKES, counting
from commissions.audit.store_comparison import StoreComparison
from commissions.domain.orders.dispute import OrderDisputed


def compare_disputes(comparison: StoreComparison) -> Iterator[Finding]:
    """Whether a dispute took money, by the store and by what was told us; the amount is known of
    what both tell."""
    here = counting(comparison.record.history.disputes)
    for name, theirs in counting(comparison.store_order.disputes).items():
        ours = here.get(name)
        what = f"Dispute {name} on order {comparison.record.order_key}"
        amounts = theirs.amount, ours.amount if ours else 0
        if ours is None:
            sentence = f"{what} is {_said(theirs.status)} in the store, and we never heard of it."
            kind = "dispute_missing"
        elif _says_otherwise(theirs.status, ours.status) or _other_amount(theirs, ours):
            sentence = f"{what} is {_said(theirs.status)} in the store, {_said(ours.status)} here."
            kind = "dispute_differs"
        else:
            continue
        yield comparison.finding(kind, name, sentence, theirs.currency, *amounts)


def _says_otherwise(theirs: str, ours: str) -> bool:
    return (theirs in TAKES) != (ours in TAKES)


def _other_amount(theirs: OrderDisputed, ours: OrderDisputed) -> bool:
    is_told = theirs.amount is not None and ours.amount is not None
    taken = theirs.status in TAKES and ours.status in TAKES
    return is_told and taken and (theirs.amount, theirs.currency) != (ours.amount, ours.currency)


def _said(status: str) -> str:
    return status.replace("_", " ")
