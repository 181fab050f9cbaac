"""Caps of a bonus and of a person. What is cut says by which."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.domain.close.results import PeriodAward

NO_MORE = "the cap of the {of} was reached"


@dataclass(slots=True)
class PersonCaps:
    """Caps of bonuses and of persons: each owner's awards fill them in the plan's order, so that
    the last ones are cut. What was paid with the orders fills those of a person first."""

    close: Close
    _filled: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """By cap, owner and period: what has been given."""
    _earned: Counter[str] = field(init=False)
    """By owner, what stands of awards that were paid with the period's orders."""

    def __post_init__(self) -> None:
        self._earned = Counter()
        for sale in self.close.facts.sales:
            for (_, member), amount in sale.earned.items():
                self._earned[self._owner(member)] += amount

    def cut(self, award: PeriodAward) -> PeriodAward:
        """An award, as far as every cap that it falls under has room."""
        if award.amount <= 0 or not award.member:
            self._fill(award, award.amount)
            return award
        room = [(limit - self._given(cap, award), cap) for cap, limit in self._caps_of(award)]
        least, cap = min(room, default=(award.amount, ("", "")))
        amount = min(award.amount, max(0, least))
        self._fill(award, amount)
        reason = NO_MORE.format(of=cap[0]) if amount < award.amount else award.reason
        return replace(award, amount=amount, reason=reason)

    def _caps_of(self, award: PeriodAward) -> Iterator[tuple[tuple[str, str], int]]:
        caps = self.close.sheet.document["caps"]
        for period, amount in caps.get("bonus", {}).get(award.bonus, {}).items():
            yield (f"bonus {award.bonus}", period), self._minor(amount)
        for cap in caps.get("person", []):
            yield ("person", cap["period"]), self._minor(cap["amount"])

    def _given(self, cap: tuple[str, str], award: PeriodAward) -> int:
        name, period = cap
        before = self._before(award, period) if name == "person" else 0
        return before + self._filled.get((name, self._owner(award.member), period), 0)

    def _before(self, award: PeriodAward, period: str) -> int:
        owner = self._owner(award.member)
        return self._earned[owner] + self.close.facts.paid_within.get(period, {}).get(owner, 0)

    def _fill(self, award: PeriodAward, amount: int) -> None:
        for (name, period), _ in self._caps_of(award):
            key = (name, self._owner(award.member), period)
            self._filled[key] = self._filled.get(key, 0) + amount

    def _owner(self, member: str) -> str:
        facts = self.close.people.members.get(member)
        return (facts.owner if facts else "") or member

    def _minor(self, amount: str) -> int:
        return int(Fraction(amount) * self.close.sheet.minor)


def each_cut(awards: Iterable[PeriodAward], caps: PersonCaps) -> list[PeriodAward]:
    """A bonus's awards under the caps of bonus and person, the lowest levels first."""
    numbers = caps.close.people.numbers

    def place(award: PeriodAward) -> tuple[int, int, str]:
        return numbers.get(award.member, -1), award.level, award.source

    return [caps.cut(each) for each in sorted(awards, key=place)]
