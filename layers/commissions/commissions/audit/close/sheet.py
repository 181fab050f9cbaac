"""A plan's document as the naive close reads it: every number exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from commissions.domain.currencies import exponent

Words = Mapping[str, Any]
"""A part of the document."""
QUALIFYING = ("qv", "pv", "cv", "bv")
"""The volume that group volume is made of: the first of these that the plan defines."""


@dataclass(frozen=True, slots=True)
class CloseSheet:
    document: Words

    @property
    def currency(self) -> str:
        return str(self.document["plan"]["base_currency"])

    @property
    def minor(self) -> int:
        return int(10 ** exponent(self.currency))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.document["plan"]["timezone"])

    @property
    def qualifying(self) -> str:
        return next(unit for unit in QUALIFYING if unit in self.document["volumes"])

    @property
    def ranks(self) -> Sequence[Words]:
        """The lowest first."""
        return sorted(self.document.get("ranks", []), key=lambda rank: int(rank["order"]))

    def height(self, rank: str) -> int:
        """How high a rank is; 0 without one."""
        return next((n for n, each in enumerate(self.ranks, 1) if each["id"] == rank), 0)

    def bonuses(self, period: str) -> list[Words]:
        """Those that the period's close computes, in the plan's order."""
        return [each for each in self.document["bonuses"] if each["when"] == f"close:{period}"]

    def money(self, exact: Fraction) -> int:
        """The one rounding of an award: points of base currency into minor units."""
        minor = exact * self.minor
        if self.document["plan"]["rounding"]["mode"] == "half_even":
            return round(minor)
        return int(minor)


def points(volume: int) -> Fraction:
    """Hundredths of a point as points."""
    return Fraction(volume, 100)


def hundredths(text: str) -> int:
    """A volume of the document in hundredths of a point, rounded down."""
    return int(Fraction(text) * 100)


def factor(bonus: Words) -> Fraction:
    """How much money of the base currency a point is worth in a bonus."""
    return Fraction(bonus.get("pool", "1")) * Fraction(bonus.get("volume_to_money", "1"))


def rate_of(rates: Words, rank: str, level: int) -> Fraction | None:
    """The rate of a level, from a table that is alike for all or by rank; None: not paid."""
    by_rank = any(isinstance(row, Mapping) for row in rates.values()) or not rates
    row = rates.get(rank, {}) if by_rank else rates
    found = row.get(str(level))
    return None if found is None else Fraction(found)


def deepest(rates: Words) -> int:
    """The last level that anybody is paid."""
    rows = [row for row in rates.values() if isinstance(row, Mapping)] or [rates]
    return max((int(level) for row in rows for level in row), default=0)
