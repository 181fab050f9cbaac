"""Days of a company that pays out by a bank that is as bad as banks are: processes end at any call,
two run at once, refunds come meanwhile. Afterwards the ledger has to say what the bank did."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from botocore.exceptions import ConnectionClosedError

from commissions.application.payouts import reserving, sending
from commissions.application.payouts.planning import NothingToPay, plan_and_keep
from commissions.application.payouts.reserving import NotToBePaid
from commissions.application.payouts.sending import NotToBeSent
from commissions.application.reconciliation.payout_side import payout_check
from commissions.domain.ledger.books import is_order_book
from commissions.domain.payouts.payout import PLANNED
from commissions.domain.payouts.payout_journals import state_in
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import ledger, payees, payouts
from tests.support.crash_points import Crashed, fails, life
from tests.support.dynamodb_calls import just_before
from tests.support.paid_company import NOW, a_paying_plan, accounts, earn, enrol
from tools.fake_bank import FakeBank, NoAnswer

STOPS = (Crashed, ConnectionClosedError, NoAnswer)
"""What ends a process, and another one begins it again."""
DONE = {"settled", "rejected"}
TAKEN = {"approved", "sent", "settled"}


def drive(bank: FakeBank, now: datetime, *, looks: bool = True) -> None:
    """What people do with every batch that is open, each step as often as it takes.
    `looks`: whether it is looked at again when it is agreed to; if not, it was a moment before."""
    for batch in payouts.batches():
        _step(batch.batch_id, bank, now, looks=looks)


def _step(batch: str, bank: FakeBank, now: datetime, *, looks: bool) -> None:
    state = payouts.batch(batch).state
    try:
        if state in {"draft", "proposed"}:
            reserving.propose(batch)
            if looks:
                reserving.check(payouts.batch(batch), payouts.of_batch(batch), now)
            reserving.approve(batch, ("kim", "lou"), now, now)
    except NotToBePaid:
        if payouts.batch(batch).state in {"draft", "proposed"}:
            reserving.reject(batch, "cannot be paid any more", now)
    with suppress(NotToBeSent):
        if payouts.batch(batch).state in {"approved", "sent"}:
            sending.send(batch, bank, now)
    if payouts.batch(batch).state in {"sent", "settled"}:
        sending.poll(batch, bank, now)
    if payouts.batch(batch).state == "rejected":
        reserving.reject(batch, "", now)


def check(bank: FakeBank) -> None:
    """The ledger, the items and the bank say the same; nobody was paid twice."""
    stands, paid = accounts(), Counter[str]()
    every = list(payouts.every())
    for payout in every:
        book = ledger.read(f"payouts/{payout.batch}/{payout.payee}").journals
        expected = "" if payout.state == PLANNED or not payout.reserved else payout.state
        assert state_in(book) == expected
        paid[payout.reference] += payout.paid if payout.state == "settled" else 0
    assert bank.double == 0
    assert bank.paid_twice() == []
    assert stands.get(("cash:fake", "USD"), 0) == sum(paid.values())
    assert stands.get(("payout_clearing", "USD"), 0) == sum(
        each.net for each in every if each.state in {"approved", "sent"}
    )
    for account in payees.every_account():
        own = [each for each in every if each.payee == account.member]
        moved = -sum(each.taken for each in own if each.state in TAKEN)
        assert sum(each.change for each in account.moves) == moved
    for who, had in _ever_earned().items():
        assert sum(each.taken for each in every if each.payee == who and each.state in TAKEN) <= had
    audit = payout_check()
    for journal in ledger.every_journal():
        audit.see(journal, young=False)
    assert audit.findings() == []
    for who in {each.reference for each in every}:
        assert bank.balance(who, "USD") == paid[who]
    assert bank.balance("company", "USD") == -sum(paid.values())


def _ever_earned() -> Counter[str]:
    """What took back left out: nobody is ever paid more."""
    had: Counter[str] = Counter()
    for journal in ledger.every_journal():
        for line in journal.lines:
            had[line.earner] += max(line.amount, 0) if is_order_book(journal.order_key) else 0
    return had


@dataclass
class PayoutLife:
    """So many days, by dice."""

    seed: int
    plan: PlanRef = field(init=False)
    orders: list[tuple[str, str, int]] = field(default_factory=list)
    """Who earned by which order, and how much of it is left."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - a test
        self.bank = FakeBank(self.seed)
        fees = self.dice.choice([{}, {"fees": {"USD": "1.50"}}])
        pct = self.dice.choice(["0", "0.5", "1"])
        self.plan = a_paying_plan(
            min=self.dice.choice([{}, {"USD": "5.00"}]),
            negative_balance={"max_offset_pct": pct, "write_off_months": 24},
            **fees,
        )
        self.people = ["ann", "bob", "cat"][: self.dice.randint(1, 3)]
        enrol(*self.people)

    def live(self, days: int = 7) -> None:
        for number in range(days):
            now = NOW + timedelta(days=number)
            self._business(now)
            for _ in range(self.dice.choice([0, 1, 1, 2])):
                self._process(partial(_planned, now))
            for _ in range(self.dice.choice([1, 1, 2])):
                looks = self.dice.random() < 0.5
                self._process(partial(drive, self.bank, now, looks=looks))
            self.bank.next_day()
        self.settle_down(NOW + timedelta(days=days))

    def settle_down(self, now: datetime) -> None:
        """Until everything has come to its end, and the bank is well again."""
        self.bank.trouble = False
        drive(self.bank, now)
        while self.bank.is_busy():
            self.bank.next_day()
            now += timedelta(days=1)
        drive(self.bank, now)
        assert all(each.state in DONE for each in payouts.batches())

    def _business(self, now: datetime) -> None:
        for _ in range(self.dice.randint(0, 2)):
            order = str(len(self.orders) + 1)
            who, amount = self.dice.choice(self.people), self.dice.randint(100, 9_000)
            earn(
                self.plan, who, amount, order, now - timedelta(days=self.dice.choice([31, 60, 28]))
            )
            self.orders.append((order, who, amount))
        if self.orders and self.dice.random() < 0.4:
            place = self.dice.randrange(len(self.orders))
            order, who, left = self.orders[place]
            if left:
                back = self.dice.randint(1, left)
                earn(self.plan, who, -back, order, now)
                self.orders[place] = (order, who, left - back)

    def _process(self, work: Callable[[], None]) -> None:
        """It may end at any call, or another one does all of it just before one of its writes."""
        at = self.dice.choice([None, self.dice.randint(0, 60), self.dice.randint(0, 20)])
        ends: Callable[[str], BaseException] = Crashed if self.dice.random() < 0.5 else fails
        with suppress(*STOPS):
            if self.dice.random() < 0.25:
                with just_before("TransactWriteItems", lambda: self._other(work)):
                    work()
            else:
                with life(self.bank, at, ends):
                    work()

    def _other(self, work: Callable[[], None]) -> None:
        with suppress(*STOPS):
            work()


def _planned(now: datetime) -> None:
    with suppress(NothingToPay):
        plan_and_keep("USD", "fake", now)
