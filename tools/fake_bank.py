"""A provider of payments that really moves money between accounts, in a database of its own.

By its dice it takes a payment or turns it down, is slow, tells everything twice, acts and loses the
answer, or sends money back days later. The same payment under the same id moves money once: as at
real ones, for as long as its key is known (`KEY_DAYS`); what was paid can be looked up for ever.
"""

import random
import sqlite3
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from commissions.payments.provider import PaymentBatch, PaymentOrder, PaymentStatus

KEY_DAYS = 1
COMPANY = "company"
TABLES = """
create table account (owner text, currency text, balance integer not null,
  primary key (owner, currency));
create table payment (reference text primary key, payout_id text, currency text, amount integer,
  owner text, state text, day text, told integer default 0, fate text, due text);
create table pay_key (payout_id text primary key, day text);
"""


class NoAnswer(ConnectionError):
    """The provider may have acted, or not."""


@dataclass
class FakeBank:
    seed: int = 0
    trouble: bool = True
    """Without it everything is paid the next day."""
    day: date = date(2026, 11, 29)
    name: str = "fake"
    answers: bool = True
    double: int = 0
    """How often the same payout was paid a second time."""
    db: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        self.before: Callable[[str], object] = lambda what: None  # told of each call
        self.dice = random.Random(self.seed)  # noqa: S311 - a test
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        weakref.finalize(self, self.db.close)
        self.db.executescript(TABLES)

    def missing(self, orders: Sequence[PaymentOrder]) -> list[str]:
        return [f"{each.payee} has no reference" for each in orders if not each.reference]

    def send(self, batch: PaymentBatch) -> str:
        self.before("send")
        for order in batch.orders:
            if self.trouble and self.dice.random() < 0.05:
                raise NoAnswer("before it acted")
            self._pay(order)
            if self.trouble and self.dice.random() < 0.1:
                raise NoAnswer("after it acted")
        self.before("sent")
        return f"{len(batch.orders)} payments told"

    def status(self, payout_ids: Sequence[str]) -> list[PaymentStatus]:
        self.before("status")
        if self.trouble and self.dice.random() < 0.1:
            raise NoAnswer("nobody there")
        marks = ", ".join("?" * len(payout_ids))
        rows = self.db.execute(
            f"select payout_id, state, day, reference from payment where payout_id in ({marks})",  # noqa: S608 - as many marks as there are ids
            list(payout_ids),
        ).fetchall()
        told = [
            PaymentStatus(
                payout_id=payout_id,
                state=state,
                on=date.fromisoformat(day),
                reference="" if state == "failed" else reference,
                why="account closed" if state in {"failed", "returned"} else "",
            )
            for payout_id, state, day, reference in rows
        ]
        twice = self.trouble and self.dice.random() < 0.2
        return [*told, *told] if twice else told

    def next_day(self) -> None:
        self.day += timedelta(days=1)
        due = self.db.execute(
            "select reference, state, fate, currency, amount, owner from payment where due = ?",
            (self.day.isoformat(),),
        ).fetchall()
        for reference, state, fate, currency, amount, owner in due:
            if state == "accepted" and fate == "failed":
                self._end(reference, "failed")
            elif state == "accepted":
                self._move(COMPANY, owner, currency, amount)
                later = self.dice.randint(1, 5) if fate == "returned" else 0
                self._end(reference, "settled", later)
            elif state == "settled" and fate == "returned":
                self._move(owner, COMPANY, currency, amount)
                self._end(reference, "returned")

    def balance(self, owner: str, currency: str) -> int:
        row = self.db.execute(
            "select balance from account where owner = ? and currency = ?", (owner, currency)
        ).fetchone()
        return int(row[0]) if row else 0

    def is_busy(self) -> bool:
        """Whether any payment is still to become something else."""
        return bool(self.db.execute("select 1 from payment where due > ''").fetchone())

    def paid_twice(self) -> list[str]:
        """Payouts with more than one payment, whatever became of them."""
        rows = self.db.execute(
            "select payout_id from payment group by payout_id having count(*) > 1"
        ).fetchall()
        return [str(row[0]) for row in rows]

    def _pay(self, order: PaymentOrder) -> None:
        known = self.db.execute(
            "select day from pay_key where payout_id = ?", (order.payout_id,)
        ).fetchone()
        if known and date.fromisoformat(known[0]) + timedelta(days=KEY_DAYS) >= self.day:
            return
        if known:
            self.double += 1  # its key died, and nobody looked it up
        self.db.execute(
            "insert or replace into pay_key values (?, ?)", (order.payout_id, self.day.isoformat())
        )
        fate, wait = "settled", 1
        if self.trouble:
            fate = self.dice.choice(["settled", "settled", "settled", "failed", "returned"])
            wait = self.dice.choice([1, 1, 2, 4])
        number = self.db.execute("select count(*) from payment").fetchone()[0]
        self.db.execute(
            "insert into payment values (?, ?, ?, ?, ?, 'accepted', ?, 0, ?, ?)",
            (
                f"pmt-{number}",
                order.payout_id,
                order.currency,
                order.amount,
                order.reference,
                self.day.isoformat(),
                fate,
                (self.day + timedelta(days=wait)).isoformat(),
            ),
        )

    def _move(self, giver: str, taker: str, currency: str, amount: int) -> None:
        for owner, change in ((giver, -amount), (taker, amount)):
            self.db.execute(
                "insert into account values (?, ?, ?) on conflict (owner, currency) "
                "do update set balance = balance + excluded.balance",
                (owner, currency, change),
            )

    def _end(self, reference: str, state: str, later: int = 0) -> None:
        due = (self.day + timedelta(days=later)).isoformat() if later else ""
        self.db.execute(
            "update payment set state = ?, day = ?, due = ? where reference = ?",
            (state, self.day.isoformat(), due, reference),
        )
