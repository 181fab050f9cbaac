"""What a shop is before anyone buys: its name and keys, its clock, what it offers, its webhooks."""

import random
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from tools.fake_store.faults import Faults
from tools.fake_store.records import Clock, Event, Hook, Ids, Item, NotFound, Product, Variant


def _ignore(event: Event) -> None:
    """Who is told of changes while nobody sends webhooks."""


@dataclass
class Storefront:
    store_id: str
    platform: str
    _: KW_ONLY
    currency: str = "USD"
    secret: str = ""
    """What webhooks are signed with, where the hook has no secret of its own."""
    access: dict[str, str] = field(default_factory=dict)
    """What opens the API, as the store's secrets name it."""
    domain: str = ""
    tax_percent: int = 0
    clock: Clock = field(default_factory=Clock)
    seed: int = 0
    products: dict[int, Product] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    """What only one platform knows."""
    base_url: str = ""
    """Where the shop's API is served, once it is."""
    on_change: Callable[[Event], None] = _ignore
    """Is given each change, to make webhooks of it."""

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.faults = Faults(f"{self.seed} {self.store_id} faults")
        self.ids = Ids(f"{self.seed} {self.store_id} ids")
        self.dice = random.Random(f"{self.seed} {self.store_id} buyers")  # noqa: S311

    def add_product(self, title: str, variants: Iterable[tuple[str, int]]) -> Product:
        """A product with variants, each a SKU and its price."""
        with self.lock:
            now, product_id = self.clock(), self.ids.next()
            made = [Variant(self.ids.next(), sku, title, price) for sku, price in variants]
            product = self.products[product_id] = Product(product_id, title, made, now, now)
            self.notify("product.created", product_id)
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
            self.notify("product.updated", product_id)
            return product

    def delete_product(self, product_id: int) -> None:
        with self.lock:
            product = self.product(product_id)
            product.deleted, product.updated_at = True, self.clock()
            self.notify("product.deleted", product_id)

    def add_hook(self, topic: str, url: str, secret: str = "", **extra: Any) -> Hook:
        """Whom to tell of a topic, as the platform calls it."""
        with self.lock:
            hook = Hook(self.ids.next(), topic, url, secret or self.secret, True, self.clock())
            hook.extra |= extra
            self.hooks.append(hook)
            return hook

    def remove_hook(self, hook_id: int) -> bool:
        """Whether there was one of this id."""
        with self.lock:
            before = len(self.hooks)
            self.hooks = [hook for hook in self.hooks if hook.hook_id != hook_id]
            return len(self.hooks) < before

    def product(self, product_id: int) -> Product:
        with self.lock:
            if product_id not in self.products:
                raise NotFound(f"no product {product_id}")
            return self.products[product_id]

    def variant(self, variant_id: int) -> tuple[Product, Variant]:
        for product in self.products.values():
            for variant in product.variants:
                if variant.variant_id == variant_id:
                    return product, variant
        raise NotFound(f"no variant {variant_id}")

    def variant_of(self, sku: str) -> Variant:
        """Of the products that are still offered."""
        for product in self.products.values():
            for variant in product.variants:
                if variant.sku == sku and not product.deleted:
                    return variant
        raise NotFound(f"no SKU {sku}")

    def pick_items(self) -> list[Item]:
        """What the seed's next buyer puts into the cart."""
        offered = [
            variant.variant_id
            for product in self.products.values()
            if not product.deleted
            for variant in product.variants
        ]
        if not offered:
            raise NotFound("the shop offers no product")
        chosen = self.dice.sample(offered, min(len(offered), self.dice.randrange(1, 4)))
        return [Item(variant_id, self.dice.randrange(1, 4)) for variant_id in chosen]

    def notify(self, kind: str, changed: int, part: int = 0) -> None:
        """The webhooks of a change are made of it."""
        self.on_change(Event(kind, changed, self.clock(), part))
