"""Of each refund by itself: how much less, or more, went back than what it names is worth.

Amounts are whole or broken grains, gross.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from commissions.audit.money_back import BESIDE, ItemBack, MoneyBack
from commissions.audit.order_history import refund_of
from commissions.domain.orders.order import Item

Lines = Mapping[str, tuple[Item, Fraction]]
"""The lines that may come back, each with what it costs, in grains."""


def gaps(records: Sequence[MoneyBack], lines: Lines, grain: int) -> tuple[Fraction, Fraction]:
    """All that went beyond what is named, below nothing where less did; and of what did not go,
    what was kept by refunds which did give something back."""
    beyond, kept = Fraction(0), Fraction(0)
    for refund in _by_refund(records).values():
        worth = _worth(refund, lines, grain)
        gap = _gap(refund, worth)
        beyond += gap
        if gap < 0 and gap + (worth or 0) > 0:
            kept -= gap
    return beyond, kept


def _by_refund(records: Sequence[MoneyBack]) -> dict[str, list[MoneyBack]]:
    found: dict[str, list[MoneyBack]] = defaultdict(list)
    for record in records:
        if not record.is_dispute:
            found[refund_of(record.name)].append(record)
    return found


def _gap(refund: Sequence[MoneyBack], worth: Fraction | None) -> Fraction:
    """As its platform says, or, where it tells the money alone, by what the lines are worth."""
    gap = Fraction(sum(record.difference for record in refund))
    sums = [record.money for record in refund if record.money is not None]
    return gap + sum(sums) - worth if sums and worth is not None else gap


def _worth(refund: Sequence[MoneyBack], lines: Lines, grain: int) -> Fraction | None:
    """None where it names what nobody has seen."""
    items = [back for record in refund for back in record.items]
    if any(back.line_id not in lines for back in items):
        return None
    beside = [each for each in refund if each.name.endswith(BESIDE)]
    others = sum(each.beside + each.tax_alone for each in beside)
    return sum((_of_line(back, *lines[back.line_id], grain) for back in items), Fraction(others))


def _of_line(back: ItemBack, item: Item, price: Fraction, grain: int) -> Fraction:
    units = Fraction(back.qty) / Fraction(item.qty) if item.qty else Fraction(0)
    part = max(Fraction(0), units)
    if item.net > 0:
        by_money = Fraction(max(0, back.amount) + max(0, back.worth or 0), item.net * grain)
        part = by_money if back.worth is not None else part + by_money
    return price * part
