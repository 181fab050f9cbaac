"""A binary once more, a hundredth of a point at a time: every unit stands in a queue by itself.

It shares nothing with the naive close but the facts and the plan's words.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from commissions.domain.close.facts import PeriodFacts, SaleFacts
from tests.support.binaries import binary, binary_plan, percent
from tests.support.builders import Document
from tests.support.closes import at_least

SIDES = ("L", "R")
Open = Counter[tuple[str, datetime]]
"""By side and the moment it came in, how many units are open; what is owed is below 0."""


def a_binary_plan(random: Random) -> Document:
    after: Document = {
        "paid": random.choice(["carry", "net_off", "flush"]),
        "unqualified": random.choice(["carry_both", "flush_both"]),
        "carry_cap": random.choice([None, None, "1.50"]),
        "expire_lots_days": random.choice([None, None, 40]),
    }
    if random.random() < 0.3:
        after |= {"leg_cap_before": "2", "leg_cap_excess": random.choice(["burn", "keep"])}
    cap: Document = {"excess": random.choice(["burn", "keep"])}
    if random.random() < 0.5:
        cap["period"] = random.choice(["0.03", "0.10", "2.00"])
    asked = random.choice([{"all": []}, at_least("pv", "0.50")])
    return binary_plan(binary(_match(random), after=after, cap=cap, eligibility=asked))


def _match(random: Random) -> Document:
    sides: Document = {"left": random.choice(["1", "0.50"]), "right": random.choice(["1", "0.30"])}
    legs = {"strong": "1", "weak": "0.50", "tie": "left"}
    judged = random.choice(["each_cycle", "each_period"])
    each_pair = {"mode": "pairs", "judged": judged, "amount": "0.07"}
    fixed = each_pair | {"judged": "each_period"} | sides
    steps = {"mode": "steps", "steps": [["0.50", "0.05"], ["2", "0.25"]]}
    return random.choice([percent("0.10"), percent("0.05"), fixed, each_pair | legs, steps])


class UnitLeg:
    """The units of one leg, the oldest first, and units that are owed."""

    def __init__(self) -> None:
        self.units: list[datetime] = []
        self.owed: list[datetime] = []

    def come(self, volume: int, at: datetime) -> None:
        for _ in range(abs(volume)):
            first, second = (self.owed, self.units) if volume > 0 else (self.units, self.owed)
            if first:
                first.pop(0 if volume > 0 else -1)
            else:
                second.append(at)

    def take(self, many: int) -> None:
        del self.units[: max(0, many)]

    def expire(self, before: datetime) -> None:
        self.units = [each for each in self.units if each >= before]
        self.owed = [each for each in self.owed if each >= before]

    def empty(self) -> None:
        self.units, self.owed = [], []

    def __len__(self) -> int:
        return len(self.units)


class UnitSeat:
    """A seat from one period to the next."""

    def __init__(self, bonus: Mapping[str, Any]) -> None:
        self.bonus = bonus
        self.legs = {side: UnitLeg() for side in SIDES}

    def run(self, sales: list[tuple[str, SaleFacts]], ends: datetime, *, qualifies: bool) -> int:
        """What is paid for a period, in minor units. `sales`: each with the side that it came in
        on, by time."""
        after = self.bonus["after"]
        for side, sale in sales:
            self.legs[side].come(sale.volumes["cv"], sale.at)
        if after["expire_lots_days"]:
            for leg in self.legs.values():
                leg.expire(ends - timedelta(days=after["expire_lots_days"]))
        left, right = (self._capped(leg) for leg in self.legs.values())
        paid = self._matched(left, right) if qualifies else 0
        if not qualifies and after["unqualified"] == "flush_both":
            self._flush()
        for leg in self.legs.values():
            if after["carry_cap"]:
                leg.take(len(leg) - _units(after["carry_cap"]))
        return paid

    def open(self) -> Open:
        found: Open = Counter()
        for side, leg in self.legs.items():
            found.update((side, at) for at in leg.units)
            found.subtract((side, at) for at in leg.owed)
        return found

    def _flush(self) -> None:
        for leg in self.legs.values():
            leg.empty()

    def _capped(self, leg: UnitLeg) -> int:
        cap = self.bonus["after"]["leg_cap_before"]
        if not cap:
            return len(leg)
        if self.bonus["after"]["leg_cap_excess"] == "burn":
            leg.take(len(leg) - _units(cap))
        return min(len(leg), _units(cap))

    def _matched(self, left: int, right: int) -> int:
        """Step by step: after each, what has been taken of both legs and what it pays."""
        stages = [(0, 0, Fraction(0)), *self._stages(left, right)]
        raw = round(stages[-1][2] * 100)
        cap = self.bonus["cap"].get("period")
        paid = min(raw, int(Fraction(cap) * 100)) if cap else raw
        taken_left, taken_right, _ = stages[-1]
        if paid < raw and self.bonus["cap"]["excess"] == "keep":
            taken_left, taken_right, _ = self._enough(stages, paid)
        lengths = [len(leg) for leg in self.legs.values()]
        for leg, taken in zip(self.legs.values(), (taken_left, taken_right), strict=True):
            leg.take(taken)
        if len(stages) > 1 and taken_left + taken_right:
            self._afterwards(weak="L" if lengths[0] <= lengths[1] else "R")
        return paid

    def _enough(
        self, stages: list[tuple[int, int, Fraction]], paid: int
    ) -> tuple[int, int, Fraction]:
        """The first stage that pays as much; of a step, units as they are worth."""
        if self.bonus["match"]["mode"] == "steps":
            volume, _, worth = stages[-1]
            units = next(n for n in range(volume + 1) if worth * 100 * n / volume >= paid)
            return units, units, worth
        return next(each for each in stages if each[2] * 100 >= paid)

    def _stages(self, left: int, right: int) -> list[tuple[int, int, Fraction]]:
        match = self.bonus["match"]
        if match["mode"] == "steps":
            reached = [step for step in match["steps"] if min(left, right) >= _units(step[0])]
            return [(_units(step[0]), _units(step[0]), Fraction(step[1])) for step in reached[-1:]]
        found: list[tuple[int, int, Fraction]] = []
        took_left, took_right, whole = 0, 0, (left, right)
        while True:
            least_left, least_right = self._sides(left, right, whole)
            if left < least_left or right < least_right:
                return found
            left, right = left - least_left, right - least_right
            took_left, took_right = took_left + least_left, took_right + least_right
            found.append((took_left, took_right, self._worth(len(found) + 1)))

    def _worth(self, stages: int) -> Fraction:
        match = self.bonus["match"]
        if match["mode"] == "percent":
            return Fraction(match["pct"]) * stages / 100
        return Fraction(match["amount"]) * stages

    def _sides(self, left: int, right: int, whole: tuple[int, int]) -> tuple[int, int]:
        match = self.bonus["match"]
        if match["mode"] == "percent":
            return 1, 1
        if "left" in match:
            return _units(match["left"]), _units(match["right"])
        now_left, now_right = whole if match["judged"] == "each_period" else (left, right)
        strong, weak = _units(match["strong"]), _units(match["weak"])
        return (strong, weak) if now_left >= now_right else (weak, strong)

    def _afterwards(self, *, weak: str) -> None:
        match self.bonus["after"]["paid"]:
            case "flush":
                self._flush()
            case "carry":
                self.legs[weak].empty()


def _units(volume: str) -> int:
    return int(Fraction(volume) * 100)


def sides_above(facts: PeriodFacts, seller: str) -> dict[str, str]:
    """Everybody above a seat, with the side on which it is."""
    seats = {each.member_id: each for each in facts.seats}
    found: dict[str, str] = {}
    while seller and seats[seller].parent:
        found[seats[seller].parent] = seats[seller].side
        seller = seats[seller].parent
    return found
