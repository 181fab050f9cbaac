"""What conditions of a plan look at, as columns: volumes in hundredths of a point, counts of people
and of legs. None of these depends on anybody's rank."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from commissions.domain.close.columns import DAY, SPONSOR, PeriodColumns, datetime_of, moment
from commissions.domain.close.exact import Mask, Places, Whole, plus
from commissions.domain.close.group_volumes import GroupVolumes
from commissions.domain.close.primitives import kids, pushed, sub
from commissions.domain.close.terms import POINT, Part, PlanTerms

UNITS = ("pv", "bv", "cv", "qv")
LEFT, RIGHT = 1, 2
MONTHS = 12
OF_RANKS = frozenset({"rank", "legs_with_rank", "pgv"})
"""The metrics that look at ranks."""


class NotInColumns(ValueError):
    """The plan asks for something that the columns do not compute."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A column that a condition looks at, and how many of it are one of the condition's."""

    values: Whole
    unit: int = 1


@dataclass(frozen=True)
class MemberFigures:
    terms: PlanTerms
    period: PeriodColumns
    volumes: GroupVolumes
    active: Mask | None = None
    """With nobody's slot; nothing while it is judged who is."""

    def of(self, condition: Part) -> Figure:
        """Raises NotInColumns for a metric, or a window, that is no figure of a close."""
        metric, window = condition["metric"], condition.get("window")
        several = metric in UNITS and isinstance(window, Mapping)
        if not several and window not in (None, self.period.every):
            raise NotInColumns(
                f"{metric}: window {window} is not the {self.period.every} that closes"
            )
        if metric in UNITS:
            return Figure(self._own(metric, window), POINT)
        if metric not in _COLUMNS:
            raise NotInColumns(f"{metric} is no figure of a close")
        return _COLUMNS[metric](self, condition)

    def _own(self, unit: str, window: object) -> Whole:
        return self.over_periods(self.volumes.own(unit), unit, window, slice(None))

    def over_periods(self, this: Whole, unit: str, window: object, rows: Places | slice) -> Whole:
        """Own volume of some members, with what `this` period has, over several periods where the
        condition says so: the best of those that are told, or their sum."""
        if not isinstance(window, Mapping):
            return this
        members = self.period.members
        for back, volumes in enumerate(members.earlier[: int(window["periods"]) - 1]):
            then = volumes[unit][rows] if unit in volumes else np.zeros_like(this)
            best = np.where(members.periods_told[rows] > back, np.maximum(this, then), this)
            this = best if window["of"] == "any" else plus(this, then)
        return this

    def largest_leg(self) -> Whole:
        """Of the legs through which any order came; 0 without one."""
        volumes, orders = self.volumes.legs(self.terms.group_unit), self.volumes.leg_orders()
        legs = self.volumes.tree(SPONSOR).forest.legs
        used = np.flatnonzero(orders)
        lowest = min(0, int(volumes.min())) if volumes.size else 0
        most = np.full(self.volumes.slots, lowest, dtype=volumes.dtype)
        np.maximum.at(most, legs.above[used], volumes[used])
        has = np.zeros(self.volumes.slots, dtype=bool)
        has[legs.above[used]] = True
        return np.where(has, most, 0)

    def capped_group(self, cap: Part | None, asked: str) -> Whole:
        """Group volume of which each leg, and by the plan's word the own volume, counts at most a
        part of what is asked for."""
        unit = self.terms.group_unit
        if cap is None or "pct" not in cap:
            return self.volumes.group(unit)
        most = int(Fraction(cap["pct"]) * Fraction(asked) * POINT)
        legs = self.volumes.tree(SPONSOR).forest.legs
        counted = np.minimum(self.volumes.legs(unit), most)
        own = self.volumes.own(unit)
        own = np.minimum(own, most) if cap["own"] == "capped" else own
        return own + pushed(counted, legs.above, self.volumes.slots)

    def active_legs(self) -> Whole:
        """Legs of the end of the period in which anybody is active, or whose head is."""
        forest = self.volumes.tree(SPONSOR).forest
        active = forest.at_the_end(self._known_active)
        if self.terms.document["active_legs"]["counts"] != "front_line":
            active = (sub(forest.layout, active) > 0).astype(np.int64)
        # At the house stands everybody: those at the top are nobody's legs.
        active[forest.house] = 0
        return kids(forest.layout, active)[forest.node]

    @property
    def _known_active(self) -> Mask:
        if self.active is None:
            raise NotInColumns("who is active cannot hang on who is active below")
        return self.active

    def enrolled_active(self, side: str) -> Whole:
        """Personally enrolled distributors who are active; on a side, or the fewer of both."""
        enrolled = self._known_active & self.period.members.participant
        if not side:
            return self._enrolled(enrolled)
        left, right = (self._enrolled(enrolled & self._stands_on(each)) for each in (LEFT, RIGHT))
        return {"left": left, "right": right, "each": np.minimum(left, right)}[side]

    def _enrolled(self, who: Mask) -> Whole:
        forest = self.volumes.tree(SPONSOR).forest
        return kids(forest.layout, forest.at_the_end(who))[forest.node]

    def _stands_on(self, side: int) -> Mask:
        """Who stands on that side below their sponsor in the plan's binary, at the end."""
        forest = self.volumes.tree(self._binary).forest
        house = forest.house
        head = np.full(house + 1, house, dtype=np.int64)
        on_side = forest.node[:-1][forest.side[forest.node[:-1]] == side]
        head[forest.parent[on_side]] = on_side
        sponsor = self.sponsor
        begins = head[forest.node[sponsor]]
        ends = begins + np.append(forest.layout.size, 0)[begins]
        return np.asarray((begins < house) & (begins <= forest.node) & (forest.node < ends))

    @property
    def sponsor(self) -> Places:
        """At the end of the period; with nobody, who is nobody's."""
        forest = self.volumes.tree(SPONSOR).forest
        return forest.who[forest.parent[forest.node]]

    @property
    def _binary(self) -> str:
        trees = self.terms.document["trees"]
        return next(str(tree["id"]) for tree in trees if tree["kind"] == "binary")

    def binary_leg(self, side: str) -> Whole:
        """What came in below a side of the seat, with what it brought along."""
        bonuses = self.terms.document["bonuses"]
        bases = (str(each["basis"]) for each in bonuses if each["kind"] == "binary")
        unit = next(bases, self.terms.group_unit)
        left, right = (
            self.volumes.side(unit, self._binary, each) + self.period.brought(self._binary, name)
            for name, each in (("L", LEFT), ("R", RIGHT))
        )
        weak, strong = np.minimum(left, right), np.maximum(left, right)
        return np.asarray({"left": left, "right": right, "weak": weak, "strong": strong}[side])

    def customers(self) -> Whole:
        """Different customers who bought something with volume."""
        sales = self.period.sales
        rows = np.flatnonzero(self._with_volume() & ~sales.participant)
        pairs = sales.seller[rows] * (sales.at.size + 1) + sales.customer[rows]
        sellers = np.unique(pairs) // (sales.at.size + 1)
        return np.bincount(sellers, minlength=self.volumes.slots)

    def _with_volume(self) -> Mask:
        sales = self.period.sales
        bought = np.zeros(sales.at.size, dtype=bool)
        for volume in sales.volumes.values():
            bought |= volume > 0
        return bought

    def orders(self) -> Whole:
        """What came back of an earlier period's order is none."""
        sales = self.period.sales
        placed = (sales.at >= moment(self.period.starts)) | self._with_volume()
        sellers = sales.seller[sales.participant & placed]
        return np.bincount(sellers, minlength=self.volumes.slots)

    def days_enrolled(self) -> Whole:
        return np.asarray((moment(self.period.ends) - self.period.members.enrolled) // DAY)

    def months_enrolled(self) -> Whole:
        """Full calendar months, by the plan's clock: 0 in the month of enrolment."""
        zone = ZoneInfo(self.terms.timezone)
        start = self.period.starts.astimezone(zone)
        local = [datetime_of(at).astimezone(zone) for at in self.period.members.enrolled.tolist()]
        months = [(start.year - at.year) * MONTHS + start.month - at.month for at in local]
        return np.array(months, dtype=np.int64)


_COLUMNS: Mapping[str, Callable[[MemberFigures, Part], Figure]] = {
    "gv": lambda figures, _: Figure(figures.volumes.group(figures.terms.group_unit), POINT),
    "leg_gv": lambda figures, _: Figure(figures.largest_leg(), POINT),
    "active_legs": lambda figures, _: Figure(figures.active_legs()),
    "enrolled_active": lambda figures, on: Figure(figures.enrolled_active(on.get("side") or "")),
    "binary_leg": lambda figures, on: Figure(figures.binary_leg(on["side"]), POINT),
    "customers": lambda figures, _: Figure(figures.customers()),
    "retail_volume": lambda figures, _: Figure(
        figures.volumes.retail(figures.terms.group_unit), POINT
    ),
    "order_in_period": lambda figures, _: Figure(figures.orders()),
    "days_since_enrol": lambda figures, _: Figure(figures.days_enrolled()),
    "months_since_enrol": lambda figures, _: Figure(figures.months_enrolled()),
}
