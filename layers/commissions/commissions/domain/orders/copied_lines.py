"""Which lines of an order are copies of its parent's: those earn there, and nowhere else.

The parent's lines count as they are now, whatever was refunded of them. A line that its edits have
lost to the child is the child's own, and so is one of a product that it does not have. One of a
product that it has, or may have under another id, and that is unlike all lines of it, is neither: a
person has to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from commissions.domain.orders.carried_lines import ComparedLine, LinesState, UnitsTakenOff
from commissions.domain.orders.order import Item, OrderPlaced

_BY_SKU = "sku:"
"""Before a SKU that stands in place of an id."""
SPLIT_WITHIN = timedelta(hours=1)
"""So long before a child was placed its parent may have been told without what it lost to it: no
child has taken over what edits had taken off before."""
COPIED_WITHIN = timedelta(days=2)
"""Marketplaces make copies with the checkout. What is placed later with the same lines may as well
be the next order of a subscription, which plug-ins put below the first one."""


class Whose(StrEnum):
    """Where a line of a child earns."""

    OWN = "own"
    PARENTS = "parents"
    UNKNOWN = "unknown"


def compared_line(item: Item, back: str = "0") -> ComparedLine:
    sku = item.platform_sku
    return ComparedLine(
        line_id=item.line_id,
        product=item.variant_id or (f"{_BY_SKU}{sku}" if sku else ""),
        qty=item.qty,
        net=item.net,
        price=item.net + item.discount,
        sku=sku if item.variant_id else "",
        back=back,
    )


def compared(
    lines: Iterable[ComparedLine], placed_at: datetime, parent: LinesState, unit: int
) -> dict[str, Whose]:
    """Whose each line of a child is, by its id. `unit`: what the child's shop rounds to."""
    lost = {each.product: each.qty for each in _lost_to(placed_at, parent.taken_off)}
    left, wide = [*parent.lines], max(unit, parent.unit)
    found: dict[str, Whose] = {}
    for line in lines:
        if line.qty <= lost.get(line.product, 0):
            lost[line.product] -= line.qty
            found[line.line_id] = Whose.OWN
        elif same := alike(line, left, wide):
            left.remove(same[0])
            found[line.line_id] = Whose.PARENTS
        else:
            is_in_doubt = may_be_one_of(line, parent.lines, wide)
            found[line.line_id] = Whose.UNKNOWN if is_in_doubt else Whose.OWN
    return found


def is_late(placed_at: datetime, sold_at: datetime) -> bool:
    """Whether an order with lines of another one was placed too long after it to be a copy for
    sure."""
    return placed_at - sold_at > COPIED_WITHIN


def equal_lines(
    lines: Iterable[ComparedLine], placed_at: datetime, parent: LinesState, unit: int
) -> dict[str, Whose]:
    """The same of a part, or of an order that was placed anew: lines that the other order still has
    stand twice, and all others are its own. What came back of that one it has no more."""
    lines, has = [*lines], tuple(each for each in parent.lines if not each.is_gone)
    whose, wide = (
        compared(lines, placed_at, replace(parent, lines=has), unit),
        max(unit, parent.unit),
    )
    twice = {
        line.line_id
        for line in lines
        for each in has
        if whose[line.line_id] is Whose.UNKNOWN
        and may_be_of_one_product(line, each)
        and cost_the_same(line, each, wide)
    }
    twice |= {name for name, each in whose.items() if each is Whose.PARENTS}
    return {name: Whose.UNKNOWN if name in twice else Whose.OWN for name in whose}


def alike(line: ComparedLine, others: Iterable[ComparedLine], unit: int) -> list[ComparedLine]:
    """The lines of one product and as many units, at the same price. The likest first."""
    found = [
        each for each in others if is_of_one_product(line, each) and cost_the_same(line, each, unit)
    ]
    return sorted(found, key=lambda each: abs(each.net - line.net))


def cost_the_same(one: ComparedLine, other: ComparedLine, unit: int) -> bool:
    """As many units at one price: before discounts, or after them but for what rounding makes of
    it."""
    is_same_price = abs(one.net - other.net) <= unit or one.price == other.price
    return one.qty == other.qty and is_same_price


def may_be_one_of(line: ComparedLine, others: Iterable[ComparedLine], unit: int) -> bool:
    """Whether it is of a product that is among them, or may be: one of a product that was deleted,
    of which nothing is left, in any case; one of the same SKU under another id, if it costs the
    same."""
    return any(
        is_of_one_product(line, each)
        or (may_be_of_one_product(line, each) and cost_the_same(line, each, unit))
        or "" in (line.product, each.product)
        for each in others
    )


def is_of_one_product(one: ComparedLine, other: ComparedLine) -> bool:
    """By their ids; where one of both has none, by their SKUs."""
    if _has_id(one) and _has_id(other):
        return one.product == other.product
    return _sku(one) == _sku(other) and (bool(_sku(one)) or one.product == other.product)


def may_be_of_one_product(one: ComparedLine, other: ComparedLine) -> bool:
    """Also those of one SKU under two ids, as of a product that was made anew, or of a variant that
    is told as its product; and one of which no name is left."""
    is_nameless = "" in (one.product, other.product)
    return is_of_one_product(one, other) or is_nameless or _sku(one) == _sku(other) != ""


def _has_id(line: ComparedLine) -> bool:
    return bool(line.product) and not line.product.startswith(_BY_SKU)


def _sku(line: ComparedLine) -> str:
    return line.product.removeprefix(_BY_SKU) if line.product.startswith(_BY_SKU) else line.sku


def taken_off(snapshots: Sequence[OrderPlaced]) -> tuple[UnitsTakenOff, ...]:
    """Units that an order had, and has no more, by product. Lines that are only made anew under
    other ids are there. `snapshots`: the oldest first."""
    totals = [_units(each.items) for each in snapshots]
    found = []
    for product in sorted({name for each in totals for name in each}):
        now = totals[-1].get(product, Decimal(0))
        had = [place for place, each in enumerate(totals) if each.get(product, 0) > now]
        if had:
            at = snapshots[had[-1] + 1].updated_at
            found.append(UnitsTakenOff(product, totals[had[-1]][product] - now, at))
    return tuple(found)


def _units(items: Iterable[Item]) -> dict[str, Decimal]:
    units: dict[str, Decimal] = {}
    for item in items:
        product = compared_line(item).product
        units[product] = units.get(product, Decimal(0)) + item.qty
    return units


def _lost_to(placed_at: datetime, gone: Iterable[UnitsTakenOff]) -> Iterable[UnitsTakenOff]:
    return (each for each in gone if each.at >= placed_at - SPLIT_WITHIN)
