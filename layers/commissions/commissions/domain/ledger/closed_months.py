"""Which months are closed, and when what is said of one of them counts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from commissions.domain.ledger.months import month_of


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """The months of one plan that are closed, like `2026-11`."""

    months: frozenset[str] = frozenset()

    def is_closed(self, month: str) -> bool:
        return month in self.months

    def counts_at(self, moment: datetime, timezone: str) -> datetime:
        """The business time of what is said of a moment: that itself, or where its month is closed,
        the first moment of the oldest open month after it."""
        month = month_of(moment, timezone)
        if not self.is_closed(month):
            return moment
        while self.is_closed(month):
            month = _next(month)
        year, number = map(int, month.split("-"))
        return datetime(year, number, 1, tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _next(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
