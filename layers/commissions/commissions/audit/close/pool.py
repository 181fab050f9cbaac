"""Kind `pool`: a part of the company's volume of the period, shared by those who qualify.

`by: points`: by the points of a member's rank. `by: position`: the amounts of a list, the highest
score first. `by: schedule`: what a schedule gives each rank, scaled so that the pool is spent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.sheet import Words
from commissions.domain.close.results import PeriodAward


def pool_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    return _Pool(bonus, close).awards()


@dataclass(frozen=True, slots=True)
class _Pool:
    bonus: Words
    close: Close

    def awards(self) -> list[PeriodAward]:
        weights = self._weights()
        total = sum(weights.values(), Fraction(0))
        if not total:
            return []
        shares = self._shares(weights, total)
        return [self._award(member, weights[member], shares[member]) for member in weights]

    @property
    def size(self) -> int:
        """In minor units: a sum, or a share of the company's volume, rounded down, not below 0."""
        if "amount" in self.bonus:
            return int(Fraction(self.bonus["amount"]) * self.close.sheet.minor)
        unit = self.bonus["basis"].removeprefix("company_")
        volume = Fraction(max(0, self.close.volumes.company(unit)), 100)
        return int(volume * Fraction(self.bonus["pct"]) * self.close.sheet.minor)

    def _weights(self) -> dict[str, Fraction]:
        """Points, or what the schedule gives, of everybody who qualifies, by their numbers."""
        table: Mapping[str, str] = self.bonus.get("points") or self.bonus["schedule"]
        judging, numbers = self.close.judging, self.close.people.numbers
        found = {
            member: Fraction(table.get(judging.pay_rank(member, self.bonus), "0"))
            for member in sorted(numbers, key=numbers.__getitem__)
            if judging.active(member) and judging.eligible(member, self.bonus)
        }
        return {member: weight for member, weight in found.items() if weight}

    def _shares(self, weights: Mapping[str, Fraction], total: Fraction) -> dict[str, int]:
        exact = {member: self.size * weight / total for member, weight in weights.items()}
        shares = {member: int(share) for member, share in exact.items()}
        if self.bonus["remainder"] == "largest":
            numbers = self.close.people.numbers
            left = self.size - sum(shares.values())
            nearest = sorted(exact, key=lambda each: (shares[each] - exact[each], numbers[each]))
            for member in nearest[:left]:
                shares[member] += 1
        return shares

    def _award(self, member: str, weight: Fraction, amount: int) -> PeriodAward:
        return PeriodAward(
            bonus=self.bonus["id"],
            kind=self.bonus["kind"],
            member=member,
            level=0,
            rank=self.close.judging.pay_rank(member, self.bonus),
            base=self.size,
            rate=str(weight),
            raw=amount,
            amount=amount,
            reason="" if amount else "less than the smallest unit",
        )
