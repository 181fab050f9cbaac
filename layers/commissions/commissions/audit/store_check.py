"""What a store says of its orders and refunds against the facts that are kept of them."""

from collections.abc import Iterator
from decimal import Decimal

from commissions.audit.amounts_check import compare_amounts
from commissions.audit.dispute_check import compare_disputes
from commissions.audit.findings import STORE, Finding
from commissions.audit.order_record import OrderRecord
from commissions.audit.refund_check import compare_refunds
from commissions.audit.store_comparison import StoreComparison
from commissions.audit.store_order import StoreOrder, utc_day
from commissions.audit.wording import amount
from commissions.domain.orders.order import DISCOUNT_OF_ALL, Item, OrderPlaced, Referral

OF_LINES = {
    "qty": "units",
    "removed": "units taken off by an edit",
    "platform_sku": "SKU",
    "variant_id": "variant",
    "kind": "kind",
}
"""What decides what a line is worth, or whether it earns at all, besides its net."""


def compare_with_store(record: OrderRecord, store_order: StoreOrder) -> list[Finding]:
    comparison, refunds = StoreComparison(record, store_order), compare_refunds(record, store_order)
    if record.order is None:
        return [comparison.order_missing(), *refunds]
    return [*_content(comparison, record.order), *refunds, *compare_disputes(comparison)]


def order_gone(record: OrderRecord) -> list[Finding]:
    """An order that is a fact here, and that the store says it does not have; one that was
    cancelled may go."""
    order = record.order
    if order is None or record.history.is_cancelled:
        return []
    return [
        Finding(
            check=STORE,
            kind="order_gone",
            store=record.store,
            order=record.order_key,
            about="",
            unit=order.currency,
            expected=0,
            found=order.total,
            sentence=f"Order {record.order_key} of {amount(order.total, order.currency)} stands "
            "here, and the store does not have it (any more).",
        )
    ]


def _content(comparison: StoreComparison, ours: OrderPlaced) -> Iterator[Finding]:
    theirs, name = comparison.store_order.order, comparison.record.order_key
    yield from compare_amounts(comparison, ours)
    if utc_day(theirs.order_ts) != utc_day(ours.order_ts):
        there, here = utc_day(theirs.order_ts), utc_day(ours.order_ts)
        sentence = f"Order {name} is of {there} in the store, and of {here} here."
        yield comparison.finding("order_other_day", "", sentence)
    if theirs.status != ours.status:
        sentence = f"Order {name} is {theirs.status} in the store, and {ours.status} here."
        yield comparison.finding("order_differs", "status", sentence.replace("_", " "))
    is_cancelled = comparison.record.history.is_cancelled
    words = {
        "cancellation": ("cancelled", comparison.store_order.is_cancelled, is_cancelled),
        "test": ("a test", theirs.test, ours.test),
        "discount": (
            "lowered by a discount that names nothing",
            DISCOUNT_OF_ALL in theirs.flags,
            DISCOUNT_OF_ALL in ours.flags,
        ),
    }
    for about, (word, is_there, is_here) in words.items():
        if is_there != is_here:
            yield comparison.is_and_is_not(about, word, is_there=is_there)
    yield from _lines(comparison, ours)
    yield from _referrals(comparison)


def _lines(comparison: StoreComparison, ours: OrderPlaced) -> Iterator[Finding]:
    """What of the lines is no amount. A line that only one side has differs by its amount."""
    there = {item.line_id: item for item in comparison.store_order.order.items}
    for mine in ours.items:
        if (theirs := there.get(mine.line_id)) is not None:
            yield from _line(comparison, theirs, mine)


def _line(comparison: StoreComparison, theirs: Item, ours: Item) -> Iterator[Finding]:
    for field, what in OF_LINES.items():
        there, here = getattr(theirs, field), getattr(ours, field)
        if there != here:
            sentence = (
                f"Line {ours.line_id} of order {comparison.record.order_key} has {what} "
                f"{_shown(there)} in the store, and {_shown(here)} here."
            )
            about = f"{what} of line {ours.line_id}"
            yield comparison.finding("order_differs", about, sentence)


def _shown(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else f"{value or 'none'}"


def _referrals(comparison: StoreComparison) -> Iterator[Finding]:
    """Referrals that no telling of the order had. A store's API may leave out what its webhook
    showed, so one that only we know of is none."""
    told = comparison.record.history.snapshots_by_time
    known = {_hint(each) for order in told for each in order.referrals}
    for each in comparison.store_order.order.referrals:
        if _hint(each) not in known:
            sentence = (
                f"Order {comparison.record.order_key} names {each.value} in the store "
                f"({each.carrier.replace('_', ' ')}), and nothing told here does."
            )
            yield comparison.finding("order_differs", "referral", sentence)


def _hint(referral: Referral) -> tuple[str, str]:
    return referral.carrier, referral.value
