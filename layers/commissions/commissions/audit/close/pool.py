"""Kind `pool`: a part of the company's volume of the period, or a fixed sum, shared by those who
qualify.

`by: points`: by the points of a member's rank. `by: schedule`: what a schedule gives each rank,
scaled, up as well as down, so that the pool is spent. `by: position`: the amounts of a list, the
highest score first; of equal ones whose last sale was earlier, then who enrolled first. Whoever
does not qualify leaves the list, and those below move up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.sheet import Words
from commissions.domain.close.facts import PoolShares
from commissions.domain.close.results import PeriodAward


def pool_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    return _Pool(bonus, close).awards()


@dataclass(frozen=True, slots=True)
class _Pool:
    bonus: Words
    close: Close

    def awards(self) -> list[PeriodAward]:
        if self.bonus.get("by") == "position":
            return self._by_position()
        weights = self._weights()
        if self._kept:
            shares = {member: self._kept_share(weights[member], member) for member in weights}
        else:
            shares = self._shares(weights)
        return [self._award(member, weights[member], shares[member]) for member in weights]

    @property
    def _kept(self) -> PoolShares | None:
        """What a point was worth when the period was closed first, where that stays."""
        kept = self.close.facts.kept
        return kept.pools.get(self.bonus["id"]) if kept else None

    def _kept_share(self, weight: Fraction, member: str) -> int:
        """The rest is the company's."""
        if self._kept is None or not self._kept.points:
            return 0
        return int(self._kept.size * weight / self._kept.points) + (member in self._kept.extra)

    @property
    def size(self) -> int:
        """In minor units: a sum, or a share of the company's volume, rounded down, not below 0."""
        if self._kept:
            return self._kept.size
        if "amount" in self.bonus:
            return int(Fraction(self.bonus["amount"]) * self.close.sheet.minor)
        unit = self.bonus["basis"].removeprefix("company_")
        volume = Fraction(max(0, self.close.volumes.company(unit)), 100)
        return int(volume * Fraction(self.bonus["pct"]) * self.close.sheet.minor)

    def _by_position(self) -> list[PeriodAward]:
        """Where places are kept, whoever lost one leaves it empty: nobody moves up."""
        those = {member for member in self._qualified() if self._score(member) > 0}
        places = self._kept.places if self._kept else sorted(those, key=self._place)
        amounts = [self.close.sheet.money(Fraction(each)) for each in self.bonus["amounts"]]
        taken = dict(zip(places, amounts, strict=False))
        self.close.pools[self.bonus["id"]] = PoolShares(
            size=sum(taken.values()), points=Fraction(0), places=tuple(taken)
        )
        return [
            self._award(member, Fraction(self._score(member), 100), amount)
            for member, amount in taken.items()
            if member in those
        ]

    def _place(self, member: str) -> tuple[int, datetime, int]:
        last = max(
            (sale.at for sale in self.close.facts.sales if sale.seller == member),
            default=self.close.facts.ends,
        )
        return -self._score(member), last, self.close.people.numbers[member]

    def _score(self, member: str) -> int:
        """In hundredths of a point: group volume, or own volume of a unit."""
        volumes, by = self.close.volumes, self.bonus["score"]
        if by == "gv":
            return volumes.group(member, self.close.sheet.qualifying)
        return volumes.own(member, by)

    def _qualified(self) -> list[str]:
        """In the order of their numbers."""
        judging, numbers = self.close.judging, self.close.people.numbers
        return [
            member
            for member in sorted(numbers, key=numbers.__getitem__)
            if judging.active(member) and judging.eligible(member, self.bonus)
        ]

    def _weights(self) -> dict[str, Fraction]:
        """Points, or what the schedule gives, of everybody who qualifies, by their numbers."""
        table: Mapping[str, str] = self.bonus.get("points") or self.bonus["schedule"]
        ranks = {
            member: self.close.judging.pay_rank(member, self.bonus) for member in self._qualified()
        }
        found = {member: Fraction(table.get(rank, "0")) for member, rank in ranks.items()}
        return {member: weight for member, weight in found.items() if weight}

    def _shares(self, weights: Mapping[str, Fraction]) -> dict[str, int]:
        total = sum(weights.values(), Fraction(0))
        exact = {member: self.size * weight / total for member, weight in weights.items()}
        shares = {member: int(share) for member, share in exact.items()}
        if self.bonus["remainder"] == "largest":
            numbers = self.close.people.numbers
            left = self.size - sum(shares.values())
            nearest = sorted(exact, key=lambda each: (shares[each] - exact[each], numbers[each]))
            for member in nearest[:left]:
                shares[member] += 1
        self.close.pools[self.bonus["id"]] = PoolShares(
            size=self.size,
            points=total,
            extra=frozenset(each for each in exact if shares[each] > int(exact[each])),
        )
        return shares

    def _award(self, member: str, weight: Fraction, amount: int) -> PeriodAward:
        return PeriodAward(
            bonus=self.bonus["id"],
            kind=self.bonus["kind"],
            member=member,
            level=0,
            rank=self.close.judging.pay_rank(member, self.bonus),
            base=0 if self.bonus.get("by") == "position" else self.size,
            rate=str(weight),
            raw=amount,
            amount=amount,
            reason="" if amount else "less than the smallest unit",
        )
