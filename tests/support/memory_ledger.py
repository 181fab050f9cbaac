"""The ledger's pen over plain memory: the same steps in the same order as the real one takes.

`settling` stops before every call to the store, so that a test can let several writers take turns.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from commissions.domain.ledger.facts import Content, Fact, fact, named
from commissions.domain.ledger.journal import Journal, JournalLine, broken_link
from commissions.domain.ledger.month_settlement import OrderToSettle, next_journals, restates
from commissions.domain.ledger.target import Target, fold
from commissions.domain.plans import Plan
from commissions.domain.sales.attribution import PlanRef
from tests.support.orders import PLAN

RECORDED_AT = datetime(2026, 12, 24, tzinfo=UTC)
Fold = Callable[[Iterable[Fact], Callable[[PlanRef], Plan]], Target]
Steps = Generator[None]


class MemoryLedger:
    """Facts, head and journals of one order."""

    def __init__(self, plan: Plan, fold_facts: Fold = fold) -> None:
        self.plan = plan
        self.fold = fold_facts
        self.facts: dict[str, Fact] = {}
        self.version = 0
        self.continued = False
        self.journals: list[Journal] = []
        self.conflicts = 0
        self.now = RECORDED_AT

    def settle(self, *contents: Content) -> None:
        for _ in self.settling(contents):
            pass

    def settling(self, contents: Sequence[Content]) -> Steps:
        yield from self.asking(contents)

    def asking(self, contents: Sequence[Content]) -> Generator[None, None, bool]:
        """Settles, and says whether other orders go on with it. Head first, then facts, then
        journals; written together, if the head has not moved. What contradicts a fact is left
        alone, as it waits for a person."""
        while True:
            yield
            head, continued = self.version, self.continued
            yield
            facts = dict(self.facts)
            yield
            posted = list(self.journals)
            told = named([fact(content) for content in contents], [*facts.values()])
            fresh = {each.fact_id: each for each in told if each.fact_id not in facts}
            journals = self.decide(told, facts, fresh, posted)
            if not fresh and not journals:
                return continued
            yield
            if self.write(head, fresh, journals):
                return continued
            self.conflicts += 1

    def mark(self) -> None:
        """Another order goes on with it: the head moves."""
        if not self.continued:
            self.continued = True
            self.version += 1

    def decide(
        self,
        told: Sequence[Fact],
        known: dict[str, Fact],
        fresh: dict[str, Fact],
        posted: Sequence[Journal],
    ) -> list[Journal]:
        order = OrderToSettle(
            order_key=told[0].content.order_key,
            known=[*known.values()],
            told=told,
            new=[*fresh.values()],
            posted=posted,
            recorded_at=self.now,
            is_restated=any(map(restates, told)),
        )
        return next_journals(order, self.target(order.facts), self.target)

    def target(self, facts: Iterable[Fact]) -> Target:
        return self.fold(facts, lambda ref: self.plan)

    def write(self, head: int, fresh: dict[str, Fact], journals: Sequence[Journal]) -> bool:
        """One transaction: all of it, or nothing."""
        if head != self.version:
            return False
        self.facts |= fresh
        self.version += 1
        self.journals += journals
        return True


def balances(journals: Iterable[Journal]) -> dict[tuple[str, str], int]:
    """What stands on each account, where it is not nothing."""
    sums: Counter[tuple[str, str]] = Counter()
    for journal in journals:
        for leg in journal.legs:
            sums[leg.account, leg.unit] += leg.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def standings(journals: Iterable[Journal]) -> dict[tuple[str, str], JournalLine]:
    """Each award as its last line says it stands, where the award is anything at all."""
    last: dict[tuple[str, str], JournalLine] = {}
    for journal in journals:
        for line in journal.lines:
            last[line.key, line.currency] = replace(line, line=0, amount=0)
    return {slot: line for slot, line in last.items() if line.earned}


def problems(journals: Sequence[Journal]) -> list[str]:
    """What no ledger may have: a journal that makes money, a broken chain, an award below 0."""
    found = [f"{broken} was changed"] if (broken := broken_link(journals)) else []
    for journal in journals:
        sums: Counter[str] = Counter()
        for leg in journal.legs:
            sums[leg.unit] += leg.amount
        found += [f"{journal.number} makes {sums[unit]} {unit}" for unit in sums if sums[unit]]
        found += [
            f"{journal.number} reverses {line.reversed} of {line.earned}"
            for line in journal.lines
            if not 0 <= line.reversed <= line.earned
        ]
    return found


def take_turns(writers: Sequence[Steps], chance: Random) -> None:
    """Lets the writers go on one step at a time, in an order that the seed decides."""
    waiting = list(writers)
    while waiting:
        writer = chance.choice(waiting)
        if next(writer, "done") == "done":
            waiting.remove(writer)


def settled(*deliveries: Sequence[Content], plan: Plan = PLAN) -> MemoryLedger:
    ledger = MemoryLedger(plan)
    for delivery in deliveries:
        ledger.settle(*delivery)
        assert problems(ledger.journals) == []
    return ledger


def payable(ledger: MemoryLedger) -> dict[str, int]:
    return {
        f"{account.removeprefix('commission_payable:')} {unit}": amount
        for (account, unit), amount in balances(ledger.journals).items()
        if account.startswith("commission_payable:")
    }


def volumes(ledger: MemoryLedger, unit: str = "cv") -> dict[str, int]:
    return {
        account.removeprefix("volume:"): amount
        for (account, of), amount in balances(ledger.journals).items()
        if account.startswith("volume:") and of == unit
    }


def told(journal: Journal) -> list[str]:
    return [
        f"{line.earner} {line.amount}: {line.earned} - {line.reversed} {line.reason}".rstrip()
        for line in journal.lines
    ]
