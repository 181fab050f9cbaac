"""What the engine found, in the words and texts that vectors expect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from commissions.domain.close.results import CloseResult, PeriodAward


def money(minor: int | Fraction) -> str:
    """Cents as text."""
    cents = Fraction(minor)
    sign = "-" if cents < 0 else ""
    whole, part = divmod(abs(int(cents)), 100)
    return f"{sign}{whole}.{part:02}"


def points(hundredths: int) -> str:
    """A volume without needless digits."""
    whole, part = divmod(abs(hundredths), 100)
    text = f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{text}" if hundredths < 0 else text


def total(awards: Iterable[PeriodAward]) -> str:
    return money(sum(award.amount for award in awards))


def paid(result: CloseResult, bonus: str = "") -> list[PeriodAward]:
    """What was paid, by one bonus or by all."""
    return [each for each in result.awards if each.amount and bonus in {"", each.bonus}]


def by_member(awards: Iterable[PeriodAward]) -> dict[str, str]:
    sums: dict[str, int] = {}
    for award in awards:
        sums[award.member] = sums.get(award.member, 0) + award.amount
    return {member: money(amount) for member, amount in sums.items()}


class InAnyOrder(list[Any]):
    """Lines whose order says nothing."""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """A figure of a list that the product does not compute; the others of it are compared."""

    reason: str


def by_source(awards: Iterable[PeriodAward]) -> dict[str, str]:
    """What came from whom."""
    sums: dict[str, int] = {}
    for award in awards:
        sums[award.source] = sums.get(award.source, 0) + award.amount
    return {source: money(amount) for source, amount in sums.items()}


def by_level(awards: Iterable[PeriodAward]) -> dict[str, str]:
    sums: dict[str, int] = {}
    for award in awards:
        sums[str(award.level)] = sums.get(str(award.level), 0) + award.amount
    return {level: money(amount) for level, amount in sums.items()}


def of(awards: Iterable[PeriodAward], member: str) -> list[PeriodAward]:
    return [award for award in awards if award.member == member]


def decimal(exact: Fraction | str | int) -> str:
    """A number without needless digits; of one that has no end, twelve."""
    scaled = int(abs(Fraction(exact)) * 10**12)
    text = f"{scaled:013d}"
    shown = f"{text[:-12]}.{text[-12:]}".rstrip("0").rstrip(".")
    return f"-{shown}" if Fraction(exact) < 0 and scaled else shown


def left_open(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that an example asks for; null where it leaves one open."""
    return {word: None if wanted[word] is None else found[word] for word in wanted}
