"""How old what is owed to people is, by the business time of what they earned.

Payouts name no lines and take all that is free; so what they took counts against the oldest of what
still stands, and what is owed is the youngest of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from commissions.domain.payouts.free_parts import StandingLot

AGE_DAYS = (30, 60, 90)
"""Where one age ends and the next begins; the last has no end."""


def owed_lots(lots: Sequence[StandingLot], owed: int) -> list[StandingLot]:
    """Of what stands, what is owed: the youngest of it, together just that.

    `lots`: the oldest first; `owed`: what is on hold or unpaid, never what somebody owes.
    """
    found, left = [], owed
    for lot in reversed(lots):
        if taken := min(left, lot.amount):
            found.append(StandingLot(lot.at, taken))
            left -= taken
    if left and lots:  # more than stands: only where a debt was taken back twice
        found.append(StandingLot(lots[-1].at, left))
    return found


def owed_by_age(owed: Sequence[StandingLot], as_of: datetime) -> tuple[int, ...]:
    """What is owed in minor units, by age, the youngest first."""
    ages = [0] * (len(AGE_DAYS) + 1)
    for lot in owed:
        ages[_age(as_of - lot.at)] += lot.amount
    return tuple(ages)


def _age(age: timedelta) -> int:
    return sum(age > timedelta(days=days) for days in AGE_DAYS)
