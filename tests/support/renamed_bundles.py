"""The lives of orders with bundles whose products are renamed, deleted and made anew meanwhile, and
whose lines plug-ins delete and make anew under other ids.

The map knows some products by their ids, and some by SKUs that other names were given. Some
snapshots are looked up late, when later ones were: what those said is kept.
"""

from collections import Counter
from dataclasses import replace

from commissions.domain.catalogue.kept_values import KeptValues
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.locked_values import kept_values
from commissions.domain.orders.order import CUSTOM, Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from tests.support.bundled_lives import CONTAINERS, BundledLife

IDS = {sku: f"{4400 + place}" for place, sku in enumerate(("TEA", "MUG", *CONTAINERS))}
RENAMED = "{sku}-{number}"


class RenamedBundles(BundledLife):
    def __init__(self, seed: int) -> None:
        self.names: dict[str, tuple[str, str]] = {}
        """By the SKU that a product had first, its variant's id and its SKU by now."""
        self.happened: Counter[str] = Counter()
        self.late: list[OrderPlaced] = []
        self.made = 0
        super().__init__(seed)
        self.dice.shuffle(self.late)
        for order in self.late:
            self._look_up(order)

    def _map(self) -> dict[str, SkuValue]:
        """By SKU, or by id, or by both with the same value; what is new has a value at times."""
        known = {}
        for sku, value in super()._map().items():
            way = self.dice.choice(["sku", "sku", "id", "told apart"])
            key = f"id:{IDS[sku]}" if way == "id" else sku
            known[key] = replace(value, platform_sku=key, only_sku=way == "told apart")
            for _, name in self.names.values():
                if name.startswith(f"{sku}-") and self.dice.random() < 1 / 2:
                    known[name] = replace(value, platform_sku=name)
        return known

    def _tell(self) -> None:
        for change in (self._rename, self._delete, self._make_anew):
            if self.lines and self.facts and self.dice.random() < 1 / 4:
                change()
        super()._tell()

    def _called[G: (Item, SoldBundle)](self, goods: G) -> G:
        sku = goods.platform_sku
        variant, name = self.names.get(sku, (IDS[sku], sku))
        goods = replace(goods, variant_id=variant, platform_sku=name)
        if isinstance(goods, Item) and not (variant or name):
            return replace(goods, kind=CUSTOM)
        return goods

    def _rename(self) -> None:
        sku = self.dice.choice([*IDS])
        self.made += 1
        name = RENAMED.format(sku=sku, number=self.made)
        self.names[sku] = self.dice.choice([IDS[sku], ""]), name
        self.happened["rename"] += 1

    def _delete(self) -> None:
        self.names[self.dice.choice([*IDS])] = "", ""
        self.happened["delete"] += 1

    def _make_anew(self) -> None:
        """One that nothing was refunded of yet; the parts of a bundle name its line by its new
        id."""
        free = [each for each in self.lines if each.left == each.item.qty]
        if not free:
            return
        line = self.dice.choice(free)
        self.made += 1
        old, new = line.item.line_id, f"n{self.made}"
        line.item = replace(line.item, line_id=new)
        for each in self.lines:
            if each.item.bundle_id == old:
                each.item = replace(each.item, bundle_id=new)
        self.happened["make anew"] += 1

    def _told_as_paid(self, order: OrderPlaced) -> None:
        if self.dice.random() < 1 / 4:
            self.late.append(order)
        else:
            self._look_up(order)

    def _kept(self, order: OrderPlaced) -> KeptValues:
        kept = kept_values(order, [fact(each) for each in self.facts])
        self.happened["kept value"] += bool(kept.lines)
        self.happened["kept bundle"] += bool(kept.bundles)
        return kept
