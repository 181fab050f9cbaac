"""Stories of a marketplace, made up from a seed: an order, what its vendors have of it, parts that
were split off it, refunds that are booked on either, edits, cancellations and people's words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.months import month_of
from commissions.domain.ledger.waits import listed_entries
from commissions.domain.orders.continues import COPY, PART, RECREATED, Continues
from commissions.domain.orders.decision import WHETHER_COPY
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.parking_reasons import COPY_REFUNDS_DIFFER, COPY_UNKNOWN
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.stores.store import Policies
from tests.support.customer_stories import CustomerStory, Shop, Told, bought, coupon
from tests.support.memory_ledger import RECORDED_AT
from tests.support.orders import NOON, a_cancellation, a_decision, a_refund, an_item

HOUR = timedelta(hours=1)
PARENT = "shopify/tea/1000"
OF_PARENT = Continues(PARENT, COPY, by_lines=True)
VENDORS = ("v1", "v2", "v3")
OF_COPIES = (COPY_UNKNOWN, COPY_REFUNDS_DIFFER)


def a_line(line_id: str, product: str, net: int, qty: str = "1", **fields: Any) -> Item:
    return an_item(line_id, variant_id=product, net=net, qty=qty, **fields)


def of_vendor(number: int, *items: Item, **fields: Any) -> OrderPlaced:
    """What a marketplace makes for a vendor: an order below order 1000, placed with it."""
    plain: dict[str, Any] = {"continues": OF_PARENT, "customer": "", "referrals": ()}
    return placed(number, items, **plain | fields)


def placed(number: int, items: Sequence[Item], hours: float = 0, **fields: Any) -> OrderPlaced:
    """An order of Cara's as it was told so many hours after noon of the 20th."""
    plain: dict[str, object] = {
        "items": tuple(items),
        "total": sum(item.net for item in items) + int(fields.get("shipping", 0)),
        "updated_at": NOON + hours * HOUR,
        "referrals": (coupon("cara"),),
        "customer": "",
    }
    return bought(number, 0, "", **plain | fields)


def back(number: int, hours: float, refund_id: str = "r1", **fields: object) -> OrderRefunded:
    """A refund of an order, so many hours after noon."""
    plain: dict[str, object] = {
        "platform_order_id": str(1000 + number),
        "refunded_at": NOON + hours * HOUR,
    }
    return a_refund(refund_id, **plain | fields)  # type: ignore[arg-type]


def without_a_name(number: int, hours: float, money: int, refund_id: str = "r2") -> OrderRefunded:
    return back(number, hours, refund_id, amount_only=money, gross=True)


@dataclass
class _Market:
    """One story in the making."""

    chance: Random

    def told(self) -> Iterator[Told]:
        items = self._cart()
        parent = placed(0, items, shipping=self._maybe(5_00), **self._fields())
        copies = [*self._copies(items)]
        if not copies or self.chance.random() > 0.07:  # some are never told
            yield from self._parent(parent)
        for order in copies:
            yield order
        of_copies = [*self._of_copies(copies)]
        yield from of_copies
        below = {each.order_key: each for each in (parent, *copies, *of_copies)}
        for order in below.values():
            yield from self._happens_to(order)

    def _cart(self) -> list[Item]:
        products = self.chance.choices(VENDORS, k=self.chance.randint(1, 4))
        return [
            a_line(
                str(place),
                product,
                self.chance.choice([10_00, 10_00, 33_33, 60_00]),
                self.chance.choice(["1", "2", "3"]),
                discount=self.chance.choice([0, 0, 3_00]),
            )
            for place, product in enumerate(products, 1)
        ]

    def _parent(self, parent: OrderPlaced) -> Iterator[Told]:
        """Told once, or unpaid before, or edited since."""
        if self.chance.random() < 0.2:
            yield replace(parent, status="pending", updated_at=parent.updated_at - HOUR)
        yield parent
        if self.chance.random() < 0.3:
            yield from self._edited(parent)

    def _edited(self, parent: OrderPlaced) -> Iterator[OrderPlaced]:
        """A line taken off, or made less; now and then another order has it from then on."""
        place = self.chance.randrange(len(parent.items))
        taken, hours = parent.items[place], self.chance.choice([0.5, 30, 300])
        less = Decimal(self.chance.choice([0, 0, 1]))
        left = [each for each in parent.items if each is not taken]
        if 0 < less < taken.qty:
            left.insert(place, replace(taken, qty=less, net=int(taken.net * less / taken.qty)))
        if left:
            yield replace(
                parent,
                items=tuple(left),
                total=sum(item.net for item in left) + parent.shipping,
                updated_at=NOON + hours * HOUR,
            )
        if self.chance.random() < 0.5:
            qty = taken.qty - less if 0 < less < taken.qty else taken.qty
            part = replace(taken, line_id="9", qty=qty, net=int(taken.net * qty / taken.qty))
            as_ = self.chance.choice([COPY, COPY, PART, RECREATED])
            yield of_vendor(
                8,
                part,
                order_ts=NOON + hours * HOUR,
                updated_at=NOON + hours * HOUR,
                continues=Continues(PARENT, as_, by_lines=as_ == COPY),
            )

    def _copies(self, items: Sequence[Item]) -> Iterator[OrderPlaced]:
        """One for each vendor, most of them as the parent has it."""
        for number, product in enumerate(sorted({item.variant_id for item in items}), 1):
            if self.chance.random() < 0.15:
                continue
            own = [self._copied(item) for item in items if item.variant_id == product]
            by_lines = self.chance.random() < 0.9
            yield of_vendor(
                number,
                *own,
                continues=Continues(PARENT, COPY, by_lines=by_lines),
                **self._fields(),
            )

    def _of_copies(self, copies: Sequence[OrderPlaced]) -> Iterator[OrderPlaced]:
        """What stands below a copy: one more of its lines, or one that was split off it; and, in
        one number more, below that."""
        above = self.chance.choice(copies) if copies else None
        for number in (5, 6) if above else ():
            if above is None or self.chance.random() < 0.6:
                return
            items = [replace(item, line_id=f"d{item.line_id}") for item in above.items]
            hours = self.chance.choice([0, 5]) if len(above.items) > 1 else 0
            if hours:
                kept = above.items[:-1]
                total = sum(item.net for item in kept)
                yield replace(above, items=kept, total=total, updated_at=NOON + 5 * HOUR)
            as_ = self.chance.choice([COPY, COPY, COPY, PART])
            continues = Continues(above.order_key, as_, by_lines=as_ == COPY)
            moment = NOON + hours * HOUR
            above = of_vendor(number, *items, continues=continues, order_ts=moment)
            yield replace(above, updated_at=moment)

    def _copied(self, item: Item) -> Item:
        off = self.chance.choice([0, 0, 0, 0, 1, -1, 7_00])
        qty = item.qty + (self.chance.random() < 0.05)
        net = item.net + off
        return replace(item, line_id=f"c{item.line_id}", net=net, discount=0, qty=qty)

    def _happens_to(self, order: OrderPlaced) -> Iterator[Told]:
        number = int(order.platform_order_id) - 1000
        for refund_id in ("r1", "r2"):
            if self.chance.random() < 0.35:
                yield self._refund(order, number, refund_id)
        if self.chance.random() < 0.1:
            yield a_cancellation(
                platform_order_id=order.platform_order_id,
                minutes=60 * self.chance.choice([2, 50, 400]),
            )
        if number and self.chance.random() < 0.12:
            yield from self._word(order)
        if self.chance.random() < 0.1:
            yield self._without_refunds(order)
        if self.chance.random() < 0.2:
            yield self._called_otherwise(order)

    def _refund(self, order: OrderPlaced, number: int, refund_id: str) -> OrderRefunded:
        hours, item = self.chance.choice([3, 40, 380]), self.chance.choice(order.items)
        if self.chance.random() < 0.4:
            money = self.chance.choice([5_00, 20_00, order.total])
            return without_a_name(number, hours, money, refund_id)
        if self.chance.random() < 0.3:
            return back(number, hours, refund_id, amounts={item.line_id: 4_00})
        whole = RefundItem(item.line_id, self.chance.choice([Decimal(1), item.qty]))
        return back(number, hours, refund_id, items=(whole,))

    def _word(self, order: OrderPlaced) -> Iterator[Told]:
        answer = self.chance.choice(["yes", "no"])
        fields = {"platform_order_id": order.platform_order_id}
        yield a_decision(WHETHER_COPY, answer, minutes=60 * 60, **fields)
        if self.chance.random() < 0.4:
            yield a_decision(WHETHER_COPY, "", minutes=60 * 90, **fields)

    def _without_refunds(self, order: OrderPlaced) -> OrderPlaced:
        """Told once more: whatever was refunded was taken back without a word."""
        return replace(order, updated_at=NOON + 420 * HOUR, refund_ids=())

    def _called_otherwise(self, order: OrderPlaced) -> OrderPlaced:
        """Told once more, when a product has another id, or SKU, or is no more."""
        names = self.chance.choice(
            [("", "", "custom"), ("", "TEA", "product"), ("v9", "NEW", "product")]
        )
        variant, sku, kind = names
        renamed = replace(order.items[0], variant_id=variant, platform_sku=sku, kind=kind)
        at = order.updated_at + self.chance.choice([1, 30, 500]) * HOUR
        return replace(order, items=(renamed, *order.items[1:]), updated_at=at)

    def _fields(self) -> dict[str, Any]:
        return {"status": self.chance.choice(["paid", "paid", "paid", "paid", "pending"])}

    def _maybe(self, amount: int) -> int:
        return self.chance.choice([0, amount])


def copy_story(seed: int) -> CustomerStory:
    market = _Market(Random(f"copies {seed}"))  # noqa: S311 - not a secret
    policies = Policies(
        amount_only_refund=market.chance.choice(["spread", "spread", "keep"]),
        cancellation=market.chance.choice(["reverse_all", "reverse_all", "refunds_only"]),
    )
    return CustomerStory(seed, tuple(market.told()), policies)


def by_month(journals: Iterable[Journal]) -> dict[tuple[str, str, str], int]:
    """What stands on each account, by the month that it was posted to."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for journal in journals:
        month = month_of(journal.effective_at, "UTC")
        for leg in journal.legs:
            sums[leg.account, leg.unit, month] += leg.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def listed_in(shop: Shop) -> set[tuple[str, str, str]]:
    """What is asked of its copies in the end: order, reason and detail."""
    targets = [(key, ledger.target(ledger.facts.values())) for key, ledger in shop.ledgers.items()]
    return {
        (key, each.reason, each.detail)
        for key, target in targets
        for each in listed_entries(target, RECORDED_AT)
        if each.reason in OF_COPIES
    }
