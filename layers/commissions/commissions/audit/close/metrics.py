"""What a condition of a plan looks at, and whether a member meets it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, ge, gt
from typing import Any

from commissions.audit.close.people import SPONSOR, Lineages, as_of
from commissions.audit.close.sheet import CloseSheet, Words, points
from commissions.audit.close.volumes import Volumes
from commissions.domain.close.results import Requirement
from commissions.domain.people.upline import PARTICIPANT

UNITS = ("pv", "bv", "cv", "qv")
DAYS_A_MONTH = 12
_OPS: Mapping[str, Callable[[Any, Any], bool]] = {">=": ge, ">": gt, "=": eq}
_SIDES = {"left": "L", "right": "R"}


class NotJudged(ValueError):
    """A condition asks for something that the naive close has no figures for."""


@dataclass(frozen=True)
class Metrics:
    """Figures of members that depend on nobody's rank."""

    sheet: CloseSheet
    people: Lineages
    volumes: Volumes
    active_ones: dict[str, bool]
    """Filled while activity is judged; complete before any rank is."""
    rolled_in: dict[str, dict[str, int]]
    """By member and unit, what was rolled up from who did not qualify below."""

    def number(self, member: str, condition: Words) -> Fraction:
        """A figure: of volumes in points, of people their number."""
        metric, window = condition["metric"], condition.get("window")
        every = self.people.facts.every
        if metric in UNITS and (isinstance(window, Mapping) or window in (None, every)):
            return self._own(member, metric, window)
        if window not in (None, every):
            raise NotJudged(f"{metric}: window {window} is not the {every} that closes")
        if metric not in _FIGURES:
            raise NotJudged(f"{metric} is not judged at a close")
        return Fraction(_FIGURES[metric](self, member, condition))

    def status(self, member: str) -> str:
        return as_of(self.people.member(member, "status").statuses, self.people.end)

    def _own(self, member: str, unit: str, window: object) -> Fraction:
        """Own volume, over several periods where the condition says so."""
        rolled = self.rolled_in.get(member, {}).get(unit, 0)
        this = points(self.volumes.own(member, unit) + rolled)
        if not isinstance(window, Mapping):
            return this
        earlier = self.people.facts.earlier_volumes.get(member, ())[: int(window["periods"]) - 1]
        found = [this, *(points(each.get(unit, 0)) for each in earlier)]
        return max(found) if window["of"] == "any" else sum(found, Fraction(0))

    def group_volume(self, member: str) -> Fraction:
        return points(self.volumes.group(member, self.sheet.qualifying))

    def leg_volumes(self, member: str) -> list[Fraction]:
        return [points(each) for each in self.volumes.legs(member, self.sheet.qualifying).values()]

    def active_legs(self, member: str) -> int:
        """Legs in which anybody is active, or whose front-line member is, as the plan says."""
        counts = self.sheet.document["active_legs"]["counts"]
        return sum(
            any(self.active_ones[each] for each in self._leg(leg, counts))
            for leg in self.people.front_line(member, SPONSOR)
        )

    def _leg(self, leg: str, counts: str) -> list[str]:
        return [leg] if counts == "front_line" else self.people.group(leg, SPONSOR)

    def enrolled_active(self, member: str, side: str) -> int:
        """Personally enrolled distributors who are active; on a side of the binary, or the fewer of
        both (`each`)."""
        enrolled = [
            each
            for each in self.people.front_line(member, SPONSOR)
            if self.active_ones[each] and self.people.members[each].kind == PARTICIPANT
        ]
        if not side:
            return len(enrolled)
        sides = [self._side_of(each, member) for each in enrolled]
        if side == "each":
            return min(sides.count("L"), sides.count("R"))
        return sides.count(_SIDES[side])

    def _side_of(self, member: str, of: str) -> str:
        """On which side of a seat another one stands in the plan's binary."""
        tree, end = self._binary, self.people.end
        through = member
        for above in self.people.upline(member, tree, end):
            if above == of:
                seat = self.people.seat(through, tree, end)
                return seat.side if seat else ""
            through = above
        return ""

    def binary_leg(self, member: str, side: str) -> Fraction:
        """What came in below a side of the seat in the period, with what it brought along."""
        legs = self.people.facts.legs.get((self._binary, member))
        brought = (legs.open("L"), legs.open("R")) if legs else (0, 0)
        left, right = (
            points(self.volumes.side(member, self._leg_unit, self._binary, each) + open_)
            for each, open_ in zip("LR", brought, strict=True)
        )
        named = {"left": left, "right": right, "weak": min(left, right), "strong": max(left, right)}
        return named[side]

    @property
    def _binary(self) -> str:
        trees = self.sheet.document["trees"]
        return next(str(tree["id"]) for tree in trees if tree["kind"] == "binary")

    @property
    def _leg_unit(self) -> str:
        bonuses = self.sheet.document["bonuses"]
        found = (str(each["basis"]) for each in bonuses if each["kind"] == "binary")
        return next(found, self.sheet.qualifying)

    def customers(self, member: str) -> int:
        """Different customers who bought something with volume; each guest is one."""
        sales = [
            sale
            for sale in self.volumes.sold_by(member, participants=False)
            if any(volume > 0 for volume in sale.volumes.values())
        ]
        return len({sale.buyer or sale.customer or sale.order_id for sale in sales})

    def orders(self, member: str) -> int:
        """What came back of an order of an earlier period is none."""
        starts = self.people.facts.starts
        sales = self.volumes.sold_by(member, participants=True)
        return sum(
            sale.at >= starts or any(volume > 0 for volume in sale.volumes.values())
            for sale in sales
        )

    def days_enrolled(self, member: str) -> int:
        enrolled = self.people.member(member, "a condition").enrolled_at
        return (self.people.facts.ends - enrolled).days

    def months_enrolled(self, member: str) -> int:
        """Full calendar months, by the plan's clock: 0 in the month of enrolment."""
        zone = self.sheet.zone
        enrolled = self.people.member(member, "a condition").enrolled_at.astimezone(zone)
        start = self.people.facts.starts.astimezone(zone)
        return (start.year - enrolled.year) * DAYS_A_MONTH + start.month - enrolled.month


_FIGURES: Mapping[str, Callable[[Metrics, str, Words], Fraction | int]] = {
    "gv": lambda metrics, member, _: metrics.group_volume(member),
    "leg_gv": lambda metrics, member, _: max(metrics.leg_volumes(member), default=Fraction(0)),
    "active_legs": lambda metrics, member, _: metrics.active_legs(member),
    "enrolled_active": lambda metrics, member, on: metrics.enrolled_active(
        member, str(on.get("side", ""))
    ),
    "binary_leg": lambda metrics, member, on: metrics.binary_leg(member, str(on["side"])),
    "customers": lambda metrics, member, _: metrics.customers(member),
    "retail_volume": lambda metrics, member, _: points(
        metrics.volumes.retail(member, metrics.sheet.qualifying)
    ),
    "order_in_period": lambda metrics, member, _: metrics.orders(member),
    "days_since_enrol": lambda metrics, member, _: metrics.days_enrolled(member),
    "months_since_enrol": lambda metrics, member, _: metrics.months_enrolled(member),
}


def compared(found: Fraction, condition: Words) -> bool:
    """Whether a figure meets a condition."""
    if condition["op"] == "between":
        low, high = condition["value"]
        return Fraction(low) <= found <= Fraction(high)
    return _OPS[condition["op"]](found, Fraction(condition["value"]))


def named(found: str, condition: Words) -> bool:
    """Whether a word, such as a status, meets a condition."""
    wanted = condition["value"]
    return found in (wanted if condition["op"] == "in" else [wanted])


def shown(figure: Fraction) -> str:
    """A figure of at most two decimals, as text."""
    whole, part = divmod(abs(int(figure * 100)), 100)
    text = f"{whole}.{part:02}".rstrip("0").rstrip(".")
    return f"-{text}" if figure < 0 and text != "0" else text


def requirement(found: Fraction, condition: Words) -> Requirement:
    return Requirement(
        metric=condition["metric"],
        wanted=str(condition["value"]),
        counted=shown(found),
        met=compared(found, condition),
    )
