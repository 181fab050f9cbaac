"""What an order is made of, in gross, as of one snapshot and the refunds known by then.

A component is a line, or the rest: shipping, fees, tips, wrapping, rounding and their tax in one.
What was given back either names components (units, money of a line, shipping, tax), and then lowers
what is owed, as far as there is so much of them; or it does not: the signed differences. Amounts
are exact fractions of a minor unit of the order's currency, with tax.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.currencies import smallest_coin
from commissions.domain.ledger.discounts import gross_of, is_discounted, price_of
from commissions.domain.ledger.priced_refunds import PricedRefunds, without_units_told_twice
from commissions.domain.ledger.refund_differences import differences
from commissions.domain.ledger.refunds import (
    NOTHING,
    WHOLE,
    ReturnedLine,
    returned_lines,
)
from commissions.domain.ledger.taken_off import TakenOff
from commissions.domain.ledger.tax_beside_goods import tax_beside_goods
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import BESIDE, OrderRefunded

REST = ""
"""The component that is no line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineComponent:
    """A line as of one snapshot."""

    gross: Fraction
    """What it costs as it was sold, with tax."""
    gone: Fraction
    """The part of it that is gone or given back."""
    qty: Fraction
    """Units of it that are kept."""
    units: Fraction
    """Units of it that were ever sold."""

    @property
    def kept(self) -> Fraction:
        return self.gross * (WHOLE - self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """An order as of one snapshot."""

    lines: Mapping[str, LineComponent]
    kept: Mapping[str, Fraction]
    """Per component what it costs now, for what is kept; the rest below 0 by the tax of lines that
    was given back alone."""
    named: Fraction
    """Of what was given back, what names its goods."""
    unnamed: Fraction
    """The signed differences, added up, and what was named of a thing beyond all that there is."""
    fees: Fraction
    """What was kept of the worth of goods that went back for some of their money: who is given a
    part of it back had paid all of it."""
    rounding: Fraction
    """As little as this may be missing because amounts are rounded."""
    left_by_rounding: Fraction
    """Less than this may be left of all the money that came because amounts are rounded."""
    price: Fraction
    """The part of each price that a discount which names nothing has left."""
    without_tax: Fraction
    """Amounts that were told without tax: no part of these sums, as they fall to the lines where
    they are spread."""

    @property
    def owed(self) -> Fraction:
        return sum(self.kept.values(), NOTHING)


def components_of(
    order: OrderPlaced,
    refunds: PricedRefunds,
    every_line: Mapping[str, Item],
    edits: TakenOff,
    *,
    spread: bool,
) -> Components:
    """`refunds`: those known by the snapshot; `every_line`: the lines that the order had by it, as
    they were last, for what comes back of one that an edit took off; `edits`: all that edits took
    off by then, of which amounts without tax are the money first: with their tax they are unnamed;
    `spread`: whether the rest of such amounts falls to the lines."""
    order, known, grain = without_units_told_twice(order, refunds), refunds.refunds, refunds.grain
    of_edits = min(edits.net * grain, sum(each.without_tax for each in known))
    price, refunded_lines = price_of(order), sum(len(each.refund.items) for each in known)
    here = {item.line_id: item for item in order.items}
    dropped = [item for name, item in every_line.items() if name not in here]
    unit = order.rounds_to
    back = returned_lines(
        here.values(), known, grain=grain, spread=spread, unit=unit, of_edits=of_edits
    )
    of_dropped = returned_lines(dropped, known, grain=grain, spread=False, unit=unit)
    lines = _lines(order, here, back, price)
    worth = sum((each.gross for each in lines.values()), NOTHING)
    shipping_tax = tax_beside_goods(order, [*dropped, *here.values()], refunds)
    beside = _beside_lines(order.total + order.tender - worth, shipping_tax, order.items, refunds)
    worths = _worths(lines, dropped) if known else {}
    beyond = differences(known, [*dropped, *here.values()] if known else (), worths, grain)
    return Components(
        lines=lines,
        kept={name: line.kept for name, line in lines.items()} | {REST: beside.kept},
        named=beside.named + _named(lines, back, dropped, of_dropped),
        unnamed=beside.excess
        + _in_minor([of_edits], grain) * edits.gross_of_net
        + _excess(here, back, dropped, of_dropped, price)
        + beyond.sum,
        fees=beyond.fees,
        rounding=_rounding(order, refunded_lines),
        left_by_rounding=Fraction(order.rounds_to * (1 + refunded_lines), 2),
        price=price,
        without_tax=_in_minor([*(each.without_tax for each in known), -of_edits], grain),
    )


def _rounding(order: OrderPlaced, refunded_lines: int) -> Fraction:
    """Half a unit, and one for each line of a refund, each of which its platform has rounded, in
    the shop's own unit; at least what may be left where cash is rounded to the smallest coin."""
    of_lines = order.rounds_to * (Fraction(1, 2) + refunded_lines)
    return max(of_lines, Fraction(smallest_coin(order.currency), 2))


def _lines(
    order: OrderPlaced, here: Mapping[str, Item], back: Mapping[str, ReturnedLine], price: Fraction
) -> dict[str, LineComponent]:
    discounted = is_discounted(order)
    return {
        name: _component(item, back[name], price, discounted=discounted)
        for name, item in here.items()
    }


def _worths(lines: Mapping[str, LineComponent], dropped: Iterable[Item]) -> dict[str, Fraction]:
    """What each line costs as it was sold, those that an edit took off as they were last."""
    worths = {item.line_id: Fraction(gross_of(item)) for item in dropped}
    return worths | {name: line.gross for name, line in lines.items()}


def _named(
    lines: Mapping[str, LineComponent],
    back: Mapping[str, ReturnedLine],
    dropped: Iterable[Item],
    of_dropped: Mapping[str, ReturnedLine],
) -> Fraction:
    """What was given back of lines by name, those among them that an edit took off."""
    named = sum((lines[name].gross * line.refunded for name, line in back.items()), NOTHING)
    return sum((gross_of(item) * of_dropped[item.line_id].refunded for item in dropped), named)


def _excess(
    here: Mapping[str, Item],
    back: Mapping[str, ReturnedLine],
    dropped: Iterable[Item],
    of_dropped: Mapping[str, ReturnedLine],
    price: Fraction,
) -> Fraction:
    """What was given back of lines by name beyond all that they are worth."""
    excess = sum((_beyond(here[name], line, price) for name, line in back.items()), NOTHING)
    return sum((gross_of(item) * of_dropped[item.line_id].excess for item in dropped), excess)


def _beyond(item: Item, back: ReturnedLine, price: Fraction) -> Fraction:
    """What was given back of a line beyond what it is worth: when there was no more of it, and by
    its full price where a discount of all has lowered that."""
    return max(0, gross_of(item)) * (back.excess + back.told * (WHOLE - price))


def _component(
    item: Item, back: ReturnedLine, price: Fraction, *, discounted: bool
) -> LineComponent:
    """A line below nothing is, where a discount of all is told, a part of that."""
    qty = Fraction(item.qty)
    gross = max(0, gross_of(item)) if discounted else gross_of(item)
    return LineComponent(
        gross=gross * price, gone=back.share, qty=qty * (WHOLE - back.units), units=qty
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is no line."""

    named: Fraction
    """What was given back of it, by name."""
    kept: Fraction
    excess: Fraction
    """What was named beyond all that there was of it."""


def _beside_lines(
    rest: Fraction, shipping_tax: Fraction, items: Iterable[Item], refunds: PricedRefunds
) -> _Beside:
    """`shipping_tax`: told in one sum with that of the goods. Tax that was given back alone may
    be that of the lines, which stay what they are."""
    apart = {each.refund.source_id for each in refunds.refunds if _is_beside(each.refund)}
    counted = [
        each
        for each in refunds.refunds
        if _is_beside(each.refund) or each.refund.source_id not in apart
    ]
    named = shipping_tax + _in_minor(
        (_beside(each.refund) * each.grains for each in counted), refunds.grain
    )
    alone = _in_minor((_tax_alone(each.refund) * each.grains for each in counted), refunds.grain)
    beside = min(named, max(NOTHING, rest))
    taxes = sum(max(0, item.tax) for item in items)
    tax = min(alone, max(NOTHING, rest - beside) + taxes)
    return _Beside(beside + tax, rest - beside - tax, named - beside)


def _beside(refund: OrderRefunded) -> int:
    """What a refund names that is no line. Beside lines and amounts a tax is theirs, and not to be
    trusted besides (Magento copies the whole order's)."""
    tax = refund.tax if _is_beside(refund) and not _tax_alone(refund) else 0
    return max(0, refund.shipping) + max(0, refund.other) + max(0, tax)


def _tax_alone(refund: OrderRefunded) -> int:
    names = refund.items or refund.amount_only or refund.shipping or refund.other
    return 0 if names else max(0, refund.tax)


def _is_beside(refund: OrderRefunded) -> bool:
    return refund.refund_id.endswith(BESIDE)


def _in_minor(grains: Iterable[int], grain: int) -> Fraction:
    return Fraction(sum(grains), grain)
