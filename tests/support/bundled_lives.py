"""The lives of orders with bundles in them, by any map: bundles that are lines and bundles that are
none, in one another, with a value of their own, with that of their parts, or with one unsaid.

What is looked up is looked up as the pipeline does it, and a map changes between two looks.
"""

from dataclasses import replace
from decimal import Decimal
from random import Random

from commissions.domain.catalogue.kept_values import NOTHING_KEPT, KeptValues
from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import OrderMapped, SkuValue
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.domain.sales.attribution import locked
from commissions.domain.stores.store import Policies
from tests.support.money_lives import LINE, RECEIVED, UNPAID, MoneyLife, SoldLine
from tests.support.orders import PLAN, a_match_for, a_rate, a_value, an_item, an_order

CONTAINERS = ("KIT", "SET", "BOX")
VOLUMES = ("20", "12.5", "0.07", "33.33", "100%", "80%")


class BundledLife(MoneyLife):
    def __init__(self, seed: int, *, decides: bool = True) -> None:
        self.dice = dice = Random(f"bundles {seed}")  # noqa: S311 - not a secret
        self.sold: list[SoldBundle] = []
        self.doubted = 0
        """How often it was looked up, and a person had to say which value counts."""
        self.known = self._map()
        policies = Policies(
            amount_only_refund=dice.choice(["spread", "spread", "keep"]),
            partial_payment=dice.choice(["wait", "share"]),
        )
        super().__init__(seed, policies=policies, decides=decides)

    def _map(self) -> dict[str, SkuValue]:
        dice = self.dice
        goods = {sku: a_value(sku, dice.choice(VOLUMES)) for sku in ("TEA", "MUG")}
        words = {sku: dice.choice(["own", "own", "parts", ""]) for sku in CONTAINERS}
        bundles = {
            sku: a_value(sku, dice.choice(VOLUMES), bundle=word)
            for sku, word in words.items()
            if word == "own" or dice.random() < 0.7
        }
        return goods | bundles

    def _put_in(self) -> None:
        """A line, often a bundle of some lines, whose own line may cost something or nothing."""
        if self.dice.random() < 0.4:
            super()._put_in()
            return
        inside = self.dice.choice(["", "", self._some_bundle()])
        bundle = self._put_in_bundle(inside)
        for _ in range(self.dice.randint(1, 3)):
            super()._put_in()
            line = self.lines[-1]
            line.item = replace(line.item, bundle_id=bundle)

    def _some_bundle(self) -> str:
        """One that is a line, as those inside have to name it."""
        lines = [each.item.line_id for each in self.lines if each.item.platform_sku in CONTAINERS]
        return self.dice.choice([*lines, ""])

    def _put_in_bundle(self, inside: str) -> str:
        sku, number = self.dice.choice(CONTAINERS), f"{len(self.lines) + 1}"
        qty = Decimal(self.dice.choice(["1", "1", "2", "3"]))
        if not inside and self.dice.random() < 0.5:
            bundle = SoldBundle(f"9{len(self.sold)}00", "", sku, qty)
            self.sold.append(bundle)
            return bundle.bundle_id
        net = self.dice.choice([0, 0, 0, 5900])
        item = an_item(number, sku=sku, net=net, qty=f"{qty}", bundle_id=inside)
        self.lines.append(SoldLine(item, qty))
        return number

    def _tell(self) -> None:
        items = tuple(self._called(each.item) for each in self.lines)
        named = {item.bundle_id for item in items}
        order = an_order(
            *items,
            minutes=self.minutes,
            status="partially_paid" if self.unpaid else "paid",
            shipping=self.shipping,
            tax=sum(item.tax for item in items),
            total=sum(item.net + item.tax for item in items) + self.shipping,
            received=self.received if self.telling == RECEIVED else None,
            unpaid=self.unpaid if self.telling == UNPAID else 0,
            bundles=tuple(self._called(each) for each in self.sold if each.bundle_id in named),
        )
        self.facts.append(order)
        if not self.unpaid or self._shares:
            self._told_as_paid(order)

    def _called[G: (Item, SoldBundle)](self, goods: G) -> G:
        """As the store calls it by now."""
        return goods

    def _told_as_paid(self, order: OrderPlaced) -> None:
        self._look_up(order)

    def _look_up(self, order: OrderPlaced) -> None:
        if self.dice.random() < 0.2:
            self.known = self._map()
        kept = self._kept(order)
        mapped = map_skus(order, self.policies, self.known, kept=kept, amounts_accepted=True)
        if isinstance(mapped, OrderMapped):
            lock = locked(mapped, self.policies, PLAN.ref, a_rate())
            self.facts += [lock, a_match_for(order, LINE)]
        else:
            self.doubted += mapped.reason == "counted_twice"

    def _kept(self, order: OrderPlaced) -> KeptValues:
        return NOTHING_KEPT
