"""What a store says of its orders and refunds against the facts that are kept of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from commissions.audit.findings import STORE, Finding
from commissions.audit.kept import Kept, is_young
from commissions.audit.words import amount
from commissions.domain.order import OfOrder, OrderCancelled, OrderPlaced, OrderRefunded


@dataclass(slots=True)
class Told:
    """What the store says now of one order."""

    order: OrderPlaced
    refunds: dict[str, OrderRefunded] = field(default_factory=dict)
    over: bool = False

    def is_settling(self, now: datetime) -> bool:
        """Whether we may not have heard of it yet."""
        moments = [refund.refunded_at for refund in self.refunds.values()]
        return is_young([self.order.updated_at, *moments], now)


def told_in(records: Iterable[OfOrder]) -> dict[str, Told]:
    """By order key: what the answers of a store's API say in the records of their dialect."""
    told: dict[str, Told] = {}
    rest: list[OrderRefunded | OrderCancelled] = []
    for record in records:
        if isinstance(record, OrderPlaced):
            told[record.order_key] = Told(record, over=record.cancelled_at is not None)
        else:
            rest.append(record)
    for each in rest:
        of = told.get(each.order_key)
        if of and isinstance(each, OrderRefunded):
            of.refunds[each.refund_id] = each
        elif of:
            of.over = True
    return told


def against_store(kept: Kept, told: Told) -> list[Finding]:
    order = kept.order
    if order is None:
        sentence = (
            f"The store has order {kept.order_key} of {amount(told.order.total, _unit(told))}, "
            "and we have never heard of it."
        )
        of = _Of(kept, told)
        return [
            of.finding("order_missing", "", sentence, _unit(told), told.order.total, 0),
            *(of.refund_missing(refund) for refund in told.refunds.values()),
        ]
    return [*_content(kept, told, order), *_refunds(kept, told)]


def gone(kept: Kept) -> Finding | None:
    """An order that is a fact here, and that the store says it does not have; one that was
    cancelled may go."""
    order = kept.order
    if order is None or kept.diary.over:
        return None
    return Finding(
        check=STORE,
        kind="order_gone",
        store=kept.store,
        order=kept.order_key,
        about="",
        unit=order.currency,
        expected=0,
        found=order.total,
        sentence=f"Order {kept.order_key} of {amount(order.total, order.currency)} stands here, "
        "and the store does not have it (any more).",
    )


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def refunded(refund: OrderRefunded, order: OrderPlaced) -> int:
    """What a refund gives back of the lines, in minor units rounded down line by line."""
    lines = {item.line_id: item for item in order.items}
    total = refund.amount_only
    for back in refund.items:
        total += back.amount
        line = lines.get(back.line_id)
        if back.worth is not None:
            total += back.worth
        elif line and line.qty:
            units, of = (back.qty / line.qty).as_integer_ratio()
            total += line.net * units // of
    return total


def _unit(told: Told) -> str:
    return told.order.currency


def _content(kept: Kept, told: Told, ours: OrderPlaced) -> Iterator[Finding]:
    of, theirs, name = _Of(kept, told), told.order, kept.order_key
    if theirs.currency != ours.currency:
        sentence = f"The store has order {name} in {theirs.currency}, we in {ours.currency}."
        yield of.finding("order_other_currency", "", sentence, theirs.currency, theirs.total, 0)
    elif theirs.total != ours.total:
        there, here = amount(theirs.total, _unit(told)), amount(ours.total, ours.currency)
        sentence = f"Order {name} is of {there} in the store, and of {here} here."
        yield of.finding("order_differs", "total", sentence, _unit(told), theirs.total, ours.total)
    else:
        yield from _lines(of, theirs, ours)
    if day_of(theirs.order_ts) != day_of(ours.order_ts):
        there, here = f"{day_of(theirs.order_ts)}", f"{day_of(ours.order_ts)}"
        sentence = f"Order {name} is of {there} in the store, and of {here} here."
        yield of.finding("order_other_day", "", sentence)
    if theirs.status != ours.status:
        sentence = f"Order {name} is {theirs.status} in the store, and {ours.status} here."
        yield of.finding("order_differs", "status", sentence.replace("_", " "))
    if told.over != kept.diary.over:
        there, here = ("", "not ") if told.over else ("not ", "")
        sentence = f"Order {name} is {there}cancelled in the store, and {here}cancelled here."
        yield of.finding("order_differs", "cancellation", sentence)


def _lines(of: "_Of", theirs: OrderPlaced, ours: OrderPlaced) -> Iterator[Finding]:
    there = {item.line_id: item for item in theirs.items}
    here = {item.line_id: item for item in ours.items}
    for line in sorted({*there, *here}):
        nets = [side[line].net if line in side else 0 for side in (there, here)]
        if nets[0] != nets[1]:
            sentence = (
                f"Line {line} of order {of.kept.order_key} is of "
                f"{amount(nets[0], theirs.currency)} net in the store, "
                f"and of {amount(nets[1], theirs.currency)} here."
            )
            yield of.finding("order_differs", f"line {line}", sentence, theirs.currency, *nets)


def _refunds(kept: Kept, told: Told) -> Iterator[Finding]:
    of = _Of(kept, told)
    here = {refund.refund_id: refund for refund in kept.diary.standing_refunds()}
    for refund_id, theirs in sorted(told.refunds.items()):
        if refund_id not in here:
            yield of.refund_missing(theirs)
        else:
            yield from of.refund_differs(theirs, here[refund_id])
    for refund_id in sorted(set(here) - set(told.refunds)):
        sum_ = refunded(here[refund_id], told.order)
        sentence = (
            f"Refund {refund_id} of {amount(sum_, here[refund_id].currency)} on order "
            f"{kept.order_key} stands here, and the store does not have it (any more)."
        )
        yield of.finding("refund_extra", refund_id, sentence, here[refund_id].currency, 0, sum_)


@dataclass(frozen=True, slots=True)
class _Of:
    kept: Kept
    told: Told

    def refund_missing(self, refund: OrderRefunded) -> Finding:
        sum_ = refunded(refund, self.told.order)
        sentence = (
            f"The store has given back {amount(sum_, refund.currency)} on order "
            f"{self.kept.order_key} (refund {refund.refund_id}), and we have never heard of it."
        )
        return self.finding("refund_missing", refund.refund_id, sentence, refund.currency, sum_, 0)

    def refund_differs(self, theirs: OrderRefunded, ours: OrderRefunded) -> Iterator[Finding]:
        what = f"Refund {ours.refund_id} on order {self.kept.order_key}"
        there, here = refunded(theirs, self.told.order), refunded(ours, self.told.order)
        if theirs.currency != ours.currency:
            sentence = f"{what} is in {theirs.currency} in the store, in {ours.currency} here."
            kind: tuple[Any, ...] = ("refund_other_currency", theirs.currency, there, 0)
        elif there != here or _parts(theirs) != _parts(ours):
            sentence = (
                f"{what} gives back {amount(there, theirs.currency)} in the store, "
                f"{amount(here, ours.currency)} here."
            )
            kind = ("refund_differs", theirs.currency, there, here)
        elif day_of(theirs.refunded_at) != day_of(ours.refunded_at):
            days = day_of(theirs.refunded_at), day_of(ours.refunded_at)
            sentence = f"{what} is of {days[0]} in the store, of {days[1]} here."
            kind = ("refund_other_day", "", None, None)
        else:
            return
        yield self.finding(kind[0], ours.refund_id, sentence, *kind[1:])

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
            store=self.kept.store,
            order=self.kept.order_key,
            about=about,
            unit=unit,
            expected=expected,
            found=found,
            sentence=sentence,
        )


def _parts(refund: OrderRefunded) -> dict[str, list[Any]]:
    """What came back of each line in units and in money, and without one."""
    parts: dict[str, list[Any]] = {"": [0, refund.amount_only, 0]}
    for back in refund.items:
        of = parts.setdefault(back.line_id, [0, 0, 0])
        of[0] += back.qty
        of[1] += back.amount
        of[2] += back.worth or 0
    return parts
