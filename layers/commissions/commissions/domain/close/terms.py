"""A plan's document as the columns read it: tables of whole numbers over one denominator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.close.exact import SAFE, Mask, Whole
from commissions.domain.currencies import exponent

Part = Mapping[str, Any]
"""A part of a document."""
POINT = 100
"""Volumes are in hundredths of a point."""
COMPANY_UNIT = "company_"
UNITS_OF_GROUPS = ("qv", "pv", "cv", "bv")
"""What group volume is made of: the first of these that the plan defines."""


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Rates, or amounts, by rank and level: whole numbers over one denominator."""

    numerators: Whole
    """By height of the rank (0 without one) and level; 0 where nothing is paid."""
    pays: Mask
    """By the same two, whether the level is paid at all."""
    denominator: int
    first: int
    """0 or 1."""
    last: int


@dataclass(frozen=True)
class PlanTerms:
    document: Part

    @cached_property
    def minor(self) -> int:
        """How many minor units are one of the base currency."""
        return int(10 ** exponent(self.document["plan"]["base_currency"]))

    @property
    def mode(self) -> str:
        return str(self.document["plan"]["rounding"]["mode"])

    @property
    def timezone(self) -> str:
        return str(self.document["plan"]["timezone"])

    @cached_property
    def group_unit(self) -> str:
        return next(unit for unit in UNITS_OF_GROUPS if unit in self.document["volumes"])

    @cached_property
    def ranks(self) -> Sequence[Part]:
        """The lowest first."""
        return sorted(self.document.get("ranks", []), key=lambda rank: int(rank["order"]))

    @cached_property
    def rank_ids(self) -> tuple[str, ...]:
        """By height; the first is nothing, of one without a rank."""
        return "", *(str(rank["id"]) for rank in self.ranks)

    def height(self, rank: str) -> int:
        """How high a rank is; 0 without one, and for what is no rank of the plan."""
        return self.rank_ids.index(rank) if rank in self.rank_ids else 0

    def pays_by_title(self, bonus: Part) -> bool:
        """Whether a bonus pays by the title: its own word, or that of the plan's ranks."""
        words = [rank["pay_rank"] for rank in self.ranks]
        return bool(bonus.get("pay_rank", words[0] if words else "") == "title")

    def bonuses(self, period: str) -> list[Part]:
        """Those that the period's close computes, in the plan's order."""
        return [each for each in self.document["bonuses"] if each["when"] == f"close:{period}"]

    def level_table(
        self, table: Part, factor: Fraction, others: Sequence[Fraction] = ()
    ) -> LevelTable:
        """`table`: by level alike for all, or by rank and level. `others`: rates that are whole
        over the same denominator."""
        by_rank = any(isinstance(row, Mapping) for row in table.values()) or not table
        rows = [table.get(rank, {}) if by_rank else table for rank in self.rank_ids]
        every = list(table.values()) if by_rank else [table]
        levels = [int(level) for row in every for level in row]
        last = max(levels, default=0)
        figures = [
            [Fraction(row[str(level)]) * factor if str(level) in row else None for row in rows]
            for level in range(last + 1)
        ]
        known = [each for level in figures for each in level if each is not None]
        common = lcm(*(each.denominator for each in (*known, *others)))
        return LevelTable(
            numerators=whole([[int((x or 0) * common) for x in level] for level in figures]).T,
            pays=np.array([[x is not None for x in level] for level in figures], dtype=bool).T,
            denominator=common,
            first=0 if 0 in levels else 1,
            last=last,
        )

    def rank_table(self, table: Part, factor: Fraction) -> LevelTable:
        """A rate a rank, as level 0."""
        return self.level_table({rank: {"0": rate} for rank, rate in table.items()}, factor)


def whole(figures: Sequence[Any]) -> Whole:
    """As int64 where they fit, otherwise as Python's integers."""
    exact = np.array(figures, dtype=object)
    most = max((abs(int(each)) for each in exact.flat), default=0)
    return exact.astype(np.int64) if most < SAFE else exact


def factor_of(bonus: Part) -> Fraction:
    """How much money of the base currency a point is worth in a bonus."""
    return Fraction(bonus.get("pool", "1")) * Fraction(bonus.get("volume_to_money", "1"))


def unit_of(bonus: Part) -> str:
    """The unit of what a bonus is paid on; empty for money."""
    basis = bonus.get("basis")
    unit = basis.removeprefix(COMPANY_UNIT) if isinstance(basis, str) else ""
    return unit if unit in UNITS else ""


def hundredths(text: str) -> int:
    """A volume of the document in hundredths of a point, rounded down."""
    return int(Fraction(text) * POINT)
