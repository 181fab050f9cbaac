"""What a decision would change, in money and people: its order folded without and with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commissions.domain.ledger.facts import Content, Fact, fact, named, new_facts
from commissions.domain.ledger.target import fold
from commissions.tables import plans


@dataclass(frozen=True, slots=True)
class Change:
    """What stands for one earner of the order: minor units of the currency, before and after."""

    earner: str
    currency: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


def changes(facts: Sequence[Fact], contents: Iterable[Content]) -> tuple[Change, ...]:
    """Of everybody who earns on the order without these contents, or with them; by name."""
    told = named([fact(each) for each in contents], facts)
    before, after = _standing(facts), _standing([*facts, *new_facts(told, facts)])
    slots = sorted({*before, *after})
    return tuple(Change(*slot, before[slot], after[slot]) for slot in slots)


def _standing(facts: Sequence[Fact]) -> Counter[tuple[str, str]]:
    """By earner and currency, where it is not nothing."""
    sums: Counter[tuple[str, str]] = Counter()
    for each in fold(facts, plans.get).standings.values():
        if each.award.earner and each.net:
            sums[each.award.earner, each.award.currency] += each.net
    return sums
