"""What refunds gave back beyond what they name, or short of it: refund by refund, then in one sum.

Most platforms say what their refunds name is worth, and so tell the difference. Of the others a
record tells the money alone, and what its goods are worth is what the lines say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.ledger.refunds import NOTHING, PricedRefund
from commissions.domain.orders.order import Item
from commissions.domain.orders.refund import BESIDE, RefundItem


@dataclass(frozen=True, slots=True)
class Differences:
    """In minor units, gross."""

    sum: Fraction
    """Signed, of all refunds."""
    fees: Fraction
    """Of the money short of what is named, that of refunds which gave some money back."""


@dataclass(frozen=True, slots=True)
class _Line:
    item: Item
    gross: Fraction

    def worth(self, back: RefundItem, grains: int, grain: int) -> Fraction:
        """Of what came back of it, by units, or by the money that is named for it, in grains of
        which a minor unit has so many."""
        qty = Fraction(self.item.qty)
        share = max(NOTHING, Fraction(back.qty) / qty) if qty else NOTHING
        told = max(0, back.amount) + max(0, back.worth or 0)
        if self.item.net <= 0:
            return self.gross * share
        money = Fraction(told * grains, self.item.net * grain)
        return self.gross * (money if back.worth is not None else share + money)


def differences(
    refunds: Iterable[PricedRefund],
    items: Iterable[Item],
    worths: Mapping[str, Fraction],
    grain: int,
) -> Differences:
    """`items`: the lines that refunds may name; `worths`: by their ids, what they cost with tax."""
    lines = {item.line_id: _Line(item, worths[item.line_id]) for item in items}
    by_source: dict[str, list[PricedRefund]] = {}
    for each in refunds:
        by_source.setdefault(each.refund.source_id, []).append(each)
    found, fees = NOTHING, NOTHING
    for records in by_source.values():
        named = _named(records, lines, grain)
        difference = _difference(records, named, grain)
        found += difference
        fees += max(NOTHING, -difference) if (named or NOTHING) + difference > 0 else NOTHING
    return Differences(found, fees)


def _difference(records: Sequence[PricedRefund], named: Fraction | None, grain: int) -> Fraction:
    told = sum(each.refund.amount_only * each.grains for each in records if each.refund.gross)
    money = [each.refund.money * each.grains for each in records if each.refund.money is not None]
    if not money or named is None:
        return Fraction(told, grain)
    return Fraction(told + sum(money), grain) - named


def _named(
    records: Sequence[PricedRefund], lines: Mapping[str, _Line], grain: int
) -> Fraction | None:
    """What a refund names is worth; None where it names a line that nobody knows."""
    worth = NOTHING
    for each in records:
        for back in each.refund.items:
            if back.line_id not in lines:
                return None
            worth += lines[back.line_id].worth(back, each.grains, grain)
        if each.refund.refund_id.endswith(BESIDE):
            beside = each.refund.shipping + each.refund.tax + each.refund.other
            worth += Fraction(beside * each.grains, grain)
    return worth
