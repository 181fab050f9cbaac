"""What a record that waits explains of a difference: no more than that it waits itself.

A snapshot that waits explains that its order is not here, or not here as it says; not that the
store has refunded the order, or has changed it since. So does the question for an order whose
payments are needed. A refund that waits explains itself. What is asked of an order that is in the
ledger (its goodwill, a dispute, a refund that is missing) explains nothing: its facts are here.
"""

from commissions.audit.findings import Finding
from commissions.audit.order_history import refund_of
from commissions.audit.store_order import StoreOrder
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.parking_reasons import (
    COUPON_OF_MANY,
    OF_DISPUTES,
    PAYMENTS_UNKNOWN,
    REFUND_MISSING,
)

ORDER_KINDS = {"order_missing", "order_differs", "order_other_currency", "order_other_day"}
REFUND_KINDS = {"refund_missing", "refund_differs", "refund_other_currency", "refund_other_day"}
OF_MONEY = {"status", "cancellation", "received", "unpaid"}
CURRENCY_CHANGED = "currency_changed"
"""Of an order that is in the ledger, and earns nothing: that explains why nothing was posted."""
IN_LEDGER = {*OF_DISPUTES, REFUND_MISSING, CURRENCY_CHANGED, COUPON_OF_MANY}
"""Why a snapshot is listed that is in the ledger all the same."""
ORDER, REFUND, CANCEL, HINT = "order", "refund", "cancel", "order-hint"


def explains(  # noqa: PLR0911 - one return a case reads best
    reason: str, record_key: str, finding: Finding, store_order: StoreOrder | None
) -> bool:
    """`reason`: why the record waits; `record_key`: empty where it is not known."""
    kind, _, name = record_key.removeprefix(f"{finding.order}/").partition("/")
    if finding.kind == "order_gone":
        return reason == "order_gone"
    if finding.kind == "journal_missing":
        is_elsewhere = kind in (ORDER, HINT, "") and reason not in IN_LEDGER - {CURRENCY_CHANGED}
        return not finding.unit and is_elsewhere
    if finding.kind in REFUND_KINDS or kind == REFUND:
        return kind == REFUND and refund_of(name) == finding.about
    if kind == ORDER and reason in IN_LEDGER:
        return False
    if kind == ORDER and store_order:
        return finding.kind in ORDER_KINDS and _tells(name, finding, store_order)
    if kind == HINT and reason == PAYMENTS_UNKNOWN and store_order:
        return finding.kind in ORDER_KINDS and not _is_off(store_order)
    if kind == CANCEL:
        return finding.about == "cancellation"
    is_missing = finding.kind == "order_missing" and kind in (HINT, "")
    return is_missing and store_order is not None and not _is_off(store_order)


def _tells(version: str, finding: Finding, store_order: StoreOrder) -> bool:
    """Whether the snapshot that waits is what the store says now. Of one moment the store's answer
    may leave out what was sent to us; what it says of the order's money has no other moment."""
    theirs, told_at = store_order.order, version.partition("~")[0]
    if version == theirs.version or told_at > stamp(theirs.updated_at):
        return True
    is_of_money = finding.about in OF_MONEY or _is_off(store_order)
    return told_at == stamp(theirs.updated_at) and not is_of_money


def _is_off(store_order: StoreOrder) -> bool:
    return store_order.is_cancelled or store_order.order.status in {"voided", "refunded"}
