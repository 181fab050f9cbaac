"""Orders whose products are renamed, deleted and made anew, and whose lines are edited and shifted:
made up from a seed, with what each line was sold at.

Whoever makes a story knows which line is which sale, and what it was worth when it was first told
as paid; the product has to find both in what a store tells.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from commissions.application.pipeline.map_skus import mapped
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.ledger.facts import Fact
from commissions.domain.orders.order import CUSTOM, Item, OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.sales.attribution import Lock, SaleAttributed, locked
from commissions.domain.stores.store import Policies, Store
from tests.support.memory_ledger import MemoryLedger
from tests.support.orders import PLAN, a_match_for, a_rate, a_value, an_item, an_order, sold

STORE = Store("tea", "shopify", "retail_channel", "USD", "demo")


@dataclass
class _Product:
    """What is for sale, as the store calls it today."""

    variant_id: str
    sku: str
    key: str
    """Under which it stands in the map as it was when the story began."""
    touched: bool = False
    """Renamed or deleted: it is not sold anew, as nobody knows what it would be worth."""
    kind: str = "product"


@dataclass
class _Line:
    product: _Product
    line_id: str
    qty: int
    net: int
    sold_at: SkuValue | None = None

    def item(self) -> Item:
        return an_item(
            self.line_id,
            sku=self.product.sku,
            variant_id=self.product.variant_id,
            qty=str(self.qty),
            net=self.net,
            kind=self.product.kind,
        )


@dataclass(frozen=True)
class Telling:
    """A snapshot, with what the map says whenever it is mapped."""

    order: OrderPlaced
    known: Mapping[str, SkuValue]
    is_of_before: bool = False
    """It was looked up before locks said of each line what it was valued at."""


@dataclass
class ValueStory:
    """One order from its placing on."""

    seed: int
    tellings: list[Telling] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Random(f"{self.seed} values")  # noqa: S311 - not a secret
        self.numbered = self.chance.random() < 0.25
        """The store tells no ids of lines: they are their numbers."""
        self.of_before = self.chance.choice([0, 0, 1, 2])
        self.ids = 0
        self.values: dict[str, SkuValue] = {}
        self.shelf = [self._product(number) for number in range(6)]
        self.lines: list[_Line] = []
        for _ in range(self.chance.randint(1, 3)):
            self._add()
        self._tell_first()
        for _ in range(self.chance.randint(1, 6)):
            self._happen()
            self._tell()

    @property
    def expected(self) -> dict[str, SkuValue | None]:
        """By the ids of the lines that the order has in the end, what they were sold at."""
        return {line.line_id: line.sold_at for line in self.lines}

    def shuffled(self, chance: Random) -> list[Telling]:
        told = [*self.tellings, *chance.choices(self.tellings, k=chance.randint(0, 3))]
        chance.shuffle(told)
        return told

    def _product(self, number: int) -> _Product:
        """Some SKUs are numbers that are ids of others, too."""
        variant_id, sku = f"{1000 + number}", f"SKU-{number}"
        style = self.chance.choice(["sku", "sku", "bare id"])
        if not self.of_before:
            style = self.chance.choice(["sku", "only sku", "numeric", "id", "both", "bare id"])
        if self.numbered or style == "sku":
            variant_id = self.chance.choice(["", variant_id])
        if self.numbered:
            style = "sku"
        if style == "numeric":
            sku = f"{1000 + (number + 1) % 6}"
        key = {"id": f"id:{variant_id}", "both": f"id:{variant_id}", "bare id": variant_id}
        product = _Product(variant_id, sku, key.get(style, sku))
        points = f"{10 + number}"
        told_apart = style in ("only sku", "numeric")
        of_sku = sku if style == "both" else ""
        value = a_value(product.key, points, only_sku=told_apart, of_sku=of_sku)
        if product.key not in self.values:
            self.values[product.key] = value
        else:  # of two numbers that are one key, the other product is not for sale
            product.touched = True
        if style == "both":
            self.values.setdefault(sku, a_value(sku, f"{50 + number}"))
        if not self._is_clear(product):
            product.touched = True
        return product

    def _is_clear(self, product: _Product) -> bool:
        """Whether no bare key of another product may be meant for its id."""
        bare = self.values.get(product.variant_id)
        return not bare or bare.only_sku or product.key in (product.variant_id, bare.platform_sku)

    def _tell_first(self) -> None:
        if self.chance.random() < 0.3:
            self._tell(status="pending")
        self._tell()

    def _happen(self) -> None:
        what = [self._rename, self._add, self._drop, self._edit, self._change_the_map]
        what += [] if self.numbered else [self._remake, self._remake, self._delete]
        happening = self.chance.choice(what)
        happening()
        self.happened[happening.__name__.strip("_")] += 1

    def _rename(self) -> None:
        """To a name that nobody knows, or to that of something else."""
        product = self.chance.choice(self.lines).product
        if product.kind == CUSTOM:
            return
        others = [each.sku for each in self.shelf if each is not product and each.key == each.sku]
        sold_too = {line.product.sku for line in self.lines}
        free = [sku for sku in others if sku not in sold_too or product.variant_id]
        product.sku = self.chance.choice([f"NEW-{self.chance.randint(1, 9)}", *free])
        for each in self.shelf:  # of two that go by one SKU alone nobody could tell which is which
            each.touched = each.touched or each.sku == product.sku

    def _delete(self) -> None:
        product = self.chance.choice(self.lines).product
        product.variant_id, product.touched = "", True
        if self.chance.random() < 0.7 or not product.sku:
            product.sku, product.kind = "", CUSTOM

    def _add(self) -> None:
        sold_too = [line.product for line in self.lines]
        free = [each for each in self.shelf if not each.touched and each not in sold_too]
        if not free:
            return
        self.ids += 1
        product, place = self.chance.choice(free), self.chance.randint(0, len(self.lines))
        qty, net = self.chance.randint(1, 3), self.chance.choice([10_00, 20_00, 35_50])
        self.lines.insert(place, _Line(product, f"L{self.ids}", qty, net))
        self._number()

    def _drop(self) -> None:
        if len(self.lines) > 1:
            self.lines.pop(self.chance.randrange(len(self.lines)))
            self._number()

    def _edit(self) -> None:
        line = self.chance.choice(self.lines)
        line.qty = self.chance.randint(1, 4)
        line.net = self.chance.choice([10_00, 20_00, 99_99])

    def _remake(self) -> None:
        """A plug-in deletes a line and makes it anew, often with what the product is called now."""
        line = self.chance.choice(self.lines)
        product = line.product
        if not (product.variant_id or product.sku):
            return
        if product.variant_id and self.chance.random() < 0.5:
            product.sku, product.touched = f"NEW-{self.chance.randint(1, 9)}", True
        self.ids += 1
        line.line_id = f"L{self.ids}"

    def _change_the_map(self) -> None:
        """Values of the past are told later: what was sold stays at what it was sold at."""
        if not self.of_before:
            self.values = {
                key: replace(each, pv="1", bv="2", cv="3", qv="4")
                if key.startswith("id:")
                else each
                for key, each in self.values.items()
            }

    def _number(self) -> None:
        if self.numbered:
            for number, line in enumerate(self.lines, start=1):
                line.line_id = str(number)

    def _tell(self, status: str = "paid") -> None:
        minutes = 10 * len(self.tellings)
        items = [line.item() for line in self.lines]
        order = an_order(*items, minutes=minutes, status=status)
        before = status == "paid" and self._paid < self.of_before
        self.tellings.append(Telling(order, dict(self.values), is_of_before=before))
        if status == "paid":
            for line in self.lines:
                line.sold_at = line.sold_at or self.values[line.product.key]

    @property
    def _paid(self) -> int:
        return sum(each.order.status == "paid" for each in self.tellings)


class ValuedOrder:
    """An order on its way through mapping and ledger, and what of it waits for a value."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger(PLAN)
        self.waits: dict[str, Telling] = {}

    def tell(self, told: Iterable[Telling]) -> "ValuedOrder":
        for each in told:
            self._place(each)
        return self

    @property
    def facts(self) -> list[Fact]:
        return [*self.ledger.facts.values()]

    def _place(self, told: Telling) -> None:
        order = told.order
        outcome = mapped(order, _Registers(told.known), lambda _: self.facts)
        self.waits.pop(order.key, None)
        if isinstance(outcome, OrderParked):
            self.waits[order.key] = told
            return
        if order.status == "pending":
            self.ledger.settle(order)
            return
        lock = locked(outcome, Policies(), PLAN.ref, a_rate())
        sale = SaleAttributed(order, lock, (a_match_for(order),))
        self.ledger.settle(*(_of_before(sale, lock) if told.is_of_before else sale.contents))
        for each in [*self.waits.values()]:
            self._place(each)


def _of_before(sale: SaleAttributed, lock: Lock) -> Sequence[OrderPlaced | Lock]:
    order, new, match = sold(sale.order, values=lock.values)
    people: dict[str, Any] = {"seller": match.seller, "buyer_class": match.buyer_class}
    before = replace(new, lines=None, buyer="", carrier=match.carrier, line=match.line, **people)
    return (order, before)


@dataclass(frozen=True)
class _Registers:
    known: Mapping[str, SkuValue]

    def store(self, store_id: str) -> Store:
        return replace(STORE, store_id=store_id)

    def values_in_force(
        self, store_id: str, keys: Iterable[str], at: datetime
    ) -> Mapping[str, SkuValue]:
        return {key: self.known[key] for key in keys if key in self.known}
