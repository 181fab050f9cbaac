"""WooCommerce's amounts: texts with as many decimals as the shop shows, whatever the currency has.

The decimals are one setting for the whole shop. With fewer than the currency has, an order is told
coarser than it is ("91" for 90.75 USD): such a body is asked for again, never read; its total and
its tax stay as the shop rounds them (see `rounding`). With more, the amounts are rounded here, and
the order says so.
"""

import re
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import MINOR_MAX, NotAnAmount, number, rounded
from commissions.platforms.payload import Field

FINER, ROUNDING, DIFFER = "finer_amounts", "rounding", "totals_differ"
_DECIMALS = re.compile(r"-?[0-9]+(?:\.([0-9]+))?", re.ASCII)


class Amounts:
    """Reads the amounts of one payload in minor units, and remembers if any had to be rounded."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self._scale = 10 ** exponent(currency)
        self.finer = False

    def read(self, field: Field) -> int:
        try:
            exact = Fraction(number(field.value)) * self._scale
        except NotAnAmount:
            raise field.wrong(f"is not an amount of {self.currency}") from None
        if abs(exact) >= MINOR_MAX:
            raise field.wrong("is larger than any order")
        self.finer = self.finer or exact.denominator != 1
        return rounded(exact, "half_even")

    def read_or_none(self, field: Field) -> int:
        """The same; 0 where there is none."""
        return 0 if field.is_empty else self.read(field)

    def total(self, lines: Field, name: str) -> int:
        return sum(self.read_or_none(line.get(name)) for line in lines.each())


def is_coarse(order: Field) -> bool:
    """Whether an order is told with fewer decimals than its currency has."""
    shown = decimals_of(order)
    return shown is not None and shown < exponent(order["currency"].currency())


def decimals_of(order: Field) -> int | None:
    """How many decimals an order's total is told with; None where it is no amount."""
    shown = _DECIMALS.fullmatch(str(order["total"].value))
    return len(shown[1] or "") if shown else None
