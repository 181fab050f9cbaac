"""Which lines of an order are copies of its parent's: those earn there, and nowhere else.

The parent's lines count as they are now, whatever was refunded of them. A line that its edits have
lost to the child is the child's own, and so is one of a product that it does not have. One of a
product that it has, and that is unlike all lines of it, is neither: a person has to say.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from commissions.domain.orders.carried_lines import ComparedLine, LinesState, UnitsTakenOff
from commissions.domain.orders.order import Item, OrderPlaced

SPLIT_WITHIN = timedelta(hours=1)
"""So long before a child was placed its parent may have been told without what it lost to it: no
child has taken over what edits had taken off before."""


class Whose(StrEnum):
    """Where a line of a child earns."""

    OWN = "own"
    PARENTS = "parents"
    UNKNOWN = "unknown"


def compared_line(item: Item, back: str = "0") -> ComparedLine:
    product = item.variant_id or (f"sku:{item.platform_sku}" if item.platform_sku else "")
    return ComparedLine(item.line_id, product, item.qty, item.net, item.net + item.discount, back)


def compared(
    lines: Iterable[ComparedLine], placed_at: datetime, parent: LinesState, unit: int
) -> dict[str, Whose]:
    """Whose each line of a child is, by its id. `unit`: what the child's shop rounds to."""
    lost = {each.product: each.qty for each in _lost_to(placed_at, parent.taken_off)}
    left, has = [*parent.lines], {each.product for each in parent.lines}
    found: dict[str, Whose] = {}
    for line in lines:
        if line.qty <= lost.get(line.product, 0):
            lost[line.product] -= line.qty
            found[line.line_id] = Whose.OWN
        elif same := alike(line, left, max(unit, parent.unit)):
            left.remove(same[0])
            found[line.line_id] = Whose.PARENTS
        else:
            found[line.line_id] = Whose.UNKNOWN if line.product in has else Whose.OWN
    return found


def equal_lines(
    lines: Iterable[ComparedLine], placed_at: datetime, parent: LinesState, unit: int
) -> dict[str, Whose]:
    """The same of a part, or of an order that was placed anew: lines that the other order still has
    stand twice, and all others are its own."""
    return {
        name: Whose.UNKNOWN if whose is Whose.PARENTS else Whose.OWN
        for name, whose in compared(lines, placed_at, parent, unit).items()
    }


def alike(line: ComparedLine, others: Iterable[ComparedLine], unit: int) -> list[ComparedLine]:
    """The lines of one product and as many units, at the same price: before discounts, or after
    them but for what rounding makes of it. The likest first."""
    found = [
        each
        for each in others
        if (each.product, each.qty) == (line.product, line.qty)
        and (abs(each.net - line.net) <= unit or each.price == line.price)
    ]
    return sorted(found, key=lambda each: abs(each.net - line.net))


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
