"""The money of an order by its store against what is kept: what it costs, and what came in."""

from collections.abc import Iterator

from commissions.audit.findings import Finding
from commissions.audit.store_comparison import StoreComparison
from commissions.audit.wording import amount
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking_reasons import PAYMENTS_UNKNOWN

SAYS_PAID = ("paid", "partially_refunded", "refunded")
OF_AMOUNTS = {"shipping": "shipping", "tax": "tax", "other": "fees and the like"}
"""Parts of a total beside its lines."""


def compare_amounts(comparison: StoreComparison, ours: OrderPlaced) -> Iterator[Finding]:
    """What the order costs, and what came in for it, where the store tells that."""
    theirs, name = comparison.store_order.order, comparison.record.order_key
    unit = theirs.currency
    if unit != ours.currency:
        sentence = f"The store has order {name} in {unit}, we in {ours.currency}."
        yield comparison.finding("order_other_currency", "", sentence, unit, theirs.total, 0)
        return
    if _is_read_as_before(theirs, ours):
        return
    if theirs.total != ours.total:
        there, here = amount(theirs.total, unit), amount(ours.total, unit)
        sentence = f"Order {name} is of {there} in the store, and of {here} here."
        yield comparison.finding("order_differs", "total", sentence, unit, theirs.total, ours.total)
    else:
        yield from _parts(comparison, ours)
    yield from _payments(comparison, ours)


def _is_read_as_before(theirs: OrderPlaced, ours: OrderPlaced) -> bool:
    """Whether what was paid besides the total was not told apart yet when ours was read: hidden in
    the fees, or added to the total. What the order costs is the same."""
    costs = theirs.total + theirs.tender - theirs.other
    return theirs.tender > 0 and not ours.tender and ours.total - ours.other == costs


def _parts(comparison: StoreComparison, ours: OrderPlaced) -> Iterator[Finding]:
    """How one total is made up: by its lines, or where these agree by the rest."""
    of_lines = list(_sums_of_lines(comparison, ours))
    yield from of_lines
    for field, what in OF_AMOUNTS.items() if not of_lines else ():
        sums = [getattr(each, field) for each in (comparison.store_order.order, ours)]
        yield from comparison.two_amounts(field, "The whole", what, sums[0], sums[1])


def _sums_of_lines(comparison: StoreComparison, ours: OrderPlaced) -> Iterator[Finding]:
    theirs = comparison.store_order.order
    there, here = ({item.line_id: item for item in each.items} for each in (theirs, ours))
    for line in sorted({*there, *here}):
        for what in ("net", "tax"):
            sums = [getattr(each.get(line), what, 0) for each in (there, here)]
            about = f"line {line}" if what == "net" else f"tax of line {line}"
            yield from comparison.two_amounts(about, f"Line {line}", what, sums[0], sums[1])


def _payments(comparison: StoreComparison, ours: OrderPlaced) -> Iterator[Finding]:
    """What came in for the order, where the store tells it."""
    theirs, name = comparison.store_order.order, comparison.record.order_key
    tender = "what was paid besides the total, by gift card or credit"
    sums = theirs.tender, ours.tender
    yield from comparison.two_amounts("tender", "The whole", tender, *sums)
    due = theirs.unpaid, ours.unpaid
    yield from comparison.two_amounts("unpaid", "The whole", "what is still to be paid", *due)
    unknown = PAYMENTS_UNKNOWN in {*theirs.flags, *ours.flags}
    there, here = _came_in(theirs), _came_in(ours)
    told = theirs.received is not None or (
        ours.received is not None and theirs.updated_at == ours.updated_at
    )
    if told and not unknown and there != here:
        sentence = (
            f"By the store, {amount(there, theirs.currency)} came in for order {name}; "
            f"by what we were told, {amount(here, ours.currency)}."
        )
        yield comparison.finding("order_differs", "received", sentence, ours.currency, there, here)


def _came_in(order: OrderPlaced) -> int:
    """All of it, where the word says so and no sum does."""
    if order.received is not None:
        return order.received
    return order.total + order.tender if order.status in SAYS_PAID else 0
