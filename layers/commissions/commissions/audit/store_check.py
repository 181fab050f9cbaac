"""What a store says of its orders and refunds against the facts that are kept of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commissions.audit.findings import STORE, Finding
from commissions.audit.order_disputes import TAKES, counting
from commissions.audit.order_record import OrderRecord
from commissions.audit.store_order import StoreOrder, refund_total, utc_day
from commissions.audit.wording import amount
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderPlaced, OrderRefunded


def compare_with_store(record: OrderRecord, store_order: StoreOrder) -> list[Finding]:
    order, comparison = record.order, _Comparison(record, store_order)
    if order is None:
        missing = map(comparison.refund_missing, store_order.refunds.values())
        return [comparison.order_missing(), *missing]
    return [*_content(comparison, order), *_refunds(comparison), *_disputes(comparison)]


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


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One order as it is kept here, and as the store says it is."""

    record: OrderRecord
    store_order: StoreOrder

    def order_missing(self) -> Finding:
        total, unit = self.store_order.order.total, self.store_order.currency
        sentence = (
            f"The store has order {self.record.order_key} of {amount(total, unit)}, "
            "and we have never heard of it."
        )
        return self.finding("order_missing", "", sentence, unit, total, 0)

    def refund_missing(self, refund: OrderRefunded) -> Finding:
        total = refund_total(refund, self.store_order.order)
        sentence = (
            f"The store has given back {amount(total, refund.currency)} on order "
            f"{self.record.order_key} (refund {refund.refund_id}), and we have never heard of it."
        )
        return self.finding("refund_missing", refund.refund_id, sentence, refund.currency, total, 0)

    def refund_extra(self, refund: OrderRefunded) -> Finding:
        total = refund_total(refund, self.store_order.order)
        sentence = (
            f"Refund {refund.refund_id} of {amount(total, refund.currency)} on order "
            f"{self.record.order_key} stands here, and the store does not have it (any more)."
        )
        return self.finding("refund_extra", refund.refund_id, sentence, refund.currency, 0, total)

    def finding(  # noqa: PLR0913, PLR0917 - a finding has as many parts
        self,
        kind: str,
        about: str,
        sentence: str,
        unit: str = "",
        expected: int | None = None,
        found: int | None = None,
    ) -> Finding:
        return Finding(
            check=STORE,
            kind=kind,
            store=self.record.store,
            order=self.record.order_key,
            about=about,
            unit=unit,
            expected=expected,
            found=found,
            sentence=sentence,
        )


def _content(comparison: _Comparison, ours: OrderPlaced) -> Iterator[Finding]:
    theirs, name = comparison.store_order.order, comparison.record.order_key
    yield from _amounts(comparison, ours)
    if utc_day(theirs.order_ts) != utc_day(ours.order_ts):
        there, here = utc_day(theirs.order_ts), utc_day(ours.order_ts)
        sentence = f"Order {name} is of {there} in the store, and of {here} here."
        yield comparison.finding("order_other_day", "", sentence)
    if theirs.status != ours.status:
        sentence = f"Order {name} is {theirs.status} in the store, and {ours.status} here."
        yield comparison.finding("order_differs", "status", sentence.replace("_", " "))
    yield from _cancellation(comparison)


def _amounts(comparison: _Comparison, ours: OrderPlaced) -> Iterator[Finding]:
    theirs, name = comparison.store_order.order, comparison.record.order_key
    unit = theirs.currency
    if unit != ours.currency:
        sentence = f"The store has order {name} in {unit}, we in {ours.currency}."
        yield comparison.finding("order_other_currency", "", sentence, unit, theirs.total, 0)
    elif theirs.total != ours.total:
        there, here = amount(theirs.total, unit), amount(ours.total, unit)
        sentence = f"Order {name} is of {there} in the store, and of {here} here."
        yield comparison.finding("order_differs", "total", sentence, unit, theirs.total, ours.total)
    else:
        yield from _lines(comparison, theirs, ours)


def _lines(comparison: _Comparison, theirs: OrderPlaced, ours: OrderPlaced) -> Iterator[Finding]:
    there = {item.line_id: item.net for item in theirs.items}
    here = {item.line_id: item.net for item in ours.items}
    for line in sorted({*there, *here}):
        nets = there.get(line, 0), here.get(line, 0)
        if nets[0] != nets[1]:
            sentence = (
                f"Line {line} of order {comparison.record.order_key} is of "
                f"{amount(nets[0], theirs.currency)} net in the store, "
                f"and of {amount(nets[1], theirs.currency)} here."
            )
            yield comparison.finding(
                "order_differs", f"line {line}", sentence, theirs.currency, *nets
            )


def _cancellation(comparison: _Comparison) -> Iterator[Finding]:
    theirs, ours = comparison.store_order.is_cancelled, comparison.record.history.is_cancelled
    if theirs != ours:
        there, here = ("", "not ") if theirs else ("not ", "")
        sentence = (
            f"Order {comparison.record.order_key} is {there}cancelled in the store, "
            f"and {here}cancelled here."
        )
        yield comparison.finding("order_differs", "cancellation", sentence)


def _refunds(comparison: _Comparison) -> Iterator[Finding]:
    there = comparison.store_order.refunds
    here = {each.refund_id: each for each in comparison.record.history.standing_refunds()}
    for refund_id, theirs in sorted(there.items()):
        if refund_id not in here:
            yield comparison.refund_missing(theirs)
        else:
            yield from _refund(comparison, theirs, here[refund_id])
    for refund_id in sorted(set(here) - set(there)):
        yield comparison.refund_extra(here[refund_id])


def _refund(
    comparison: _Comparison, theirs: OrderRefunded, ours: OrderRefunded
) -> Iterator[Finding]:
    what = f"Refund {ours.refund_id} on order {comparison.record.order_key}"
    order = comparison.store_order.order
    there, here = refund_total(theirs, order), refund_total(ours, order)
    about, unit = ours.refund_id, theirs.currency
    if unit != ours.currency:
        sentence = f"{what} is in {unit} in the store, in {ours.currency} here."
        yield comparison.finding("refund_other_currency", about, sentence, unit, there, 0)
    elif there != here or _parts(theirs) != _parts(ours):
        sums = amount(there, unit), amount(here, unit)
        sentence = f"{what} gives back {sums[0]} in the store, {sums[1]} here."
        yield comparison.finding("refund_differs", about, sentence, unit, there, here)
    elif utc_day(theirs.refunded_at) != utc_day(ours.refunded_at):
        days = utc_day(theirs.refunded_at), utc_day(ours.refunded_at)
        sentence = f"{what} is of {days[0]} in the store, of {days[1]} here."
        yield comparison.finding("refund_other_day", about, sentence)


def _disputes(comparison: _Comparison) -> Iterator[Finding]:
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


def _parts(refund: OrderRefunded) -> dict[str, list[Any]]:
    """What came back of each line in units and in money, and without one."""
    parts: dict[str, list[Any]] = {"": [0, refund.amount_only, refund.money or 0]}
    for back in refund.items:
        line = parts.setdefault(back.line_id, [0, 0, 0])
        line[0] += back.qty
        line[1] += back.amount
        line[2] += back.worth or 0
    return parts
