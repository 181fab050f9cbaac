"""By what clock a plan's lines count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PlanClock:
    """What the head of a plan says of where its lines count, and how it rounds."""

    zone: ZoneInfo
    currency: str
    half_even: bool

    def day(self, moment: datetime) -> tuple[str, int]:
        try:
            local = moment.astimezone(self.zone)
        except OverflowError:
            local = moment
        return f"{local.year:04}-{local.month:02}", local.day

    def rounded(self, exact: Fraction) -> int:
        return round(exact) if self.half_even else int(exact)


ClockOf = Callable[[str, int], PlanClock]
"""By the id of a plan and its version."""
