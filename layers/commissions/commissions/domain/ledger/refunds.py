"""How much of each line has come back, as exact shares that no rounding touches."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.money import split
from commissions.domain.orders.order import Item, OrderPlaced, OrderRefunded, RefundItem
from commissions.domain.stores.store import Policies

NOTHING, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Returned:
    """Per line id the share that came back, and the refunds that do not fit the order."""

    shares: dict[str, Fraction]
    unknown: tuple[str, ...]
    """Those that name lines nobody knows, or amounts of another currency than the order's."""


def returned(
    order: OrderPlaced,
    refunds: Iterable[OrderRefunded],
    policies: Policies,
    *,
    cancelled: bool,
    known: Collection[str] = (),
) -> Returned:
    """The shares after all refunds, each line capped at the whole of it.

    Refunds count in the order of their own times, never of their arrival, so that an amount that
    names no line is spread once, over what was left at its time; what of it has no place left on a
    line that then comes back as such goes on to the other lines. Shipping and tax that went back
    touch nothing (M5). `known`: lines the order has had, and that an edit has taken out.
    """
    if cancelled and policies.cancellation == "reverse_all":
        return Returned({item.line_id: WHOLE for item in order.items}, ())
    lines = {item.line_id: _line(item) for item in order.items}
    in_order = sorted(refunds, key=lambda each: (each.refunded_at, each.refund_id))
    for refund in in_order:
        if refund.currency != order.currency:
            continue  # its amounts are not comparable, and its units would be half of it
        _apply(refund, lines)
        if policies.amount_only_refund == "spread":
            _spread_unassigned(refund, lines)
    known = {*lines, *known}
    unknown = tuple(each.refund_id for each in in_order if not _fits(each, order, known))
    return Returned({line_id: line.share for line_id, line in lines.items()}, unknown)


@dataclass(slots=True)
class _ReturnedLine:
    """What has come back of one line: a share, of units, and besides it an amount of the net."""

    qty: Fraction
    net: int
    units: Fraction
    amount: int = 0
    spread: int = 0
    """Of the amount, what named no line."""
    left: int = 0
    """Whole minor units of the net that have not come back."""

    @property
    def share(self) -> Fraction:
        by_amount = Fraction(self.amount, self.net) if self.amount else NOTHING
        return min(WHOLE, self.units + by_amount)

    def take(self, back: RefundItem) -> None:
        """Takes back units and an amount; what is below nothing counts as nothing."""
        units = max(NOTHING, Fraction(back.qty) / self.qty) if self.qty else NOTHING
        amount = max(0, back.amount)
        if back.worth is not None and not self._is_worth(units, back.worth):
            units, amount = NOTHING, amount + max(0, back.worth)
        self.units = min(WHOLE, self.units + units)
        if self.net:
            self.amount += amount
        self.count()

    def make_room(self) -> int:
        """What was spread here and has no place any more; the line stays as whole as it is."""
        over = int(self.units * self.net + self.amount - self.net)
        displaced = max(0, min(self.spread, over))
        self.spread -= displaced
        self.amount -= displaced
        return displaced

    def _is_worth(self, units: Fraction, worth: int) -> bool:
        """Whether units are worth so much, to the minor unit; a line that is none has no say."""
        return not self.qty or abs(self.net * units - worth) <= 1

    def count(self) -> None:
        self.left = max(0, int(self.net * (WHOLE - self.units)) - self.amount)


def _line(item: Item) -> _ReturnedLine:
    qty = Fraction(item.qty)
    gone = min(WHOLE, max(NOTHING, Fraction(item.removed) / qty)) if qty else WHOLE
    line = _ReturnedLine(qty, max(0, item.net), gone)
    line.count()
    return line


def _fits(refund: OrderRefunded, order: OrderPlaced, known: Collection[str]) -> bool:
    return refund.currency == order.currency and all(i.line_id in known for i in refund.items)


def _apply(refund: OrderRefunded, lines: Mapping[str, _ReturnedLine]) -> None:
    """Takes back what the refund names, of the lines that the order still has."""
    for back in refund.items:
        if line := lines.get(back.line_id):
            line.take(back)


def _spread_unassigned(refund: OrderRefunded, lines: Mapping[str, _ReturnedLine]) -> None:
    """Spreads what of the refund names no line, and what was spread before and lost its place to
    what came back as such."""
    displaced = sum(line.make_room() for line in lines.values())
    amount = max(0, refund.amount_only) + displaced
    if amount:
        _spread(amount, [line for line in lines.values() if line.net])


def _spread(amount: int, lines: Sequence[_ReturnedLine]) -> None:
    """Over what is left of the lines; an amount that leaves nothing of them makes them whole."""
    left = [line.left for line in lines]
    if amount >= sum(left):
        for line in lines:
            line.units, line.left = WHOLE, 0
        return
    for line, part in zip(lines, split(amount, left), strict=True):
        line.amount += part
        line.spread += part
        line.left -= part
