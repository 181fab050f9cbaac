"""What a facts document comes to, month by month, in the plainest way: with the naive close, and
without any of the simulation's code. Of plans that close months, and pay a customer bonus with the
order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from commissions.audit.close.corrections import corrections
from commissions.audit.close.engine import closed
from commissions.domain.close.facts import (
    AwardKey,
    LateReturn,
    LegState,
    Lot,
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SaleLine,
    SeatFacts,
    Since,
)
from commissions.domain.close.results import CloseResult
from tests.support.builders import Document

ZONE = ZoneInfo("America/New_York")
EVER = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
UNITS = ("pv", "cv")
Paid = dict[tuple[str, str, str], int]
"""By month, member and bonus, in minor units, where it is not nothing."""
Share = dict[tuple[int, str], Fraction]


def naive_simulation(plan: Document, told: Document) -> Paid:
    return _Naive(plan, told).paid()


class _Naive:
    def __init__(self, plan: Document, told: Document) -> None:
        self.plan, self.told = plan, told
        self.orders = {each["id"]: each for each in told["orders"]}
        self.titles = {each["id"]: (each["title"], 0) for each in told["members"]}
        self.missed: dict[str, int | None] = {
            each["id"]: each.get("periods_missed") for each in told["members"]
        }
        self.legs: dict[tuple[str, str], LegState] = {}
        self.before: list[dict[str, Counter[str]]] = []
        for each in told["legs"]:
            lots = tuple(
                Lot(order_id="", at=day(each["at"]), side=side, volume=cents(each[word]))
                for side, word in (("L", "left"), ("R", "right"))
            )
            self.legs[each["tree"], each["member"]] = LegState(lots=lots)

    def paid(self) -> Paid:
        found: Paid = Counter()
        facts: dict[str, PeriodFacts] = {}
        results: dict[str, CloseResult] = {}
        booked: dict[str, Counter[AwardKey]] = defaultdict(Counter)
        with_order: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for month in self.months():
            facts[month] = self.facts(month)
            results[month] = closed(self.plan, facts[month])
            for award in results[month].awards:
                found[month, award.member, award.bonus] += award.amount
            earlier_months = [each for each in facts if each < month] if self.waits else []
            for earlier in earlier_months:
                now = self.changed(earlier, month, facts[earlier])
                for key in {**now, **booked[earlier]}:
                    found[month, key[0], key[1]] += now[key] - booked[earlier][key]
                booked[earlier] = now
            for order in self.orders.values():
                if self.month(order) <= month:
                    for (bonus, seller), net in self.earned(order, month).items():
                        before = with_order[order["id"]][bonus, seller]
                        found[month, seller, bonus] += net - before
                        with_order[order["id"]][bonus, seller] = net
            self.go_on(facts[month], results[month])
        return {key: amount for key, amount in found.items() if key[1] and amount}

    def months(self) -> list[str]:
        days = [each["at"][:7] for each in (*self.told["orders"], *self.told["refunds"])]
        every = ["2026-10", "2026-11", "2026-12"]
        return [each for each in every if min(days) <= each <= max(days)]

    def month(self, order: Document) -> str:
        return str(order["at"][:7])

    def facts(self, month: str) -> PeriodFacts:
        starts, ends = day(f"{month}-01"), after(month)
        sales = [
            self.sale(each, month) for each in self.orders.values() if self.month(each) == month
        ]
        if not self.waits:
            sales += self.came_back(month)
        return PeriodFacts(
            period=month,
            every="month",
            starts=starts,
            ends=ends,
            members=tuple(self.member(each, ends) for each in self.told["members"]),
            seats=tuple(
                SeatFacts(
                    tree=each["tree"],
                    member_id=each["member"],
                    parent=each["parent"],
                    side=each["side"],
                    since=EVER,
                )
                for each in self.told["seats"]
            ),
            sales=tuple(sales),
            late_returns=tuple(self.late(month)),
            legs=self.legs,
            earlier_volumes={
                each["id"]: tuple(dict(back[each["id"]]) for back in self.before[:2])
                for each in self.told["members"]
            }
            if self.before
            else {},
        )

    @property
    def waits(self) -> bool:
        return bool(self.plan["refunds"]["period"] == "original_if_open")

    def came_back(self, month: str) -> Iterator[SaleFacts]:
        """What orders of earlier months come to less: in the month in which it came back."""
        for order in self.orders.values():
            if self.month(order) >= month:
                continue
            months = [each for each in self.months() if each < month]
            was, left = self.sale(order, months[-1]), self.sale(order, month)
            yield replace(
                left,
                volumes=less(left.volumes, was.volumes),
                lines=tuple(
                    SaleLine(line.sku, less(line.volumes, old.volumes))
                    for old, line in zip(was.lines, left.lines, strict=True)
                ),
                retail_margin=left.retail_margin - was.retail_margin,
                first_of_buyer=False,
                earned=less(left.earned, was.earned),
            )

    def member(self, told: Document, ends: datetime) -> MemberFacts:
        title, below = self.titles[told["id"]]
        changes = [(day(each["at"]), each) for each in told["changes"]]
        known = [(at, each) for at, each in changes if at < ends]
        numbers = [
            each["id"]
            for each in sorted(self.told["members"], key=lambda one: str(one["id"]))
            if each["sponsor"] and each["sponsor"] == told["sponsor"]
        ]
        return MemberFacts(
            member_id=told["id"],
            enrolled_at=EVER,
            sponsors=(
                Since(EVER, told["sponsor"]),
                *(Since(at, each["sponsor"]) for at, each in known if "sponsor" in each),
            ),
            statuses=(
                Since(EVER, told["status"]),
                *(Since(at, each["status"]) for at, each in known if "status" in each),
            ),
            enrolled_number=numbers.index(told["id"]) + 1 if numbers else 0,
            title=title,
            periods_below=below,
            periods_missed=self.missed[told["id"]],
            owner=told.get("owner", ""),
        )

    def gone(self, order: Document, month: str) -> Share:
        """By line and unit, what the books of a month know to be gone."""
        return self._gone(order, lambda at: self.booked_in(order, at) <= month)

    def _gone(self, order: Document, known: Any) -> Share:
        share: Share = defaultdict(Fraction)
        for back in self.told["refunds"]:
            if back["order"] == order["id"] and known(back["at"]):
                for line in range(len(order["lines"])):
                    named = [each for each in back.get("lines", ()) if each["line"] == line + 1]
                    for unit in UNITS:
                        if "lines" not in back:
                            share[line, unit] = Fraction(1)
                        for each in named:
                            share[line, unit] += Fraction(each["share"])
        return share

    def booked_in(self, order: Document, at: str) -> str:
        """The month in which a return counts: its order's own, in the ten days of cut-off too
        where the plan waits for them."""
        own = self.month(order)
        until = after(own) + timedelta(days=10 if self.waits else 0)
        return own if day(at) < until else at[:7]

    def counted(self, order: Document) -> list[dict[str, int]]:
        return [
            {unit: cents(line["volumes"][unit]) for unit in UNITS} if line["class"] != "kit" else {}
            for line in order["lines"]
        ]

    def base(self, order: Document, unit: str) -> int:
        return sum(each.get(unit, 0) for each in self.counted(order))

    def part(self, order: Document, unit: str, gone: Share) -> Fraction:
        lines = enumerate(self.counted(order))
        back = sum((each.get(unit, 0) * gone[line, unit] for line, each in lines), Fraction(0))
        return back / base if (base := self.base(order, unit)) else Fraction(0)

    def left(self, order: Document, unit: str, gone: Share) -> int:
        base, part = self.base(order, unit), self.part(order, unit, gone)
        return base - int(base * part)

    def sale(self, order: Document, month: str) -> SaleFacts:
        gone = self.gone(order, month)
        first = min(
            (each["at"], each["id"])
            for each in self.orders.values()
            if each.get("buyer") == order.get("buyer")
        )
        buyer = order.get("buyer", "")
        return SaleFacts(
            order_id=order["id"],
            at=day(order["at"]),
            seller=str(order.get("seller", buyer)),
            buyer=buyer,
            customer=order.get("customer", ""),
            buyer_class="participant" if buyer else "retail",
            volumes={unit: self.left(order, unit, gone) for unit in UNITS},
            lines=tuple(
                SaleLine(line["sku"], {u: v - int(v * gone[n, u]) for u, v in each.items()})
                for n, (line, each) in enumerate(
                    zip(order["lines"], self.counted(order), strict=True)
                )
                if line["sku"]
            ),
            first_of_buyer=bool(buyer) and first == (order["at"], order["id"]),
            earned={key: net for key, net in self.earned(order, month).items() if net},
        )

    def earned(self, order: Document, month: str) -> dict[tuple[str, str], int]:
        """The customer bonus: of what others than the seller buy, for who is active then."""
        bonus = self.plan["bonuses"][-1]
        seller = order.get("seller", "")
        base = self.base(order, "cv")
        if not seller or order.get("buyer") or not base or self.status(seller, order) != "active":
            return {}
        amount = round(Fraction(bonus["rates"]["0"]) * base)
        net = amount - int(amount * self.part(order, "cv", self.gone(order, month)))
        return {(bonus["id"], seller): net}

    def status(self, member: str, order: Document) -> str:
        [told] = [each for each in self.told["members"] if each["id"] == member]
        changes = [each for each in told["changes"] if "status" in each]
        known = [each["status"] for each in changes if each["at"] <= order["at"]]
        return str([told["status"], *known][-1])

    def late(self, month: str) -> Iterator[LateReturn]:
        """What came back in a month of orders of earlier ones, return by return."""
        for order in self.orders.values():
            days = sorted({e["at"] for e in self.told["refunds"] if e["order"] == order["id"]})
            for at in days:
                if self.booked_in(order, at) == month > self.month(order):
                    before = self._gone(order, lambda other, at=at: other < at)
                    now = self._gone(order, lambda other, at=at: other <= at)
                    volumes = {
                        unit: self.left(order, unit, before) - self.left(order, unit, now)
                        for unit in UNITS
                    }
                    if any(volumes.values()):
                        yield LateReturn(order_id=order["id"], at=day(at), volumes=volumes)

    def changed(self, month: str, now: str, facts: PeriodFacts) -> Counter[AwardKey]:
        """By award, what a closed month would pay now less what it paid."""
        orders = [each for each in self.orders.values() if self.month(each) == month]
        back = [
            self.gone_since(order, was, now) for order, was in zip(orders, facts.sales, strict=True)
        ]
        found: Counter[AwardKey] = Counter()
        for award in corrections(self.plan, facts, back):
            found[award.key] += award.amount
        return found

    def gone_since(self, order: Document, was: SaleFacts, now: str) -> LateReturn:
        left = self.sale(order, now)
        return LateReturn(
            order_id=was.order_id,
            at=after(now),
            volumes=less(was.volumes, left.volumes),
            lines=tuple(
                SaleLine(before.sku, less(before.volumes, line.volumes))
                for before, line in zip(was.lines, left.lines, strict=True)
            ),
            earned=less(was.earned, left.earned),
        )

    def go_on(self, facts: PeriodFacts, result: CloseResult) -> None:
        self.titles = {
            name: (each.title, each.periods_below) for name, each in result.members.items()
        }
        self.missed = {name: each.periods_missed for name, each in result.members.items()}
        self.legs = self.legs | {key: each.after for key, each in result.legs.items()}
        own: dict[str, Counter[str]] = defaultdict(Counter)
        for sale in facts.sales:
            own[sale.seller].update(dict(sale.volumes))
        self.before.insert(0, own)


def less[Key](was: Mapping[Key, int], left: Mapping[Key, int]) -> dict[Key, int]:
    return {key: was.get(key, 0) - left.get(key, 0) for key in {**was, **left}}


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(ZoneInfo("UTC"))


def after(month: str) -> datetime:
    number = int(month[-2:])
    return day(f"2026-{number + 1:02}-01" if number < 12 else "2027-01-01")


def cents(points: str) -> int:
    return int(Fraction(points) * 100)
