"""A store's refunds of an order against those that are kept of it, each in all its records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commissions.audit.findings import STORE, Finding
from commissions.audit.order_record import OrderRecord
from commissions.audit.refund_sums import RefundSum, given_back, refund_sums
from commissions.audit.store_order import StoreOrder, utc_day
from commissions.audit.wording import amount


def compare_refunds(record: OrderRecord, store_order: StoreOrder) -> Iterator[Finding]:
    """Also of an order that is not here: a refund of it may have come before it."""
    order = store_order.order
    kept = record.history.standing_refunds()
    there = refund_sums(store_order.refunds.values(), order)
    here = refund_sums(kept, order)
    came = given_back(store_order.refunds.values(), order), given_back(kept, order)
    comparison = _Refunds(record, _in_all(came, order.currency))
    for refund_id, theirs in sorted(there.items()):
        if refund_id in here:
            yield from comparison.differs(theirs, here[refund_id])
        else:
            yield comparison.never_told(theirs)
    for refund_id in sorted(set(here) - set(there)):
        yield comparison.not_there(here[refund_id])


def _in_all(came: tuple[int, int], unit: str) -> str:
    there, here = (amount(each, unit) for each in came)
    return f"Of the order, {there} went back by the store, and {here} by what is kept here."


@dataclass(frozen=True, slots=True)
class _Refunds:
    record: OrderRecord
    in_all: str
    """What went back of the order by either side."""

    def never_told(self, theirs: RefundSum) -> Finding:
        sentence = (
            f"The store has given back {amount(theirs.total, theirs.currency)} on order "
            f"{self.record.order_key} (refund {theirs.refund_id}), and we have never heard of it."
        )
        return self._finding("refund_missing", theirs, sentence, theirs.total, 0)

    def not_there(self, ours: RefundSum) -> Finding:
        sentence = (
            f"Refund {ours.refund_id} of {amount(ours.total, ours.currency)} on order "
            f"{self.record.order_key} stands here, and the store does not have it (any more)."
        )
        return self._finding("refund_extra", ours, sentence, 0, ours.total)

    def differs(self, theirs: RefundSum, ours: RefundSum) -> Iterator[Finding]:
        what = f"Refund {ours.refund_id} on order {self.record.order_key}"
        if theirs.currency != ours.currency:
            sentence = f"{what} is in {theirs.currency} in the store, in {ours.currency} here."
            yield self._finding("refund_other_currency", theirs, sentence, theirs.total, 0)
        elif theirs.total != ours.total or _stated(theirs) != _stated(ours):
            there, here = (amount(each.total, theirs.currency) for each in (theirs, ours))
            sentence = f"{what} gives back {there} in the store, {here} here{_why(theirs, ours)}."
            yield self._finding("refund_differs", theirs, sentence, theirs.total, ours.total)
        elif days := _other_days(theirs, ours):
            sentence = f"{what} is of {days[0]} in the store, of {days[1]} here."
            yield self._finding("refund_other_day", theirs, sentence)

    def _finding(
        self,
        kind: str,
        refund: RefundSum,
        sentence: str,
        expected: int | None = None,
        found: int | None = None,
    ) -> Finding:
        has_amount = expected is not None
        return Finding(
            check=STORE,
            kind=kind,
            store=self.record.store,
            order=self.record.order_key,
            about=refund.refund_id,
            unit=refund.currency if has_amount else "",
            expected=expected,
            found=found,
            sentence=f"{sentence} {self.in_all}" if has_amount else sentence,
        )


def _stated(refund: RefundSum) -> dict[str, tuple[object, ...]]:
    """Without lines of which nothing came back."""
    return {line: parts for line, parts in refund.parts.items() if any(parts)}


def _why(theirs: RefundSum, ours: RefundSum) -> str:
    """What differs, where the sum does not."""
    if theirs.total != ours.total:
        return ""
    there, here = _stated(theirs), _stated(ours)
    lines = sorted(name for name in {*there, *here} if there.get(name) != here.get(name))
    return f", and not for the same: {_named(lines)}"


def _named(lines: Iterable[str]) -> str:
    return ", ".join(f"line {line}" if line else "what is of no line" for line in lines)


def _other_days(theirs: RefundSum, ours: RefundSum) -> tuple[object, object] | None:
    """Of the first record that both have, and of which they give two days."""
    for name in sorted({*theirs.days} & {*ours.days}):
        days = utc_day(theirs.days[name]), utc_day(ours.days[name])
        if days[0] != days[1]:
            return days
    return None
