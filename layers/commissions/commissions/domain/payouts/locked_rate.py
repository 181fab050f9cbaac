"""The rate that a payout is converted by: looked up once, when it is planned, and kept with it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.domain.currencies import exponent


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedRate:
    """How much of what was earned one unit of the payee's currency costs."""

    paid_in: str
    earned_in: str
    rate: Decimal
    day: str
    """Of the rate, in ISO form: a week old at most. Empty where both currencies are one."""
    source: str
    """The plan's `rate_source`."""

    @property
    def rate_id(self) -> str:
        """`EUR/USD 2026-11-29`, the rate's place in the table; empty where there is none."""
        return f"{self.paid_in}/{self.earned_in} {self.day}" if self.day else ""

    def paid(self, earned_minor: int) -> Fraction:
        """Exact minor units of the payee's currency."""
        return Fraction(earned_minor) / self._minor

    def earned(self, paid_minor: int) -> Fraction:
        """Exact minor units of what was earned in."""
        return paid_minor * self._minor

    @property
    def _minor(self) -> Fraction:
        """Minor units of the one for a minor unit of the other."""
        shift = exponent(self.earned_in) - exponent(self.paid_in)
        return Fraction(self.rate) * Fraction(10) ** shift


def at_par(currency: str) -> LockedRate:
    """Paid in what was earned in."""
    return LockedRate(paid_in=currency, earned_in=currency, rate=Decimal(1), day="", source="")
