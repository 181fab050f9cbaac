"""The lives of orders, made up from a seed: what the store told, in the order in which it happened.

A delivery is what one record of the store leads to at the ledger: a snapshot with what was looked
up for it, a refund, or a cancellation. Told in any order, and any of it twice, it is one history.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import Item, OrderCancelled, OrderPlaced, sum_of
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from commissions.domain.plans import Plan
from commissions.domain.stores.store import Policies
from tests.support.company import PEOPLE, VALUES, plan_in, values_of
from tests.support.orders import a_lock_for, a_rate, sold

STORE: dict[str, Any] = {"platform": "shopify", "store_id": "tea"}
BEGIN = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
"""In November still, by the plan's clock."""
Delivery = tuple[Content, ...]


@dataclass(frozen=True)
class History:
    seed: int
    plan: Plan
    deliveries: tuple[Delivery, ...]

    def shuffled(self, chance: Random) -> list[Delivery]:
        """In any order, some of it twice or three times."""
        told = [*self.deliveries, *chance.choices(self.deliveries, k=chance.randint(0, 4))]
        chance.shuffle(told)
        return told


def history(seed: int, *, deliveries_max: int = 9) -> History:
    return _Life(seed).told(deliveries_max)


class _Life:
    """One order from its placing on."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = Random(seed)  # noqa: S311 - not a secret
        self.seed = seed
        self.now = BEGIN
        self.base_currency = chance.choice(["USD", "USD", "EUR", "JPY", "KWD", "CLF"])
        self.currency = chance.choice(["USD", "EUR", "JPY", "KWD", "CLF"])
        self.policies = Policies(
            paid=chance.choice([Policies().paid, ("authorized", *Policies().paid)]),
            cancellation=chance.choice(["reverse_all", "reverse_all", "refunds_only"]),
            amount_only_refund=chance.choice(["spread", "spread", "keep", "park"]),
        )
        self.line = self._upline()
        self.looked_up: dict[str, Delivery] = {}
        self.is_of_before = seed % 3 == 0
        self.lines_made = 0
        self.refunds_made = 0
        self.order = self._snapshot(
            order_ts=self.now,
            status=chance.choice([*["paid"] * 5, "pending", "authorized"]),
            items=(self._tea(), *(self._item() for _ in range(chance.randint(0, 3)))),
        )

    def told(self, deliveries_max: int) -> History:
        happenings = [*[self._edit] * 2, *[self._refund] * 5, *[self._pay] * 2]
        happenings += [self._cancel, self._revive, self._unpay, self._look_again]
        deliveries = [self._placed()]
        for _ in range(self.chance.randint(1, deliveries_max - 1)):
            self.now += timedelta(minutes=self.chance.choice([0, 0, 1, 90, 3000]))
            deliveries.append(self.chance.choice(happenings)())
        return History(self.seed, plan_in(self.base_currency), tuple(deliveries))

    def _snapshot(self, **changes: Any) -> OrderPlaced:
        return OrderPlaced(
            **STORE,
            platform_order_id=f"{self.seed}",
            updated_at=self.now,
            currency=self.currency,
            distributor_ref="",
            total=sum_of(changes["items"]),
            **changes,
        )

    def _tea(self) -> Item:
        net = self.chance.choice([2500, 33_333, self.chance.randint(1, 10**7)])
        qty = Decimal(self.chance.choice("123467"))
        return replace(self._item(), platform_sku="TEA", kind="product", net=net, qty=qty)

    def _item(self) -> Item:
        self.lines_made += 1
        chance = self.chance
        kind = chance.choice(["product"] * 6 + ["gift_card", "tip", "custom"])
        sku = "" if kind == "custom" and chance.random() < 0.5 else chance.choice([*VALUES, "GIFT"])
        return Item(
            line_id=f"L{self.lines_made}",
            platform_sku=sku,
            variant_id=chance.choice(["", "", "V-9", "V-unknown"]) if kind == "product" else "",
            qty=Decimal(chance.choice([*"1112347", "0.333", "1.5", "0"])),
            unit_price=0,
            discount=0,
            tax=0,
            net=chance.choice(
                [999, 2500, 33_333, *(chance.randint(0, 10**i) for i in range(8)), -500]
            ),
            kind=kind,
        )

    def _upline(self) -> str:
        """Nobody, or some of a company in which people move."""
        people = self.chance.sample(PEOPLE, self.chance.choice([0, 1, 2, 3, 3, 4, 5]))
        statuses = self.chance.choices(["", "", "", " (inactive)"], k=len(people))
        return " < ".join(f"{who}{status}" for who, status in zip(people, statuses, strict=True))

    def _placed(self) -> Delivery:
        if self.order.status not in self.policies.paid:
            return (self.order,)
        version = self.order.version
        if version not in self.looked_up:  # a snapshot keeps what was looked up for it first
            self.looked_up[version] = self._look_up()
        return self.looked_up[version]

    def _look_up(self) -> Delivery:
        """Some orders were locked before people were a fact of their own."""
        rate = "1"
        if self.currency != self.base_currency:
            rate = self.chance.choice(["1.0843", "0.0066", "151.377"])
        own = bool(self.line) and self.chance.random() < 0.2
        fields: dict[str, Any] = {
            "buyer": self.line.split(" ")[0] if own else "",
            "buyer_class": PARTICIPANT if own else RETAIL,
            "plan": plan_in(self.base_currency),
            "values": values_of(self.order, factor=self.chance.choice([1, 1, 1, 2])),
            "rate": a_rate(rate, self.currency, self.base_currency),
            "policies": self.policies,
        }
        if self.is_of_before:
            return (self.order, a_lock_for(self.order, self.line, **fields))
        return sold(self.order, self.line, **fields)

    def _edit(self) -> Delivery:
        items = list(self.order.items)
        i = self.chance.randrange(len(items))
        match self.chance.choice(["add", "remove units", "drop", "reprice", "requantify"]):
            case "add":
                items.append(self._item())
            case "remove units":
                items[i] = replace(items[i], removed=items[i].qty * self.chance.choice([1, 2]) / 2)
            case "drop" if len(items) > 1:
                items.pop(i)
            case "reprice":
                items[i] = replace(items[i], net=self.chance.randint(0, 5000))
            case _:
                items[i] = replace(items[i], qty=items[i].qty + 1)
        return self._changed(items=tuple(items))

    def _changed(self, **changes: Any) -> Delivery:
        order = replace(self.order, updated_at=self.now, **changes)
        self.order = replace(order, total=sum_of(order.items))
        return self._placed()

    def _pay(self) -> Delivery:
        return self._changed(status=self.chance.choice(["paid", "partially_refunded", "refunded"]))

    def _unpay(self) -> Delivery:
        return self._changed(status=self.chance.choice(["pending", "voided"]))

    def _look_again(self) -> Delivery:
        """The same order once more, after somebody has moved."""
        self.line = self._upline()
        return self._changed()

    def _revive(self) -> Delivery:
        return self._changed(cancelled_at=None)

    def _cancel(self) -> Delivery:
        if self.chance.random() < 0.5:
            return self._changed(cancelled_at=self.now)
        return (
            OrderCancelled(
                **STORE,
                platform_order_id=self.order.platform_order_id,
                cancelled_at=self.now,
                updated_at=self.now,
            ),
        )

    def _refund(self) -> Delivery:
        self.refunds_made += 1
        chance = self.chance
        net = sum(item.net for item in self.order.items)
        items: tuple[RefundItem, ...] = ()
        amount = 0
        match chance.choice(["units", "units", "line amount", "amount", "shipping", "mixed"]):
            case "units":
                items = tuple(self._back(qty=True) for _ in range(chance.randint(1, 3)))
            case "line amount":
                items = (self._back(amount=True),)
            case "amount":
                amount = chance.choice([1, net // 2, net // 3, net, chance.randint(0, 10**6)])
            case "mixed":
                items = (self._back(qty=True, amount=True),)
                amount = chance.randint(0, 5000)
        return (
            OrderRefunded(
                **STORE,
                platform_order_id=self.order.platform_order_id,
                refund_id=f"r{self.refunds_made}",
                refunded_at=self.now,
                currency=self.currency if chance.random() < 0.95 else "SEK",
                items=items,
                amount_only=amount,
                shipping=chance.choice([0, 500]),
            ),
        )

    def _back(self, *, qty: bool = False, amount: bool = False) -> RefundItem:
        item = self.chance.choice(self.order.items)
        return RefundItem(
            line_id=item.line_id if self.chance.random() < 0.93 else "L99",
            qty=self.chance.choice([item.qty, Decimal(1), item.qty / 4, Decimal("-1")])
            if qty
            else Decimal(0),
            amount=self.chance.randint(-10, max(1, item.net)) if amount else 0,
        )
