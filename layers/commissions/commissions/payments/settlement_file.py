"""What became of payments, as a person has it from a bank or a provider.

A CSV with the columns payout_id, state (settled, failed or returned) and on (the day, like
2026-12-01); reference and why may be there.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO

from commissions.payments.provider import CAME_BACK, PAID, REFUSED, PaymentStatus

COLUMNS = frozenset({"payout_id", "state", "on"})
STATES = (PAID, REFUSED, CAME_BACK)
TEXT_MAX = 140


class SettlementRefused(ValueError):
    """The file cannot be read; every line that is wrong is told, and none was gone by."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_settlement(text: str) -> list[PaymentStatus]:
    """Raises SettlementRefused."""
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    lacking = sorted(COLUMNS - set(rows.fieldnames or ()))
    if lacking:
        raise SettlementRefused([f"the file has no column {' and no column '.join(lacking)}"])
    told = [{name: (each or "").strip() for name, each in row.items() if name} for row in rows]
    problems = [
        f"line {number}: {each}"
        for number, row in enumerate(told, start=2)
        for each in _problems(row)
    ]
    if problems:
        raise SettlementRefused(problems)
    return [_status(row) for row in told]


def _problems(row: Mapping[str, str]) -> Iterator[str]:
    if not row["payout_id"]:
        yield "payout_id is empty"
    if row["state"] not in STATES:
        yield f"state has to be one of {', '.join(STATES)}"
    try:
        date.fromisoformat(row["on"])
    except ValueError:
        yield "on has to be a day like 2026-12-01"
    for name in ("reference", "why"):
        if len(row.get(name, "")) > TEXT_MAX:
            yield f"{name} has more than {TEXT_MAX} characters"


def _status(row: Mapping[str, str]) -> PaymentStatus:
    return PaymentStatus(
        payout_id=row["payout_id"],
        state=row["state"],
        on=date.fromisoformat(row["on"]),
        reference=row.get("reference", ""),
        why=row.get("why", ""),
    )
