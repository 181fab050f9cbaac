"""What somebody was not paid in a close, why, and how much it would have been."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.application.close.run_rows import Row
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.award_columns import Reason
from commissions.domain.close.exact import rounded
from commissions.domain.close.terms import (
    POINT,
    LevelTable,
    Part,
    PlanTerms,
    factor_of,
    unit_of,
    whole,
)
from commissions.domain.close.told import rate_text

BY_LEVEL = frozenset({"customer", "fast_start", "generation", "levels", "retail_margin"})
OF_MONEY = frozenset({"matching", "retail_margin"})
MISSED = frozenset(
    {
        Reason.NOT_ACTIVE,
        Reason.TOO_DEEP,
        Reason.BELOW_RANK,
        Reason.NOT_PAID,
        Reason.BLOCKED,
    }
)
"""What would be paid were it not for the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPaid:
    """`missed`: in minor units; None where no rate of the plan says it."""

    bonus: str
    level: int
    reason: str
    basis: str
    base: int
    missed: int | None
    rate: str
    """By which it would have been paid; empty of what was cut."""
    rank: str
    """Which rank would have been paid it; empty where it is the member's own."""


def not_paid(run: StoredRun, terms: PlanTerms, rows: Sequence[Row]) -> Iterator[NotPaid]:
    """Of a member's rows those that are not paid in full, a line a bonus, level and reason."""
    sums: dict[tuple[int, int, int], tuple[int, int, Row]] = {}
    for row in rows:
        for reason, lost in _lost(row):
            key = row["bonus"], row["level"], reason
            base, cut, _ = sums.get(key, (0, 0, row))
            sums[key] = base + row["base"], cut + lost, row
    words = {each["id"]: each for each in run.document["bonuses"]}
    for (place, level, reason), (base, cut, row) in sums.items():
        bonus = words[run.bonuses[place]]
        found = _Missed(bonus, terms).of(row, base) if Reason(reason) in MISSED else None
        missed, rate, rank = found or (cut or None, "", "")
        yield NotPaid(
            bonus=bonus["id"],
            level=level,
            reason=run.reason(reason, bonus["id"]),
            basis="" if is_of_money(bonus) else unit_of(bonus),
            base=base,
            missed=missed,
            rate=rate,
            rank=rank,
        )


def _lost(row: Row) -> Iterator[tuple[int, int]]:
    """By reason, what of an award is not paid; a cap can cut what another one left."""
    by_caps, by_company = row["raw"] - row["capped"], row["capped"] - row["amount"]
    if row["capped_by"] != Reason.PAID:
        yield row["capped_by"], by_caps
    if by_company or row["reason"] not in {row["capped_by"], int(Reason.PAID)}:
        yield row["reason"], by_company


def is_of_money(bonus: Part) -> bool:
    """Whether what a bonus pays on is money, in minor units; otherwise hundredths of a point."""
    return bonus["kind"] in OF_MONEY or isinstance(bonus.get("basis"), dict)


def rates_of(bonus: Part, terms: PlanTerms) -> LevelTable | None:
    """By rank and level what a base is paid by; None where the kind pays otherwise."""
    kind = bonus["kind"]
    if kind == "infinity":
        return terms.rank_table(bonus["rates"], factor_of(bonus))
    if kind == "matching" and bonus.get("rates"):
        return terms.level_table(bonus["rates"], Fraction(1))
    if kind in BY_LEVEL and bonus.get("rates"):
        return terms.level_table(bonus["rates"], factor_of(bonus))
    return None


def worth(base: int, rate: int, denominator: int, bonus: Part, terms: PlanTerms) -> int:
    """Base times rate in minor units, rounded once as the plan rounds."""
    unit = terms.minor if is_of_money(bonus) else POINT
    return int(rounded(whole([base * rate * terms.minor]), unit * denominator, terms.mode)[0])


@dataclass(frozen=True, slots=True)
class _Missed:
    bonus: Part
    terms: PlanTerms

    def of(self, row: Row, base: int) -> tuple[int, str, str] | None:
        """By the member's own rank, or the next one above that is paid the level."""
        table = rates_of(self.bonus, self.terms)
        own = row["rank"] if self.terms.ranks else 0
        if table is None or row["level"] > table.last:
            return None
        for height in range(own, table.pays.shape[0]):
            if table.pays[height, row["level"]]:
                rate = int(table.numerators[height, row["level"]])
                missed = worth(base, rate, table.denominator, self.bonus, self.terms)
                shown = rate_text(rate, table.denominator, as_fraction=False)
                return missed, shown, "" if height == own else self.terms.rank_ids[height]
        return None
