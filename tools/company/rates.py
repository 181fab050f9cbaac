"""rates.csv: how much of the base currency one unit of a currency is, day by day."""

from dataclasses import dataclass
from pathlib import Path

from commissions.application.company_files.csv_rows import CsvRow, rows
from commissions.application.company_files.problems import Problem
from commissions.domain.sales.attribution import Rate

FILE = "rates.csv"
REQUIRED = "day currency base rate"
OPTIONAL = "source"


@dataclass(frozen=True, slots=True)
class Quote:
    row: CsvRow
    rate: Rate

    @property
    def key(self) -> tuple[str, str]:
        return f"{self.rate.currency}/{self.rate.base_currency}", self.rate.day


def read(folder: Path, problems: list[Problem]) -> tuple[Quote, ...]:
    quotes = tuple(map(_quote, rows(folder / FILE, problems, required=REQUIRED, optional=OPTIONAL)))
    seen: dict[tuple[str, str], CsvRow] = {}
    for quote in quotes:
        first = seen.setdefault(quote.key, quote.row)
        if first is not quote.row:
            quote.row.refuse("day", f"this day's rate is in line {first.line} too")
    return quotes


def _quote(row: CsvRow) -> Quote:
    rate = Rate(
        currency=row.currency("currency"),
        base_currency=row.currency("base"),
        rate=row.positive("rate"),
        day=row.day("day").isoformat(),
        source=row.id("source", required=False),
    )
    if rate.currency and rate.currency == rate.base_currency:
        row.refuse("base", "is the currency itself, which needs no rate")
    return Quote(row, rate)
