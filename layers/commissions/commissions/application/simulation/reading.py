"""What reading a facts document has in common: its clock, and everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from commissions.domain.catalogue.sku_values import POINT, UNITS
from commissions.plan_schema.nearest import one_of
from commissions.plan_schema.volumes import Unit


class FactsRefused(ValueError):
    """A facts document that cannot be computed; `problems` names every wrong field, and why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("the facts are refused:\n" + "\n".join(f"  {each}" for each in problems))
        self.problems = problems


@dataclass
class Reading:
    """Problems are `path: what is wrong, and what to do`."""

    timezone: str
    currency: str
    problems: list[str] = field(default_factory=list)
    days_read: int = 0

    def refuse(self, path: str, why: str) -> None:
        self.problems.append(f"{path}: {why}")

    def moment(self, text: str) -> datetime:
        """In UTC; a day alone is its first moment by the plan's clock."""
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            self.days_read += 1
            found = datetime.combine(found, time(), ZoneInfo(self.timezone))
        return found.astimezone(UTC)

    def unknown(self, path: str, what: str, name: str, known: Mapping[str, object]) -> None:
        nearest = one_of(known, name) if len(known) <= MANY_NAMES else "many others"
        self.refuse(path, f"{name!r} is no {what} of this document, which has {nearest}")


MANY_NAMES = 2000
"""Among more of them no nearest one is looked for."""


def hundredths(text: str) -> int:
    """Of a volume with at most two decimals."""
    return int(Fraction(text) * POINT)


def by_unit(told: str | Mapping[Unit, str]) -> dict[str, int]:
    """Volumes in hundredths; a text alone is the same in every unit."""
    if isinstance(told, str):
        return dict.fromkeys(UNITS, hundredths(told))
    return {unit: hundredths(text) for unit, text in told.items()}


def shares_of(told: str | Mapping[Unit, str]) -> dict[str, Fraction]:
    if isinstance(told, str):
        return dict.fromkeys(UNITS, Fraction(told))
    return {unit: Fraction(text) for unit, text in told.items()}
