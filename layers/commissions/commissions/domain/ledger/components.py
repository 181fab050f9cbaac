"""What an order is made of, in gross, as of one snapshot and the refunds known by then.

A component is a line, or the rest: shipping, fees, tips, wrapping, rounding and their tax in one.
What was given back either names components (units, money of a line, shipping, tax), and then lowers
what is owed, or it does not: the signed differences. Amounts are exact fractions of a minor unit of
the order's currency, with tax.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.orders.order import Item, OrderPlaced, OrderRefunded, RefundItem

REST = ""
"""The component that is no line."""
AMOUNT, BESIDE = "-amount", "-beside"
"""What ends the id of a refund's record of its signed difference, and of what it names besides."""
NOTHING, WHOLE = Fraction(0), Fraction(1)


@dataclass(slots=True)
class Line:
    """A line as of a snapshot: what it costs, how much of it is gone, what was named for it."""

    item: Item
    gone: Fraction = NOTHING
    """The share of its units that an edit took off or that came back."""
    named: Fraction = NOTHING
    """Money that was given back for it without units."""

    @property
    def gross(self) -> Fraction:
        return Fraction(self.item.net + max(0, self.item.tax)) if self.item.net > 0 else NOTHING

    @property
    def kept(self) -> Fraction:
        return max(NOTHING, self.gross * (WHOLE - self.gone) - self.named)

    def take_units(self, units: Fraction) -> Fraction:
        """Takes units back, as a share of the line; the gross that they are worth, at most what is
        left of it."""
        worth = min(units * self.gross, self.kept)
        self.gone = min(WHOLE, self.gone + units)
        return worth

    def take_money(self, net: int) -> tuple[Fraction, Fraction]:
        """Takes money of its net back: that in gross, as far as there was so much left of it; and
        what is beyond, and so names nothing."""
        money = net * self.gross / self.item.net if self.item.net > 0 else Fraction(net)
        named = min(money, self.kept)
        self.named += named
        return named, money - named


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """An order as of one snapshot."""

    lines: Mapping[str, Line]
    kept: Mapping[str, Fraction]
    """Per component what it costs now, for what is kept; the rest below 0 by the tax of lines that
    was given back alone."""
    named: Fraction
    """Of what was given back, what names its goods."""
    unnamed: Fraction
    """The signed differences that are told in gross, added up; and what was named for a component
    beyond what there was left of it."""
    unnamed_net: int
    """Those that are told without tax: of the lines alone."""
    refunded_lines: int
    """How many lines of refunds there are: each was rounded by its platform."""

    @property
    def owed(self) -> Fraction:
        return sum(self.kept.values(), NOTHING)


def components_of(
    order: OrderPlaced, refunds: Sequence[OrderRefunded], every_line: Mapping[str, Item]
) -> Components:
    """`refunds`: those known by the snapshot, by their own times; `every_line`: all lines that the
    order has ever had, as they were last, for what comes back of one that an edit took off."""
    lines = {item.line_id: Line(item, _taken_off(item)) for item in order.items}
    gone_lines = {name: Line(item) for name, item in every_line.items() if name not in lines}
    book = _Book(lines | gone_lines)
    told_beside = {_base_id(each) for each in refunds if each.refund_id.endswith(BESIDE)}
    for refund in refunds:
        book.record(refund, order, beside_apart=_base_id(refund) in told_beside)
    rest = Fraction(order.total + order.tender) - sum(
        (each.gross for each in lines.values()), NOTHING
    )
    rest_kept = _rest(rest, book.beside, lines.values())
    beside = rest - rest_kept
    return Components(
        lines=lines,
        kept={name: line.kept for name, line in lines.items()} | {REST: rest_kept},
        named=book.named + beside,
        unnamed=book.unnamed + book.beside - beside,
        unnamed_net=book.unnamed_net,
        refunded_lines=sum(len(each.items) for each in refunds),
    )


@dataclass(slots=True)
class _Book:
    """What refunds gave back, added up in the order of their times."""

    lines: dict[str, Line]
    named: Fraction = NOTHING
    beside: Fraction = NOTHING
    unnamed: Fraction = NOTHING
    unnamed_net: int = 0

    def record(self, refund: OrderRefunded, order: OrderPlaced, *, beside_apart: bool) -> None:
        comparable = refund.currency == order.currency
        for back in refund.items:
            if line := self.lines.get(back.line_id):
                named, beyond = _given_back(line, back, money=comparable)
                self.named += named
                self.unnamed += beyond
        if not comparable:
            return
        beside = NOTHING if beside_apart and not _is_beside(refund) else _beside(refund)
        self.beside += beside
        if refund.gross:
            self.unnamed += refund.amount_only
        else:
            self.unnamed_net += max(0, refund.amount_only)


def _given_back(line: Line, back: RefundItem, *, money: bool) -> tuple[Fraction, Fraction]:
    """Of one line of a refund: units, an amount, or the worth that a store gave for units where
    that is not theirs (WooCommerce). Units below zero are no units. What names the line, and what
    is beyond it."""
    qty = Fraction(line.item.qty)
    units = max(NOTHING, Fraction(back.qty) / qty) if qty > 0 else NOTHING
    amount = max(0, back.amount)
    if back.worth is not None and not _are_worth(units, back.worth, line.item):
        units, amount = NOTHING, amount + max(0, back.worth)
    worth = line.take_units(units)
    named, beyond = line.take_money(amount) if money and amount else (NOTHING, NOTHING)
    return worth + named, beyond


def _are_worth(units: Fraction, worth: int, item: Item) -> bool:
    """Whether units are worth so much, to the minor unit; a line that is none has no say."""
    return not item.qty or abs(max(0, item.net) * units - worth) <= 1


def _taken_off(item: Item) -> Fraction:
    qty = Fraction(item.qty)
    return min(WHOLE, max(NOTHING, Fraction(item.removed) / qty)) if qty else WHOLE


def _is_beside(refund: OrderRefunded) -> bool:
    return refund.refund_id.endswith(BESIDE)


def _base_id(refund: OrderRefunded) -> str:
    return refund.refund_id.removesuffix(BESIDE).removesuffix(AMOUNT)


def _beside(refund: OrderRefunded) -> Fraction:
    """What a refund names that is no line. Where a record names lines, or an amount without tax,
    its tax is of those, and not to be trusted besides (Magento copies the whole order's)."""
    tax = 0 if refund.items or refund.amount_only else refund.tax
    return Fraction(max(0, refund.shipping + refund.other + tax))


def _rest(rest: Fraction, beside: Fraction, lines: Iterable[Line]) -> Fraction:
    """What is kept of the rest. Tax alone may be given back of the lines' tax too: that lowers what
    is owed, and takes nobody's commission."""
    tax = sum((_tax_kept(line) for line in lines), NOTHING)
    return max(rest - beside, min(NOTHING, rest) - tax)


def _tax_kept(line: Line) -> Fraction:
    return line.kept * (line.gross - max(0, line.item.net)) / line.gross if line.gross else NOTHING
