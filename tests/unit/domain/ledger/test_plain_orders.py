"""Orders that are paid and of which nothing goes back without a name keep their ledger to the cent.

For them the rule before the money rule was simple: of a line is gone what of its units came back,
and what of its net was given back. It is written out here. COMMISSIONS_PROOF=1 looks at
six times as many orders.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random

from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import Item
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from tests.support.orders import PLAN, a_lock_for, a_refund, a_value, an_item, an_order
from tests.support.proof_size import proof_size

ORDERS = proof_size(2_000, 12_000)
RATES = {"cat": (20, 10), "bob": (5,)}
"""Percent of the plan's awards; each rounds for itself."""
MUG_POINTS = 12_50
"""Hundredths of a point for each; all else is worth its net."""
Awards = list[tuple[str, int, int]]
"""Of whom, what was earned and what of it is taken back."""


@dataclass
class PlainOrder:
    """One that is paid, and of which units and money come back by name."""

    seed: int
    facts: list[Content] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    gone: dict[str, Fraction] = field(default_factory=dict)
    """By the former rule, without its cap at the whole."""

    def __post_init__(self) -> None:
        self.chance = Random(f"plain {self.seed}")  # noqa: S311 - not a secret
        self.shipping = self.shipping_left = self.chance.choice([0, 499, 1000])
        for number in range(self.chance.randint(1, 4)):
            self._put_in(f"{number + 1}")
        self._tell(minutes=0)
        for number in range(self.chance.randint(0, 4)):
            self.facts.append(self._refund(number))
        if self.chance.random() < 0.5:
            self._tell(minutes=500)

    def awards(self) -> Awards:
        volumes = {item.line_id: volume(item) for item in self.items}
        whole = sum(volumes.values())
        back = sum(points * min(Fraction(1), self.gone[line]) for line, points in volumes.items())
        earned = [(who, round(Fraction(whole * rate, 100))) for who in RATES for rate in RATES[who]]
        return sorted((who, each, int(each * back / whole)) for who, each in earned)

    def _put_in(self, line_id: str) -> None:
        chance = self.chance
        net = chance.choice([2500, 9999, chance.randint(1, 10**6)])
        tax = net * chance.choice([0, 7, 19, 25]) // 100
        sku, qty = chance.choice(["TEA", "MUG"]), chance.choice(["1", "2", "3", "7", "1.5"])
        self.items.append(an_item(line_id, sku=sku, net=net, tax=tax, qty=qty))
        self.gone[line_id] = Fraction(0)

    def _tell(self, *, minutes: int) -> None:
        tax = sum(item.tax for item in self.items)
        total = sum(item.net for item in self.items) + tax + self.shipping
        order = an_order(*self.items, minutes=minutes, shipping=self.shipping, tax=tax, total=total)
        values = (a_value("TEA"), a_value("MUG", "12.5"))
        self.facts += [order, a_lock_for(order, "cat < bob", values=values)]

    def _refund(self, number: int) -> OrderRefunded:
        item = self.chance.choice(self.items)
        back = self.chance.choice([self._units, self._money, self._worth])(item)
        shipping = self.chance.choice([0, 0, self.shipping_left])
        self.shipping_left -= shipping
        return a_refund(f"r{number}", minutes=60 + number, items=(back,), shipping=shipping)

    def _units(self, item: Item) -> RefundItem:
        units = self.chance.choice([item.qty, Decimal(1), item.qty / 4])
        self.gone[item.line_id] += Fraction(units) / Fraction(item.qty)
        return RefundItem(item.line_id, units)

    def _money(self, item: Item) -> RefundItem:
        amount = self.chance.randint(0, self._left(item))
        self.gone[item.line_id] += Fraction(amount, item.net)
        return RefundItem(item.line_id, Decimal(0), amount)

    def _left(self, item: Item) -> int:
        """What of a line's net has not come back: money that is named beyond it is not plain."""
        return max(0, int((1 - self.gone[item.line_id]) * item.net))

    def _worth(self, item: Item) -> RefundItem:
        """Units with the money that was typed beside them: where it is not what they are worth, to
        the cent, the money decides (WooCommerce)."""
        part = Fraction(1) / Fraction(item.qty)
        exact = min(Fraction(1), part) * item.net
        worth = min(self._left(item), self.chance.choice([round(exact), int(exact / 2), 0]))
        by_units = abs(part * item.net - worth) <= 1
        taken = min(Fraction(1), part) if by_units else Fraction(worth, item.net)
        self.gone[item.line_id] += taken
        return RefundItem(item.line_id, Decimal(1), worth=worth)


def volume(item: Item) -> int:
    if item.platform_sku == "TEA":
        return item.net
    return round(Fraction(item.qty) * MUG_POINTS)


def test_plain_orders_pay_what_they_paid_by_the_former_rule() -> None:
    for seed in range(ORDERS):
        plain = PlainOrder(seed)
        target = fold(map(fact, plain.facts), lambda _: PLAN)
        found = sorted(
            (each.award.earner, each.award.amount, each.reversed)
            for each in target.standings.values()
        )

        assert found == plain.awards(), f"order {seed}"


def test_plain_orders_come_back_in_part_as_a_whole_and_not_at_all() -> None:
    awards = [each for seed in range(300) for each in PlainOrder(seed).awards()]

    assert sum(back == 0 for _, _, back in awards) > 40
    assert sum(0 < back < earned for _, earned, back in awards) > 40
    assert sum(0 < back == earned for _, earned, back in awards) > 40
