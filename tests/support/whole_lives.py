"""The lives of orders in which anything may happen, all of it in one life: disputes that end more
than once, decisions between, instalments, another currency, a discount of all, a shop that rounds,
words of payment, orders called off, and months that pass.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.instalment import WholeLine
from commissions.domain.orders.order import DISCOUNT_OF_ALL, DISPUTED, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.sales.attribution import Lock
from commissions.domain.stores.store import Policies
from tests.support.builders import Document
from tests.support.money_lives import LINE, RECEIVED, UNPAID, VALUES, MoneyLife
from tests.support.orders import (
    NOON,
    a_cancellation,
    a_decision,
    a_dispute,
    a_lock_for,
    a_rate,
    a_refund,
    accepted,
    an_order,
)

DAY = 24 * 60
RATES = {"USD": "1", "EUR": "1.0843", "JPY": "0.0066"}
CUTS = (0, 0, 0, 500, 1999)


class WholeLife(MoneyLife):
    """One order; `deliveries` as they come to the ledger, a snapshot with what was looked up."""

    def __init__(self, seed: int) -> None:
        self.dice = dice = Random(f"whole {seed}")  # noqa: S311 - not a secret
        self.currency = "USD"
        self.cut, self.rounds_to = dice.choice(CUTS), dice.choice([1, 1, 1, 100])
        self.word = dice.choice(["", "", "payment", "order"])
        self.wholes: dict[str, WholeLine] = {}
        self.told: list[OrderPlaced] = []
        policies = Policies(
            cancellation=dice.choice(["reverse_all", "refunds_only"]),
            amount_only_refund=dice.choice(["spread", "spread", "keep", "park"]),
            partial_payment=dice.choice(["wait", "share"]),
        )
        super().__init__(seed, policies=policies, decides=True, steps=10)

    @property
    def deliveries(self) -> list[tuple[Content, ...]]:
        """Each telling as it comes to the ledger."""
        found: list[tuple[Content, ...]] = []
        for each in self.facts:
            is_lock = isinstance(each, Lock)
            found[len(found) - is_lock :] = [(*found.pop(), each)] if is_lock else [(each,)]
        return found

    def shuffled(self, seed: int) -> list[tuple[Content, ...]]:
        """In any order, some of it twice."""
        chance = Random(f"order {seed}")  # noqa: S311 - not a secret
        told = self.deliveries
        told += chance.choices(told, k=chance.randint(0, 3))
        chance.shuffle(told)
        return told

    def _happenings(self) -> list[Callable[[], None]]:
        self.minutes += self.dice.choice([0, 0, 5 * DAY, 16 * DAY, 33 * DAY])
        more = [self._dispute_ended_twice, self._disputed_by_word, self._decide_dispute]
        more += [self._call_off, self._revive, self._exchange_currency, self._told_otherwise]
        more += [self._stop, self._listed_alone, self._told_as_money, self._read_at_once]
        return [*super()._happenings(), *more, self._dispute, self._decide, self._gone]

    def _stop(self) -> None:
        """By a status alone."""
        self._tell_again(status=self.dice.choice(["voided", "pending", "refunded", "authorized"]))

    def _listed_alone(self) -> None:
        """A snapshot that lists some of its refunds: the others were taken back."""
        ids = sorted({each.source_id for each in self.facts if isinstance(each, OrderRefunded)})
        kept = self.dice.sample(ids, self.dice.randint(0, len(ids)))
        self._tell_again(refund_ids=tuple(kept))

    def _told_as_money(self) -> None:
        """A refund of which the store says no more than units and money."""
        line, name = self.dice.choice(self.lines).item, f"m{self.minutes}"
        money, worth = self.dice.randint(0, line.net), self.dice.choice([None, line.net // 2])
        back = RefundItem(line.line_id, self.dice.choice([Decimal(0), Decimal(1)]), 0, worth)
        if self.dice.random() < 1 / 3:
            back = RefundItem(line.line_id, Decimal(0), self.dice.randint(0, line.net))
        told: Document = {"minutes": self.minutes, "currency": self.currency}
        self.facts.append(a_refund(name, **told, items=(back,)))
        if self.dice.random() < 1 / 2:
            self.facts.append(a_refund(f"{name}-amount", **told, money=money, gross=True))

    def _read_at_once(self) -> None:
        """The store is asked, and answers otherwise of a moment that it had told of."""
        now = self.told[-1].updated_at
        self._put(replace(self.told[-1], read_at=now, status=self.dice.choice(["paid", "pending"])))

    def _dispute_ended_twice(self) -> None:
        """Lost, won and lost again, at times with a person's word between."""
        amount = self.dice.randint(0, max(0, self.with_shop))
        name = f"du_{self.minutes}"
        ends = self.dice.choice([["lost", "won"], ["won", "lost"], ["lost", "won", "lost"]])
        for place, status in enumerate(["under_review", *ends]):
            told = self.dice.choice([amount, amount, amount // 2, None])
            when = self.minutes + place * self.dice.choice([1, 20 * DAY])
            currency = self.currency if told is not None else ""
            dispute = a_dispute(status, told, minutes=when, dispute_id=name, currency=currency)
            self.facts.append(dispute)
        if self.dice.random() < 1 / 3:
            self._say("dispute", self.dice.choice(["lost", "won", ""]), name, amount)

    def _decide_dispute(self) -> None:
        names = sorted({each.dispute_id for each in self.facts if isinstance(each, OrderDisputed)})
        if names:
            answer = self.dice.choice(["lost", "won", ""])
            self._say("dispute", answer, self.dice.choice(names), self.dice.randint(0, 5000))

    def _disputed_by_word(self) -> None:
        self._tell_again(flags=(DISPUTED,))

    def _call_off(self) -> None:
        if self.dice.random() < 1 / 2:
            self.facts.append(a_cancellation(minutes=self.minutes))
        else:
            self._tell_again(cancelled_at=NOON + timedelta(minutes=self.minutes))

    def _revive(self) -> None:
        self.minutes += 1
        self._tell_again()

    def _gone(self) -> None:
        self._say("gone", self.dice.choice(["cancelled", "stands", ""]))

    def _exchange_currency(self) -> None:
        if self.dice.random() < 1 / 3:
            self.currency = self.dice.choice(sorted(RATES))
            self._tell()

    def _told_otherwise(self) -> None:
        """A refund with other figures, that a person accepts."""
        name, first = f"o{self.minutes}", self.dice.randint(1, 4000)
        told = [
            a_refund(f"{name}-amount", minutes=self.minutes, amount_only=amount, gross=True)
            for amount in (first, first // 2)
        ]
        self.facts += [told[0], accepted(told[1], minutes=self.minutes + 9), told[1]]

    def _say(self, about: str, answer: str, subject: str = "", amount: int = 0) -> None:
        self.minutes += 1
        said = a_decision(about, answer, minutes=self.minutes, subject=subject, amount=amount)
        self.facts.append(said)

    def _tell_again(self, **fields: Any) -> None:
        self._put(
            replace(self.told[-1], updated_at=NOON + timedelta(minutes=self.minutes), **fields)
        )

    def _put_in(self) -> None:
        """At times a line of which this order, or another one before, pays only a part."""
        super()._put_in()
        line = self.lines[-1]
        name, net = line.item.line_id, line.item.net
        match self.dice.choice(["", "", "", "sold", "paid on"]):
            case "sold":
                line.item = replace(line.item, full=net * self.dice.choice([1, 2, 3]))
            case "paid on":
                line.item = replace(line.item, part_of="9701/1")
                qty, full = Decimal(self.dice.choice("123")), net * 2
                before = self.dice.choice([net, net // 3])
                self.wholes[name] = WholeLine(name, full, qty, before)

    def _refund(self, amount_only: int, units: dict[str, str] | None = None) -> None:
        known = len(self.facts)
        super()._refund(amount_only, units)
        self.facts[known:] = [
            replace(each, currency=self.currency) if isinstance(each, OrderRefunded) else each
            for each in self.facts[known:]
        ]

    def _tell(self) -> None:
        items = tuple(each.item for each in self.lines)
        sums = sum(item.net + item.tax for item in items) + self.shipping
        cut = min(self.cut, sums)
        order = an_order(
            *items,
            minutes=self.minutes,
            status="partially_paid" if self.unpaid else "paid",
            currency=self.currency,
            shipping=self.shipping,
            tax=sum(item.tax for item in items),
            other=-cut,
            total=sums - cut,
            flags=(DISCOUNT_OF_ALL,) if cut else (),
            rounds_to=self.rounds_to,
            word=self.word,
            received=max(0, self.received - cut) if self.telling == RECEIVED else None,
            unpaid=self.unpaid if self.telling == UNPAID else 0,
        )
        self._put(order)

    def _put(self, order: OrderPlaced) -> None:
        self.told.append(order)
        self.facts.append(order)
        if order.status == "paid" or self._shares:
            names = {each.line_id for each in order.items}
            lock = a_lock_for(
                order,
                LINE,
                policies=self.policies,
                values=VALUES,
                rate=a_rate(RATES[order.currency], order.currency),
                wholes=tuple(each for name, each in self.wholes.items() if name in names),
            )
            self.facts.append(lock)
