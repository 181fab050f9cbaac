"""Random lives of orders on every platform, heard in any order or asked for: one ledger.

COMMISSIONS_PROOF=1 lives thirty-four times as many.
"""

import os
from datetime import datetime
from fractions import Fraction
from random import Random

import pytest

from commissions.domain.currencies import exponent
from commissions.domain.orders.order import difference
from tests.unit.platforms.store_histories import (
    PLATFORMS,
    Book,
    ConnectedShop,
    connected_shop,
    shuffled,
)
from tools.fake_store.toolkit import Order

pytestmark = pytest.mark.enable_socket

MANY = 34 if os.environ.get("COMMISSIONS_PROOF") else 1
LIVES = 3 * MANY
SHOPS = [
    *((platform, *of, False) for platform in PLATFORMS for of in (("USD", 10), ("JPY", 8))),
    *((platform, "KWD", 0, False) for platform in PLATFORMS),
    ("bigcommerce", "USD", 20, True),
]
"""Currency, per cent of tax, and whether prices hold it, which only one of the fakes can do."""
CANNOT_EDIT = ("magento",)
"""An edit there is another order."""
VOUCHES_ONCE = ("bigcommerce",)
"""Its word of a payment is good for the total that it was first said of."""
REPRICES = ("woocommerce",)
"""There a line may be worth another sum after a part of it went back."""
TAKES_REFUNDS_BACK = ("woocommerce",)


class Life:
    """One order from its placing on, by a seed."""

    def __init__(self, corner: ConnectedShop, seed: int) -> None:
        self.corner, self.shop, self.chance = corner, corner.shop, Random(seed)  # noqa: S311
        corner.sent.clear()
        items = [
            corner.item(i, self.chance.randint(1, 4), discount=self.chance.choice([0, 0, 77]))
            for i in range(self.chance.randint(1, 3))
        ]
        self.order = self.shop.place(
            items,
            code="ANN",
            paid=self.chance.random() < 0.6,
            shipping=self.chance.choice([0, 550]),
        )
        self.cost_more = False
        """Whether it once cost more, paid, or less: what went back was that money first, which only
        those know who saw it. A store may tell of an edit only that there was one."""
        self.unclear = False
        """Whether a line of it became less and another more: what is a part of the first line was
        rounded otherwise before, which only those know who saw it."""
        self.repriced = False
        self.tellings: dict[datetime, list[int]] = {}
        """Its totals, paid, as they were sent, by second."""
        if self.order.paid_at:
            self.tellings[self.order.updated_at] = [self.order.total]
        self.inline = corner.book(self.order).receive(*corner.sent)

    def live(self, steps: int) -> None:
        for _ in range(steps):
            self.shop.clock.advance(seconds=self.chance.choice([0, 0, 1, 3600]))
            before = len(self.corner.sent)
            self._step()
            if self.order.paid_at and len(self.corner.sent) > before:
                self.tellings.setdefault(self.order.updated_at, []).append(self.order.total)
            self.inline.receive(*self.corner.sent[before:])
            if self.chance.random() < 0.2:
                self.inline.fetch()

    @property
    def knows_more(self) -> bool:
        """Whether one book of it may rightly know what another cannot."""
        return self.cost_more or self.unclear or self.knows_no_order

    @property
    def changed_in_a_second(self) -> bool:
        """Whether the store told several totals in one second, and nobody asked it."""
        return any(len({*totals}) > 1 for totals in self.tellings.values())

    @property
    def knows_no_order(self) -> bool:
        """Whether the store told several totals in one second: read in the wrong order, a rise is a
        fall first. The last one is known where the store is asked, so that two are in order."""
        return any(
            len({*totals}) > 1 and (len(totals) > 2 or second < self.order.updated_at)
            for second, totals in self.tellings.items()
        )

    def _step(self) -> None:
        order, platform = self.order, self.corner.store.platform
        can = [self._give_back_units, self._give_back_units, self._give_money, self._give_shipping]
        can = can if order.paid_at else [self._pay]
        can += [self._edit] if platform not in CANNOT_EDIT else []
        can += [self._reprice] if platform in REPRICES else []
        can += [self._take_back] if platform in TAKES_REFUNDS_BACK and order.refunds_shown else []
        can += [self._cancel] if self.chance.random() < 0.2 else []
        self.chance.choice(can)()

    def _pay(self) -> None:
        self.shop.pay(self.order.order_id)

    def _cancel(self) -> None:
        self.shop.cancel(self.order.order_id)

    def _take_back(self) -> None:
        # That all goods had been gone is known to those who saw it.
        self.cost_more |= not any(
            line.qty - self.order.refunded_qty(line.line_id) for line in self.order.lines
        )
        refund = self.chance.choice(self.order.refunds_shown)
        self.shop.delete_refund(self.order.order_id, refund.refund_id)

    def _reprice(self) -> None:
        self.cost_more = self.repriced = True
        line = self.chance.choice(self.order.lines)
        line.price = max(line.discount, line.price - self.chance.randint(1, 500))
        self.shop.edit(self.order.order_id)

    def _give_money(self) -> None:
        self._give_back(amount_only=self.chance.randint(1, 3000))

    def _give_shipping(self) -> None:
        self._give_back(shipping=self.order.shipping)

    def _give_back_units(self) -> None:
        line = self.chance.choice(self.order.lines)
        left = line.qty - self.order.refunded_qty(line.line_id)
        units = self.chance.randint(1, left) if left else 0
        money = sum(self.order.worth(line.line_id, units))
        if units and money <= self.order.total - self.order.refunded:
            self.shop.refund(self.order.order_id, {line.line_id: units})

    def _give_back(self, *, amount_only: int = 0, shipping: int = 0) -> None:
        left = self.order.total - self.order.refunded
        freight = sum(refund.shipping for refund in self.order.refunds_shown)
        shipping = max(0, min(shipping, self.order.shipping - freight))
        amount_only, shipping = min(amount_only, left), min(shipping, left)
        if amount_only + shipping > 0:
            self.shop.refund(self.order.order_id, amount_only=amount_only, shipping=shipping)

    def give_back_the_rest(self) -> None:
        """As a sum that names no line."""
        self._give_back(amount_only=self.order.total)

    def _edit(self) -> None:
        line = self.chance.choice(self.order.lines)
        qty = max(1, self.order.refunded_qty(line.line_id), self.chance.randint(0, 4))
        add = [self.corner.item(self.chance.randint(0, 2))] if self.chance.random() < 0.4 else []
        silently, before = self.chance.random() < 0.3, self.order.total
        falls = qty < line.qty
        self.shop.edit(
            self.order.order_id, quantities={line.line_id: qty}, add=add, silently=silently
        )
        if self.order.paid_at:
            self.cost_more |= self.order.total < before
            self.unclear |= falls
            if self.corner.store.platform in VOUCHES_ONCE:
                self.repriced |= self.order.total > before
                self.cost_more |= self.order.total > before


@pytest.mark.parametrize(("platform", "currency", "tax_percent", "tax_included"), SHOPS)
def test_what_a_store_sends_and_what_it_answers_end_in_one_ledger(
    platform: str, currency: str, tax_percent: int, tax_included: bool
) -> None:
    extra, compared = {"tax_included": tax_included}, 0
    with connected_shop(platform, currency=currency, tax_percent=tax_percent, extra=extra) as shop:
        for seed in range(LIVES):
            life = Life(shop, seed)
            life.live(life.chance.randint(1, 7))
            _check(shop, life, seed)
            compared += not life.knows_more
    assert compared >= (MANY - 1 if platform in REPRICES else MANY)  # most of those are repriced


def _check(shop: ConnectedShop, life: Life, seed: int) -> None:
    sent, order = list(shop.sent), life.order
    shop.shop.clock.advance(minutes=1)  # who looks within the very second of a change looks again
    asked, told = shop.book(order).fetch(), shop.book(order).receive(*sent).fetch()
    late = shop.book(order).receive(*shuffled(sent, life.chance)).fetch()
    what = f"seed {seed}: {order}"
    for book in (life.inline.fetch(), late, asked):
        assert not book.conflicts, f"{what}\n" + "\n".join(book.conflicts)
        assert difference(book.snapshot) == 0, what
        if not life.repriced:
            _check_volume(book, order, what)
        assert book.balances == told.balances or life.knows_more, what
    assert late.balances == told.balances, what


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_was_given_back_whole_earns_nothing(platform: str) -> None:
    compared = 0
    with connected_shop(platform, tax_percent=10) as shop:
        for seed in range(LIVES):
            life = Life(shop, seed)
            life.live(life.chance.randint(1, 5))
            # What once cost more: the shop gives back what it costs now, and keeps the rest.
            if life.cost_more or life.changed_in_a_second:
                continue
            compared += 1
            if life.order.paid_at is None:
                shop.shop.pay(life.order.order_id)
            if life.chance.random() < 0.3:
                shop.shop.refund_all(life.order.order_id)
            else:
                life.give_back_the_rest()
            assert shop.book(life.order).receive(*shop.sent).volume == 0, (
                f"seed {seed}: {life.order}"
            )
    assert compared >= MANY - 1


def _check_volume(book: Book, order: Order, told: str) -> None:
    """By the store's own figures: all lines, less the units and at most the money given back."""
    if order.paid_at is None or order.cancelled_at:
        assert book.volume == 0, told
        return
    worth = Fraction(100, 10 ** exponent(order.currency))
    lines = {line.line_id: round(line.net * worth) for line in order.lines}
    units = sum(
        (
            Fraction(lines[line.line_id] * order.refunded_qty(line.line_id), line.qty)
            for line in order.lines
        ),
        Fraction(0),
    )
    money = sum(refund.amount_only for refund in order.refunds_shown) * worth
    most = sum(lines.values()) - int(units)
    assert most - money - 1 <= book.volume <= most, told
    if not money:
        assert book.volume == most, told
