"""One shop and what people do in it: buy, pay, cancel, refund, edit. Every change is told on."""

import random
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tools.fake_store.faults import Faults
from tools.fake_store.records import (
    Clock,
    Event,
    Hook,
    Ids,
    Item,
    Line,
    NoSuchThing,
    Order,
    Product,
    Refund,
    Variant,
)


class Shop:
    """Its methods are safe to call from any thread; who reads orders or products holds `lock`."""

    def __init__(
        self,
        store_id: str,
        platform: str,
        *,
        currency: str = "USD",
        secret: str = "",
        access: Mapping[str, str] | None = None,
        domain: str = "",
        tax_percent: int = 0,
        clock: Callable[[], datetime] | None = None,
        seed: int = 0,
    ) -> None:
        self.store_id, self.platform = store_id, platform
        self.currency, self.secret, self.domain = currency, secret, domain
        self.access = dict(access or {})
        self.tax_percent = tax_percent
        self.clock = clock or Clock()
        self.orders: dict[int, Order] = {}
        self.products: dict[int, Product] = {}
        self.hooks: list[Hook] = []
        self.faults = Faults(f"{seed} {store_id} faults")
        self.ids = Ids(f"{seed} {store_id} ids")
        self.dice = random.Random(f"{seed} {store_id} buyers")  # noqa: S311
        self.extra: dict[str, Any] = {}
        """What only one platform knows."""
        self.lock = threading.RLock()
        self.base_url = ""
        """Where the shop's API is served, once it is."""
        self.told: Callable[[Event], None] = lambda event: None
        """Is given each change, to make webhooks of it."""

    # Buyers

    def place(
        self,
        items: Iterable[Item] = (),
        *,
        code: str = "",
        customer_id: int = 0,
        shipping: int = 0,
        paid: bool = False,
    ) -> Order:
        """An order of these items, or, without any, of what the seed's buyer picks."""
        with self.lock:
            now = self.clock()
            lines = [self._line(item) for item in items or self._picked()]
            order = Order(
                self.ids.next(), str(1001 + len(self.orders)), now, now, self.currency, lines,
                shipping=shipping, code=code, customer_id=customer_id,
            )  # fmt: skip
            self.orders[order.order_id] = order
            self._tell("order.created", order.order_id)
            if paid:
                self.pay(order.order_id)
            return order

    def pay(self, order_id: int) -> Order:
        with self.lock:
            order = self._touched(order_id)
            order.paid_at = order.updated_at
            self._tell("order.paid", order_id)
            return order

    def cancel(self, order_id: int) -> Order:
        with self.lock:
            order = self._touched(order_id)
            order.cancelled_at = order.updated_at
            self._tell("order.cancelled", order_id)
            return order

    def refund(
        self,
        order_id: int,
        lines: Mapping[int, int] | None = None,
        *,
        amount_only: int = 0,
        shipping: int = 0,
    ) -> Refund:
        """Gives back units of lines, money that names no line, or the shipping."""
        with self.lock:
            order = self.order(order_id)
            for line_id, qty in (lines or {}).items():
                if not 0 < qty <= order.line(line_id).qty - order.refunded_qty(line_id):
                    raise ValueError(f"line {line_id} has not {qty} units left")
            self._touched(order_id)
            refund = Refund(
                self.ids.next(), order.updated_at, dict(lines or {}), amount_only, shipping
            )
            order.refunds.append(refund)
            self._tell("order.refunded", order_id, refund.refund_id)
            return refund

    def refund_all(self, order_id: int) -> Refund:
        """Every unit that is left, and the shipping if it was not given back yet."""
        order = self.order(order_id)
        left = {line.line_id: line.qty - order.refunded_qty(line.line_id) for line in order.lines}
        shipping = order.shipping - sum(refund.shipping for refund in order.refunds_shown)
        return self.refund(
            order_id, {line_id: qty for line_id, qty in left.items() if qty}, shipping=shipping
        )

    # The shop's staff

    def delete_refund(self, order_id: int, refund_id: int) -> None:
        """As shops do it: no date moves, and nobody is told."""
        with self.lock:
            found = [one for one in self.order(order_id).refunds if one.refund_id == refund_id]
            if not found:
                raise NoSuchThing(f"order {order_id} has no refund {refund_id}")
            found[0].deleted = True

    def edit(
        self,
        order_id: int,
        *,
        quantities: Mapping[int, int] | None = None,
        add: Sequence[Item] = (),
        code: str | None = None,
        silently: bool = False,
    ) -> Order:
        """New quantities of lines (0 takes one away), more items, another coupon. `silently`: no
        date moves and nobody is told."""
        with self.lock:
            order = self.order(order_id)
            for line_id, qty in (quantities or {}).items():
                self._set_qty(order.line(line_id), qty)
            order.lines = [line for line in order.lines if line.qty]
            order.lines += [self._line(item) for item in add]
            order.code = order.code if code is None else code
            if not silently:
                self._touched(order_id)
                self._tell("order.edited", order_id)
            return order

    def delete_order(self, order_id: int, *, for_good: bool = True) -> None:
        """Out of the shop, or only into the trash."""
        with self.lock:
            order = self._touched(order_id)
            order.trashed, order.deleted = True, for_good
            self._tell("order.deleted", order_id)

    def add_product(self, title: str, variants: Iterable[tuple[str, int]]) -> Product:
        """A product with variants, each a SKU and its price."""
        with self.lock:
            now, product_id = self.clock(), self.ids.next()
            made = [Variant(self.ids.next(), sku, title, price) for sku, price in variants]
            product = self.products[product_id] = Product(product_id, title, made, now, now)
            self._tell("product.created", product_id)
            return product

    def change_product(
        self, product_id: int, *, title: str = "", prices: Mapping[int, int] | None = None
    ) -> Product:
        with self.lock:
            product = self.product(product_id)
            product.title = title or product.title
            for variant in product.variants:
                variant.price = (prices or {}).get(variant.variant_id, variant.price)
            product.updated_at = self.clock()
            self._tell("product.updated", product_id)
            return product

    def delete_product(self, product_id: int) -> None:
        with self.lock:
            product = self.product(product_id)
            product.deleted, product.updated_at = True, self.clock()
            self._tell("product.deleted", product_id)

    def hook(self, topic: str, url: str, secret: str = "", **extra: Any) -> Hook:
        """Whom to tell of a topic, as the platform calls it."""
        with self.lock:
            hook = Hook(self.ids.next(), topic, url, secret or self.secret, True, self.clock())
            hook.extra |= extra
            self.hooks.append(hook)
            return hook

    def unhook(self, hook_id: int) -> bool:
        """Whether there was one of this id."""
        with self.lock:
            before = len(self.hooks)
            self.hooks = [hook for hook in self.hooks if hook.hook_id != hook_id]
            return len(self.hooks) < before

    # Who looks

    def order(self, order_id: int) -> Order:
        with self.lock:
            if order_id not in self.orders:
                raise NoSuchThing(f"no order {order_id}")
            return self.orders[order_id]

    def product(self, product_id: int) -> Product:
        with self.lock:
            if product_id not in self.products:
                raise NoSuchThing(f"no product {product_id}")
            return self.products[product_id]

    def variant(self, variant_id: int) -> tuple[Product, Variant]:
        for product in self.products.values():
            for variant in product.variants:
                if variant.variant_id == variant_id:
                    return product, variant
        raise NoSuchThing(f"no variant {variant_id}")

    def _line(self, item: Item) -> Line:
        product, variant = self.variant(item.variant_id)
        line = Line(
            self.ids.next(), product.product_id, variant.variant_id, variant.sku, variant.title,
            item.qty, variant.price, item.discount,
        )  # fmt: skip
        line.tax = (line.net * self.tax_percent + 50) // 100 if item.tax is None else item.tax
        return line

    def _picked(self) -> list[Item]:
        offered = [
            variant.variant_id
            for product in self.products.values()
            if not product.deleted
            for variant in product.variants
        ]
        if not offered:
            raise NoSuchThing("the shop offers no product")
        chosen = self.dice.sample(offered, min(len(offered), self.dice.randrange(1, 4)))
        return [Item(variant_id, self.dice.randrange(1, 4)) for variant_id in chosen]

    def _set_qty(self, line: Line, qty: int) -> None:
        line.discount = line.discount * qty // line.qty
        line.tax = line.tax * qty // line.qty
        line.qty = qty

    def _touched(self, order_id: int) -> Order:
        order = self.order(order_id)
        order.updated_at = self.clock()
        return order

    def _tell(self, kind: str, changed: int, part: int = 0) -> None:
        self.told(Event(kind, changed, self.clock(), part))
