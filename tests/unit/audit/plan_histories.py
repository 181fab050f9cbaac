"""Histories of orders as `tests.support.histories` makes them up, under any plan that can be read,
also one too generous to be published."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from commissions.audit.plan_sheet import PlanSheet, parse
from commissions.domain.ledger.facts import Content, LookedUp
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import Plan, read_plan
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import ReferralMatch
from tests.support.builders import (
    Document,
    a_customer_bonus,
    a_fast_start_bonus,
    a_levels_bonus,
    a_plan_document,
)
from tests.support.histories import Delivery, History, history

RANKS = ("associate", "silver", "gold", "platinum")
STATUSES = (*["active"] * 6, "inactive", "suspended")
CLASSES = ("kit", "sample", "product")
ORDERS = ("own_orders", "customer_orders", "participant_orders")


def sheet_of(plan: Plan) -> PlanSheet:
    return parse(plan.text)


class Twist:
    """A history under another plan, with people of ranks, and a store that takes refunds back."""

    def __init__(self, seed: int, *, platform: str = "shopify", days: int = 0) -> None:
        self.chance = Random(seed)  # noqa: S311 - not a secret
        self.worths = Random(f"{seed} worths")  # noqa: S311 - not a secret
        self.joined = Random(f"{seed} joined")  # noqa: S311 - not a secret
        self.platform, self.later = platform, timedelta(days=days)
        life = history(seed)
        self.plan = _plan(self.chance, life.plan.base_currency, f"plan-{seed}")
        self.lists = self.chance.random() < 0.5
        self.refunds: list[str] = []
        self.versions: dict[str, OrderPlaced] = {}
        self.looked_up: dict[str, list[Content]] = {}
        self.life = History(
            seed,
            self.plan,
            tuple(self._delivery(self._elsewhere(each)) for each in life.deliveries),
        )

    def _elsewhere(self, delivery: Delivery) -> Delivery:
        """On another platform, and some days later."""
        match delivery:
            case (OrderPlaced() as order, *looked_up):
                moved = self._moved(order)
                return (moved, *(self._of(self._moved(each), moved) for each in looked_up))
        return tuple(map(self._moved, delivery))

    def _moved[C: Content](self, content: C) -> C:
        names = ("order_ts", "updated_at", "refunded_at", "cancelled_at")
        times = {name: getattr(content, name, None) for name in names}
        later = {name: time + self.later for name, time in times.items() if time}
        return replace(content, platform=self.platform, **later)

    def _delivery(self, delivery: Delivery) -> Delivery:
        match delivery:
            case (OrderPlaced() as order, *looked_up):
                twisted = self._order(order)
                if twisted.version not in self.looked_up:
                    found = self._looked_up(looked_up)
                    self.looked_up[twisted.version] = [self._of(each, twisted) for each in found]
                return (twisted, *self.looked_up[twisted.version][: len(looked_up)])
            case (OrderRefunded() as refund,):
                self.refunds.append(refund.refund_id)
                return (replace(refund, items=tuple(map(self._with_worth, refund.items))),)
        return delivery

    def _with_worth(self, back: RefundItem) -> RefundItem:
        """Often what was given back for the units is told: as much as they are worth, or not."""
        lines = [item for order in self.versions.values() for item in order.items]
        of = [item for item in lines if item.line_id == back.line_id and item.qty]
        worth = int(of[-1].net * back.qty / of[-1].qty) if of else 0
        off = self.worths.choice([0, 1, -1, 2, 100])
        return self.worths.choice([back, replace(back, worth=worth + off)])

    def _order(self, order: OrderPlaced) -> OrderPlaced:
        if order.version not in self.versions:
            known = [each for each in self.refunds if self.chance.random() < 0.8]
            asked = self.chance.random() < 0.2
            self.versions[order.version] = replace(
                order,
                refund_ids=tuple(sorted(known)) if self.lists else None,
                read_at=order.updated_at if asked else None,
            )
        return self.versions[order.version]

    def _of(self, content: Content, order: OrderPlaced) -> Content:
        assert isinstance(content, LookedUp)
        return replace(content, order_version=order.version)

    def _looked_up(self, contents: Sequence[Content]) -> Iterator[Content]:
        """Under the plan, with other people."""
        for each in contents:
            if isinstance(each, ReferralMatch):
                yield replace(self._people(each), enrolled_at=self._enrolled(each.order_ts))
            elif isinstance(each, Lock):
                own = replace(each, plan=self.plan.ref)
                yield self._people(own) if own.has_people else own

    def _people[P: LookedUp](self, found: P) -> P:
        chance, own = self.chance, found.buyer_class or ""
        return replace(
            found,
            line=tuple(self._person(each) for each in found.line or ()),
            buyer=chance.choice([found.buyer, found.buyer, found.seller]) or "",
            buyer_class=chance.choice(["retail", "preferred", own, "participant"]),
        )

    def _enrolled(self, order_ts: datetime) -> datetime | None:
        """Often at the very edge of a window, or never told."""
        days = self.joined.choice([None, -1, 0, 0, 1, 29, 30, 31])
        edge = timedelta(microseconds=self.joined.choice([-1, 0, 1]))
        return None if days is None else order_ts - timedelta(days=days) + edge

    def _person(self, member: Ancestor) -> Ancestor:
        rank = self.chance.choice([*RANKS, *RANKS, "", "unknown"])
        return Ancestor(member.member, self.chance.choice(STATUSES), rank)


def _plan(chance: Random, currency: str, plan_id: str) -> Plan:
    bonuses = [_bonus(chance, number) for number in range(chance.randint(1, 3))]
    bonuses += _fast_starts(Random(f"{plan_id} fast start"), bonuses)  # noqa: S311 - not a secret
    units = ["pv", "bv", "cv", *chance.sample(["qv"], chance.randint(0, 1))]
    document = a_plan_document(
        *bonuses,
        currency=currency,
        ranks=RANKS,
        volumes={unit: _volume(chance) for unit in units},
        status={"active": _condition(chance)},
    )
    document["plan"]["id"] = plan_id
    document["plan"]["timezone"] = chance.choice(["America/New_York", "Asia/Tokyo", "UTC"])
    document["plan"]["rounding"]["mode"] = chance.choice(["half_even", "down"])
    return read_plan(document)


def _volume(chance: Random) -> Document:
    include = chance.sample(ORDERS, chance.randint(1, 3))
    exclude = chance.sample(CLASSES[:2], chance.choice([0, 0, 1, 2]))
    return {"from": "sku_map", "include": include, "exclude": exclude}


def _bonus(chance: Random, number: int) -> Document:
    fields: Document = {"id": f"b{number}", "basis": chance.choice(["pv", "bv", "cv"])}
    if chance.random() < 0.3:
        fields["pool"] = _share(chance)
    if chance.random() < 0.3:
        fields["volume_to_money"] = chance.choice(["0.80", "2", "1.333333"])
    if chance.random() < 0.3:
        flat = chance.random() < 0.5
        table = {"0": _share(chance)}
        rates: Any = table if flat else dict.fromkeys(chance.sample(RANKS, 2), table)
        return a_customer_bonus(rates=rates, eligibility=_condition(chance), **fields)
    return _levels(chance, fields)


def _levels(chance: Random, fields: Document) -> Document:
    start = chance.choice(["seller", "buyer_parent"])
    first = 1 if start == "buyer_parent" else chance.choice([0, 1])
    by = chance.choice(["active", "eligibility"])
    if by == "eligibility" or chance.random() < 0.5:
        fields["eligibility"] = _condition(chance)
    if chance.random() < 0.8:
        fields["inactive_source_pays"] = chance.choice([True, False, False])
    return a_levels_bonus(
        rates=_rates(chance, first),
        start=start,
        compression=chance.choice(["none", "skip_inactive", "dynamic"]),
        qualified_by=by,
        **fields,
    )


def _fast_starts(chance: Random, others: Sequence[Document]) -> Iterator[Document]:
    """None, one or two, in place of some of the others."""
    names = [each["id"] for each in others]
    for number in range(chance.choice([0, 1, 1, 2])):
        yield a_fast_start_bonus(
            id=f"start{number}",
            basis=chance.choice(["pv", "bv", "cv"]),
            days=chance.choice([1, 30, 31]),
            rates=_rates(chance, 1),
            eligibility=_condition(chance),
            qualified_by=chance.choice(["active", "eligibility"]),
            replaces=chance.sample(names, chance.randint(0, len(names))),
        )


def _rates(chance: Random, first: int) -> Document:
    whole = {str(level): _share(chance) for level in range(first, first + chance.randint(1, 5))}
    if chance.random() < 0.5:
        return whole
    some = {level: _share(chance) for level in whole if chance.random() < 0.6}
    depth = dict(list(whole.items())[: chance.randint(1, len(whole))])
    return {"gold": whole, "silver": some or whole, "associate": depth}


def _share(chance: Random) -> str:
    return f"{Decimal(chance.choice([100_000, 50_000, chance.randint(1, 900_000)])).scaleb(-6):f}"


def _condition(chance: Random, depth: int = 2) -> Document:
    kinds = [*["status"] * 4, "rank", "least", "all", "any"] if depth else ["rank", "status"]
    match chance.choice(kinds):
        case "status":
            return {"metric": "status", "op": "in", "value": ["active", "suspended"]}
        case "rank":
            return {"metric": "rank", "op": "=", "value": chance.choice(RANKS)}
        case "least":
            return {"metric": "rank", "op": ">=", "value": chance.choice(RANKS)}
        case "all":
            return {"all": [_condition(chance, depth - 1) for _ in range(chance.randint(0, 2))]}
        case _:
            return {"any": [_condition(chance, depth - 1) for _ in range(chance.randint(1, 2))]}
