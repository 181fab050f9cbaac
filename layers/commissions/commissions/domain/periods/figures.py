"""What a run of a period came to, in figures that people compare: money in minor units of the
plan's base currency, volumes in hundredths of a point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from commissions.domain.currencies import exponent

POINT = 100
"""Hundredths: a point of volume is worth one unit of the plan's currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """Of one run. What earlier releases did not keep is empty, or None."""

    attempt: int
    run: str
    """The digest of all that was computed."""
    inputs: str
    """The digest of what it was computed from."""
    currency: str
    paid: int
    """All that is posted, corrections of closed periods too."""
    people: int
    active: int
    orders: int
    volumes: Mapping[str, int]
    bonuses: Mapping[str, int]
    corrections: Mapping[str, int]
    """By period that was closed before."""
    limit: int
    """What the company's cap lets bonuses of this period come to."""
    raw: int
    """What they would have come to without it."""
    capped_unit: str
    """The volume that the cap is of."""
    cap: Fraction | None
    unpaid: Mapping[str, int] = field(default_factory=dict)
    """By reason, how many awards were not paid, or less."""

    @property
    def earned(self) -> int:
        """By this period's bonuses."""
        return sum(self.bonuses.values())

    @property
    def cut(self) -> int:
        """What the company's cap took of it."""
        return self.raw - self.earned

    @property
    def breakage(self) -> int:
        """What the cap would have let be paid, and nobody earned."""
        return max(0, self.limit - self.earned)

    @property
    def volume(self) -> int | None:
        """Of the unit that the cap is of."""
        return self.volumes.get(self.capped_unit)

    @property
    def share(self) -> Fraction | None:
        """Of the volume, what this period's bonuses pay; None of no volume."""
        if not self.volume:
            return None
        return Fraction(self.earned * POINT, self.volume * 10 ** exponent(self.currency))


def run_figures(attempt: int, run: str, summary: Mapping[str, Any]) -> RunFigures:
    """`summary`: as a review has it."""
    cap = summary["company_cap"]
    return RunFigures(
        attempt=attempt,
        run=run,
        inputs=str(summary.get("inputs", "")),
        currency=str(summary["currency"]),
        paid=int(summary["paid"]),
        people=int(summary["people"]),
        active=int(summary["active"]),
        orders=int(summary["orders"]),
        volumes=dict(summary["volumes"]),
        bonuses=dict(summary["bonuses"]),
        corrections=dict(summary.get("corrections", {})),
        limit=int(cap["limit"]),
        raw=int(cap["raw"]),
        capped_unit=str(cap.get("of", "")),
        cap=Fraction(cap["max_pct"]) if "max_pct" in cap else None,
        unpaid=dict(summary["unpaid"]),
    )


KEPT = (
    "inputs",
    "currency",
    "paid",
    "people",
    "active",
    "orders",
    "volumes",
    "bonuses",
    "corrections",
    "company_cap",
    "unpaid",
)
"""Of a summary, what the next run of the same period is compared with."""


def kept_figures(attempt: int, run: str, summary: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a run that is thrown away."""
    told = {name: summary[name] for name in KEPT if name in summary}
    return {"attempt": attempt, "run": run, "summary": told}


def figures_kept(kept: Mapping[str, Any]) -> RunFigures | None:
    """Of what was kept so; None where nothing was."""
    if not kept:
        return None
    return run_figures(int(kept["attempt"]), str(kept["run"]), kept["summary"])
