"""What of a bundle's own value each of its lines carries: a stretch of it, by net.

So many stretches lie end to end that their rounded points add up to the bundle's own, and a line
that comes back takes its own stretch with it.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.domain.orders.instalment import Stretch

_NONE, _ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class BundlePart:
    """A line of a bundle that has a value of its own, as the order was when it was looked up."""

    line_id: str
    bundle_id: str
    """Of the bundle whose value it has (`Item.bundle_id`)."""
    qty: Decimal
    """Units of the line."""
    bundles: Decimal
    """Units of the bundle."""
    begin: int
    """Net of the bundle's lines before it, in minor units."""
    end: int
    """The same with its own; `begin` where it costs nothing."""
    whole: int
    """Net of all lines of the bundle; 0 where it costs nothing."""


def stretch_of_part(
    part: BundlePart, qty: Decimal, paid: Stretch | None = None, granted: Fraction = _ALL
) -> Stretch:
    """The stretch of a line that has `qty` units by now. `paid`: of the line, the stretch that the
    order charges, where other orders charge the rest. `granted`: how much of the stretch it has,
    where an edit has put more into the bundle than it is worth."""
    begin, end = (
        Fraction(place, part.whole) if part.whole else _NONE for place in (part.begin, part.end)
    )
    end = begin + (end - begin) * granted
    first, last = (paid.begin, paid.end) if paid else (_NONE, _ALL)
    units = Fraction(part.bundles) * (Fraction(qty) / Fraction(part.qty) if part.qty else _ALL)
    return Stretch(units, begin + (end - begin) * first, begin + (end - begin) * last)
