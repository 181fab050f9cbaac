"""The awards of one member, bonus and level as a run has them, with words instead of codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.application.close.run_rows import Row
from commissions.application.close.stored_run import StoredRun
from commissions.domain.close.award_columns import NO_RATE
from commissions.domain.close.told import rate_text


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """One award is one rounding. Money in minor units, volumes in hundredths of a point."""

    source: str
    """The order, the member or the rank that it names; empty where one award sums them up."""
    rank: str
    base: int
    rate: str
    """Empty where several were mixed, or there is none."""
    raw: int
    """After its rounding, before any cap."""
    capped: int
    """After the caps of the bonus and the person."""
    amount: int
    """After the company's."""
    capped_by: str
    """What cut it before the company's cap did, or why it is not paid; empty for neither."""
    reason: str
    """Why it is not paid, or what cut it last."""


def awards_of(run: StoredRun, rows: Sequence[Row]) -> tuple[AwardRow, ...]:
    return tuple(_award(run, row) for row in rows)


def _award(run: StoredRun, row: Row) -> AwardRow:
    bonus = run.told["bonuses"][row["bonus"]]
    return AwardRow(
        source=row["source"],
        rank=run.ranks[row["rank"]],
        base=row["base"],
        rate=shown_rate(run, row["bonus"], row["rate"]),
        raw=row["raw"],
        capped=row["capped"],
        amount=row["amount"],
        capped_by=run.reason(row["capped_by"], bonus["id"]),
        reason=run.reason(row["reason"], bonus["id"]),
    )


def shown_rate(run: StoredRun, bonus: int, rate: int) -> str:
    told = run.told["bonuses"][bonus]
    if rate == NO_RATE:
        return ""
    return rate_text(rate, told["denominator"], as_fraction=told["as_fraction"])
