"""What every kind of bonus is computed from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from commissions.domain.close.award_columns import NO_KEY, ORDER, SOURCE, AwardColumns, KeyKind
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.columns import DAY, PeriodColumns
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.facts import PoolShares
from commissions.domain.close.facts_agree import check_ranks
from commissions.domain.close.figures import MemberFigures
from commissions.domain.close.group_volumes import GroupVolumes
from commissions.domain.close.judged import Judged, judged
from commissions.domain.close.leg_columns import LegColumns
from commissions.domain.close.lines import SoldIn
from commissions.domain.close.parcels import SUMMED_UP, Parcels
from commissions.domain.close.results import JudgedLegs
from commissions.domain.close.terms import Part, PlanTerms


@dataclass(frozen=True)
class ClosingPeriod:
    terms: PlanTerms
    period: PeriodColumns
    volumes: GroupVolumes
    judged: Judged
    awarded: list[AwardColumns] = field(default_factory=list)
    """Of the bonuses before this one in the plan's order, after the caps of bonus and person."""
    binaries: list[Callable[[], Iterable[JudgedLegs]]] = field(default_factory=list)
    """What each binary left behind, seat by seat with its lots: told only to whoever asks."""
    seat_legs: dict[str, Callable[[], LegColumns]] = field(default_factory=dict)
    """By bonus, what the seats of a binary had and matched, in columns: for whoever stores it."""
    carried: dict[str, CarriedBinary] = field(default_factory=dict)
    """The same in columns, by tree: for the next period."""
    pools: dict[str, PoolShares] = field(default_factory=dict)
    """What a point of each pool is worth, by bonus."""

    @property
    def nobody(self) -> int:
        return self.period.members.house

    def sold_in(self, bonus: Part) -> SoldIn:
        return self.volumes.tree(bonus["tree"])

    def counted(self, bonus: Part) -> Mask:
        """By sale, whether a bonus pays on it: not where a fast start pays instead."""
        counts = np.ones(len(self.period.sales.ids), dtype=bool)
        for each in self.terms.document["bonuses"]:
            if each["kind"] == "fast_start" and bonus["id"] in each["replaces"]:
                counts &= ~self.is_fast_start(each)
        return counts

    def is_fast_start(self, bonus: Part) -> Mask:
        """By sale, whether it is one of a new distributor's first days; or the first of them."""
        sales, members = self.period.sales, self.period.members
        since = sales.at - members.enrolled[sales.buyer]
        within = (since >= 0) & (since < int(bonus["window"]["days"]) * DAY)
        starts = (sales.buyer != self.nobody) & sales.participant & within
        only_first = bonus.get("orders", "all") == "first"
        return np.asarray(starts & sales.first if only_first else starts)


def key_kind(bonus: Part) -> KeyKind:
    return KeyKind.MEMBER if bonus.get("award", ORDER) == SOURCE else KeyKind.ORDER


def key_of(bonus: Part, orders: Places, sources: Places) -> Places:
    """What an award's source names: the order, the member it came from, or nothing."""
    by = bonus.get("award", ORDER)
    if by == ORDER:
        return orders
    return sources if by == SOURCE else np.full(orders.size, NO_KEY, dtype=np.int64)


def key_of_parcels(bonus: Part, close: "ClosingPeriod", parcels: Parcels) -> Places:
    if not parcels.sale.size or parcels.sale[0] == SUMMED_UP:
        return np.full(parcels.sale.size, NO_KEY, dtype=np.int64)
    return key_of(bonus, parcels.sale, close.period.sales.seller[parcels.sale])


def paying_sales(bonus: Part, close: "ClosingPeriod", base: Whole) -> Places:
    """The orders that are counted, of somebody, and of anything."""
    credited = close.period.sales.seller != close.nobody
    return np.flatnonzero(close.counted(bonus) & (base != 0) & credited)


def closing(document: Part, period: PeriodColumns) -> ClosingPeriod:
    """Raises NotInColumns for what the columns do not compute; RankNotInPlan, StandsAboveItself,
    TooManyLevels."""
    terms, volumes = PlanTerms(document), GroupVolumes(period)
    check_ranks(terms, period)
    return ClosingPeriod(terms, period, volumes, judged(MemberFigures(terms, period, volumes)))
