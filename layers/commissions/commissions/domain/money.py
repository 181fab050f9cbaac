"""Money, in whole minor units of one currency; the one place where amounts are read and rounded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import total_ordering
from typing import Self

from commissions.domain.currencies import exponent

MINOR_MAX = 10**15
_NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,12})?", re.ASCII)
ROUNDINGS = {"half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


class NotAnAmount(ValueError):
    """A text that is no plain decimal amount, is too fine for its currency, or is too large."""


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum."""


def number(value: str | int | Decimal) -> Decimal:
    """Reads a plain decimal number: ASCII digits, at most one point, no exponent, no sign but `-`.

    Raises NotAnAmount; a float is refused, since its digits are not what the sender wrote.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise NotAnAmount(f"{value!r} is not a decimal number")
    if isinstance(value, Decimal) and value.is_zero():
        return Decimal(0)  # a long 0.0000000 prints itself as 0E-7
    text = value if isinstance(value, str) else f"{value}"
    if not _NUMBER.fullmatch(text):
        raise NotAnAmount(f"{text[:40]!r} is not a decimal number")
    return Decimal(text)


def minor_units(value: str | int | Decimal, currency: str) -> int:
    """Whole minor units of a decimal amount; trailing zeros pass, finer digits are an error."""
    scaled = number(value).scaleb(exponent(currency))
    if scaled != scaled.to_integral_value():
        raise NotAnAmount(f"{value} is finer than the minor unit of {currency}")
    if abs(scaled) >= MINOR_MAX:
        raise NotAnAmount(f"{value} {currency} is larger than any order")
    return int(scaled)


def rounded(exact: Fraction, mode: str) -> int:
    """The one rounding place: `half_even`, or `down` (toward zero)."""
    if mode == "half_even":
        return round(exact)
    if mode == "down":
        return int(exact)
    raise ValueError(f"unknown rounding {mode!r}: one of {', '.join(ROUNDINGS)}")


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to the weights that add up to exactly this amount (0 or more).

    The units that flooring leaves over go to the parts with the largest remainders, the earlier
    part first where two are equal. Weights that sum to 0 are an error.
    """
    if (total := sum(weights)) <= 0:
        raise ValueError(f"nothing to split {amount} over")
    parts = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    largest_first = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
    for i in largest_first[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def shown(minor: int, currency: str) -> str:
    """`1250, "USD"` as `12.50 USD`."""
    places = exponent(currency)
    with localcontext() as context:
        context.prec = 40
        return f"{Decimal(minor).scaleb(-places):.{places}f} {currency}"


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, in its minor units; currencies neither add nor compare."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str | int | Decimal, currency: str) -> Self:
        return cls(minor_units(text, currency), currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __str__(self) -> str:
        return shown(self.minor, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other
