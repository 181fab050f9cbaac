"""What the engine found, in the words and texts that vectors expect."""

from collections.abc import Iterable
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
