"""What every kind of bonus is computed from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commissions.audit.close.judging import Judging
from commissions.audit.close.people import Lineages
from commissions.audit.close.sheet import CloseSheet
from commissions.audit.close.volumes import Volumes
from commissions.domain.close.facts import PeriodFacts, PoolShares, SaleFacts
from commissions.domain.close.results import JudgedLegs, PeriodAward


@dataclass(frozen=True)
class Close:
    sheet: CloseSheet
    facts: PeriodFacts
    people: Lineages
    volumes: Volumes
    judging: Judging
    awarded: list[PeriodAward] = field(default_factory=list)
    """Of the bonuses before this one in the plan's order, after the caps of bonus and person."""
    legs: dict[tuple[str, str], JudgedLegs] = field(default_factory=dict)
    """What binaries left behind, by tree and member."""
    pools: dict[str, PoolShares] = field(default_factory=dict)
    """What a point of each pool is worth, by bonus."""

    def looked_at(self, sale: SaleFacts, tree: str) -> list[str]:
        """Whom a sale comes by, nearest first: the seller of a customer's order, and who stands
        above; an own purchase begins above who bought."""
        above = list(self.people.upline(sale.seller, tree, sale.at))
        return above if sale.own_purchase else [sale.seller, *above]

    def of(self, bonuses: Sequence[str]) -> list[PeriodAward]:
        """What the named bonuses gave."""
        return [each for each in self.awarded if each.bonus in bonuses]


def close_of(document: dict[str, object], facts: PeriodFacts) -> Close:
    sheet, people = CloseSheet(document), Lineages(facts)
    volumes = Volumes(facts, people)
    return Close(sheet, facts, people, volumes, Judging(sheet, facts, people, volumes))
