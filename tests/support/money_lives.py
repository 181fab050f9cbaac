"""The money of orders, made up from a seed: what was sold, added, taken off, paid and given back.

A life keeps its own books of what came in and what went, and tells them as a store would: by a sum
that was received, by a sum that is unpaid, or by the word "paid" alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.decision import ANSWERS
from commissions.domain.orders.order import Item
from commissions.domain.stores.store import Policies
from tests.support.builders import Document
from tests.support.money_facts import decided
from tests.support.orders import a_dispute, a_lock_for, a_refund, a_value, an_item, an_order

RECEIVED, UNPAID, WORDS = "received", "unpaid", "words"
TAXES = (0, 7, 19, 25)
VALUES = (a_value("TEA"), a_value("MUG", "12.5"))
LINE = "cat < bob < ann"


@dataclass(slots=True)
class SoldLine:
    item: Item
    left: Decimal
    """Units that are still there."""

    def worth(self, units: Decimal) -> int:
        """With tax, as a store rounds it."""
        return round(Fraction(self.item.net + self.item.tax) * Fraction(units / self.item.qty))


class MoneyLife:
    """One order from its placing on; `facts` in the order in which they happened."""

    def __init__(
        self,
        seed: int,
        *,
        telling: str = "",
        steps: int = 6,
        policies: Policies | None = None,
        decides: bool = False,
    ) -> None:
        self.chance = chance = Random(f"money {seed}")  # noqa: S311 - not a secret
        self.telling = telling or chance.choice([RECEIVED, UNPAID, WORDS])
        self.policies, self.decides = policies or Policies(), decides
        self.minutes = 0
        self.facts: list[Content] = []
        self.lines: list[SoldLine] = []
        self.shipping = chance.choice([0, 0, 499, 1000])
        self.shipping_left = self.shipping
        self.refunds = 0
        for _ in range(chance.randint(1, 4)):
            self._put_in()
        self.received = self.owed // chance.choice([1, 1, 1, 3] if self._shares else [1])
        """All that came in, ever."""
        self.given_back = 0
        self.for_nothing = 0
        """Of what was given back, what was for no goods."""
        self._tell()
        for _ in range(chance.randint(1, steps)):
            self.minutes += chance.choice([1, 60, 3000])
            chance.choice(self._happenings())()
        self.minutes += 60

    def _happenings(self) -> list[Callable[[], None]]:
        returns = [self.units_back, self.units_back_for_nothing, self.units_back_for_a_fee]
        edits = [self.taken_off, self._added_and_paid, self.added, self._paid_up]
        decisions = [self._dispute, self._decide] if self.decides else []
        return [*returns, *edits, self.money_back, self._shipping_back, *decisions]

    @property
    def _shares(self) -> bool:
        return self.policies.partial_payment == "share"

    @property
    def owed(self) -> int:
        return sum(each.worth(each.left) for each in self.lines) + self.shipping_left

    @property
    def unpaid(self) -> int:
        return max(0, self.owed - (self.received - self.given_back + self.for_nothing))

    @property
    def with_shop(self) -> int:
        return self.received - self.given_back

    def money_back(self, amount: int | None = None) -> None:
        """Money that names nothing: of goods that are gone, as far as it can, else of none."""
        most = self.with_shop
        amount = self.chance.randint(0, most) if amount is None else amount
        credit = max(0, most + self.for_nothing - self.owed)
        if amount > 0:
            self.for_nothing += max(0, amount - credit)
            self._refund(amount_only=amount)
            self.given_back += amount

    def units_back(self, *, part: Fraction = Fraction(1)) -> None:
        """Some units of a line, and of their money this part."""
        there = [each for each in self.lines if each.left]
        if not there:
            return
        line = self.chance.choice(there)
        units = self.chance.choice([line.left, min(line.left, Decimal(1)), line.left / 2])
        self._return(line, units, part)

    def units_back_for_nothing(self) -> None:
        self.units_back(part=Fraction(0))

    def units_back_for_a_fee(self) -> None:
        self.units_back(part=Fraction(4, 5))

    def all_units_back(self) -> None:
        for line in self.lines:
            if line.left:
                self._return(line, line.left, Fraction(1))

    def _return(self, line: SoldLine, units: Decimal, part: Fraction) -> None:
        worth = line.worth(units)
        money = min(int(worth * part), max(0, self.with_shop))
        line.left -= units
        self._goods_gone(worth - money)
        self._refund(money - worth, units={line.item.line_id: str(units)})
        self.given_back += money

    def _goods_gone(self, worth: int) -> None:
        """Goods that no money went for now: what went before was theirs, as far as it goes."""
        self.for_nothing -= min(self.for_nothing, worth)

    def _refund(self, amount_only: int, units: dict[str, str] | None = None) -> None:
        self.refunds += 1
        name = f"r{self.refunds}"
        if units:
            self.facts.append(a_refund(name, minutes=self.minutes, units=units))
        if amount_only:
            told: Document = {"amount_only": amount_only, "gross": True}
            self.facts.append(a_refund(f"{name}-amount", minutes=self.minutes, **told))

    def _shipping_back(self) -> None:
        back = min(self.shipping_left, self.with_shop)
        if back:
            self.refunds += 1
            name = f"r{self.refunds}"
            self.facts.append(a_refund(name, minutes=self.minutes))
            self.facts.append(a_refund(f"{name}-beside", minutes=self.minutes, shipping=back))
            self.shipping_left -= back
            self.given_back += back

    def taken_off(self) -> None:
        if there := [each for each in self.lines if each.left]:
            line = self.chance.choice(there)
            line.item = replace(line.item, removed=line.item.removed + line.left)
            self._goods_gone(line.worth(line.left))
            line.left = Decimal(0)
            self._tell()

    def added(self) -> None:
        self._put_in()
        self._tell()

    def _added_and_paid(self) -> None:
        self._put_in()
        self.received += self.unpaid
        self._tell()

    def _paid_up(self) -> None:
        self.received += self.unpaid
        self._tell()

    def _dispute(self) -> None:
        amount = self.chance.randint(0, max(0, self.with_shop))
        if self.chance.random() < 1 / 2:
            self._decided("dispute", "lost", subject=f"du_{self.minutes}", amount=amount)
        else:
            self._dispute_told(amount)
        self.for_nothing += amount
        self.given_back += amount

    def _dispute_told(self, amount: int) -> None:
        """By the store, when it was opened and when it was lost; at times that it was won first."""
        name = f"{self.minutes}"
        statuses = ["needs_response", *self.chance.choice([[], ["won"]]), "lost"]
        self.facts += [
            a_dispute(status, amount, minutes=self.minutes - len(statuses) + place, dispute_id=name)
            for place, status in enumerate(statuses, start=1)
        ]

    def _decide(self) -> None:
        about = self.chance.choice(["goodwill", "return"])
        self._decided(about, self.chance.choice([*ANSWERS[about], ""]))

    def _decided(self, about: str, answer: str, **fields: Any) -> None:
        self.facts += decided(about, answer, minutes=self.minutes, **fields)

    def _put_in(self) -> None:
        net = self.chance.choice([2500, 9999, self.chance.randint(100, 10**6)])
        qty = Decimal(self.chance.choice(["1", "1", "2", "3", "1.5"]))
        tax = net * self.chance.choice(TAXES) // 100
        sku = self.chance.choice(["TEA", "MUG"])
        number = f"{len(self.lines) + 1}"
        self.lines.append(SoldLine(an_item(number, sku=sku, net=net, tax=tax, qty=str(qty)), qty))

    def _tell(self) -> None:
        items = tuple(each.item for each in self.lines)
        total = sum(item.net + item.tax for item in items) + self.shipping
        order = an_order(
            *items,
            minutes=self.minutes,
            status="partially_paid" if self.unpaid else "paid",
            shipping=self.shipping,
            tax=sum(item.tax for item in items),
            total=total,
            received=self.received if self.telling == RECEIVED else None,
            unpaid=self.unpaid if self.telling == UNPAID else 0,
        )
        self.facts.append(order)
        if not self.unpaid or self._shares:
            lock = a_lock_for(order, LINE, policies=self.policies, values=VALUES)
            self.facts.append(lock)
