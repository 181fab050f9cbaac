"""What is owed to everybody, as it was counted at a moment: sums, and whom they are made of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.payouts import left_out
from commissions.domain.payouts.left_out import LEFT_OUT
from commissions.domain.payouts.owed_by_age import AGE_DAYS

AVAILABLE, TO_DEBT, NEGATIVE = "available", "to-debt", "negative"
"""What the next batch pays; what is free and goes to what its owner owes; what people owe."""
WRITE_OFF = "write-off"
"""Of what people owe, what may be written off: no part of the sum of its own."""
LISTS = (
    AVAILABLE,
    left_out.ON_HOLD,
    *(each for each in LEFT_OUT if each not in {left_out.ON_HOLD, left_out.NEGATIVE}),
    TO_DEBT,
    NEGATIVE,
)
"""All that is owed is in one of them, and together they are it."""
_NAMED = {left_out.PAYABLE: AVAILABLE, left_out.NEGATIVE: TO_DEBT}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableRow:
    """How one person stands, in minor units of what was earned in."""

    member: str
    reason: str
    """Why the next batch pays them nothing; empty where it pays them."""
    on_hold: int
    unpaid: int
    """Free, and in no payout yet."""
    debt: int
    """What they owe; positive."""
    taken: int
    """What a batch would take, as of then."""
    ages: tuple[int, ...]
    """What is on hold and unpaid, by age, the youngest first."""
    write_off: int
    """How much of the debt is so old that it may be written off."""

    @property
    def owed(self) -> int:
        return self.on_hold + self.unpaid - self.debt

    def in_list(self, name: str) -> int:
        """How much of the sum of a list is theirs; 0 where they are not in it."""
        if name == WRITE_OFF:
            return -self.write_off
        if name == NEGATIVE:
            return -self.debt
        if name == left_out.ON_HOLD:
            return self.on_hold
        return self.unpaid if _NAMED.get(self.reason, self.reason) == name else 0


@dataclass(frozen=True, slots=True)
class ListSum:
    people: int
    amount: int
    """Minor units; below zero of what people owe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOwed:
    """What all members' months of one name come to, in minor units."""

    month: str
    earned: int
    taken_back: int
    written_off: int
    paid: int
    standing: int
    """Of what is owed now, how much was earned in it."""
    cv: int
    """Sold in it, in hundredths of a point."""

    @property
    def net(self) -> int:
        return self.earned - self.taken_back

    @property
    def owed(self) -> int:
        """By how much the month changed what is owed."""
        return self.earned - self.taken_back + self.written_off - self.paid


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeSums:
    """What paying in another currency came to, of payments of the last EXCHANGE_DAYS that stand.
    Minor units of what was earned in, but for `paid`."""

    paid_in: str
    payouts: int
    net: int
    """Moved out of clearing, at the rates that were locked when the payouts were planned."""
    paid: int
    """Minor units of `paid_in`."""
    rounding: int
    """What was left by rounding down to the payee's currency."""
    worth: int
    """What was paid, at the rates of the days of payment."""
    no_rate: int
    """Of how many there is no rate of the day of payment: they count as locked."""

    @property
    def difference(self) -> int:
        """Gained where it is more than nothing: paying cost less than was taken for it."""
        return self.net - self.worth


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPayables:
    """Of one currency that is earned in. What months say and what people's statements say is the
    same, but for what came while it was counted (`meanwhile`)."""

    currency: str
    as_of: datetime
    plans: tuple[str, ...]
    """That pay it, by their ids; by the terms of the first it was counted. None where no plan in
    force pays the currency: then nobody's standing is known."""
    months: tuple[MonthOwed, ...]
    """The oldest first."""
    not_counted: int
    """Of how many people months lack what is of before they were counted."""
    lists: Mapping[str, ListSum]
    write_offs: ListSum
    taken: int
    """What the next batch would take."""
    ages: tuple[int, ...]
    rows: int
    exchange: tuple[ExchangeSums, ...] = ()
    cap_pct: str = ""
    """The most that the company pays of a period's volume, as a share; empty where the plan says
    nothing of it."""

    @property
    def earned(self) -> int:
        return sum(each.earned for each in self.months)

    @property
    def taken_back(self) -> int:
        return sum(each.taken_back for each in self.months)

    @property
    def written_off(self) -> int:
        return sum(each.written_off for each in self.months)

    @property
    def paid(self) -> int:
        return sum(each.paid for each in self.months)

    @property
    def owed(self) -> int:
        """By months."""
        return sum(each.owed for each in self.months)

    @property
    def standing(self) -> int:
        """By people's statements: all lists together."""
        return sum(each.amount for each in self.lists.values())

    @property
    def meanwhile(self) -> int:
        """What statements had already and months not yet, or the other way about."""
        return self.standing - self.owed


def list_sums(rows: Iterable[PayableRow]) -> dict[str, ListSum]:
    """Of each list in which anybody is."""
    people: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for row in rows:
        for name in (*LISTS, WRITE_OFF):
            if amount := row.in_list(name):
                people[name] += 1
                amounts[name] += amount
    return {
        name: ListSum(people[name], amounts[name]) for name in (*LISTS, WRITE_OFF) if people[name]
    }


def age_sums(rows: Iterable[PayableRow]) -> tuple[int, ...]:
    sums = [0] * (len(AGE_DAYS) + 1)
    for row in rows:
        for age, amount in enumerate(row.ages):
            sums[age] += amount
    return tuple(sums)
