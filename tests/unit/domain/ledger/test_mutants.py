"""Mistakes that such ledgers are known to make: each, built in, has to be noticed by the oracle."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from commissions.domain.ledger import refunds, sorted_facts, target
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.sorted_facts import SortedFacts
from commissions.domain.ledger.target import PlanOf, Target, fold
from commissions.domain.money import rounded
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from tests.support import oracle
from tests.support.histories import history
from tests.support.memory_ledger import MemoryLedger, Steps, balances, problems, take_turns

SEEDS = range(60)
Build = Callable[..., MemoryLedger]


def noticed(build: Build = MemoryLedger, *, in_turns: bool = False) -> bool:
    """Whether some history ends at another ledger than the oracle's."""
    return any(_wrong(build, seed, in_turns=in_turns) for seed in SEEDS)


def _wrong(build: Build, seed: int, *, in_turns: bool) -> bool:
    life, chance = history(seed), Random(seed)  # noqa: S311 - not a secret
    ledger = build(life.plan)
    told = life.shuffled(chance)
    if in_turns:
        take_turns([ledger.settling(delivery) for delivery in told], chance)
    else:
        for delivery in told:
            ledger.settle(*delivery)
    expected = oracle.due([content for delivery in told for content in delivery])
    return balances(ledger.journals) != expected.accounts or bool(problems(ledger.journals))


@pytest.mark.parametrize("in_turns", [False, True])
def test_the_ledger_as_it_is_agrees_with_the_oracle(in_turns: bool) -> None:
    assert not noticed(in_turns=in_turns)


def test_refunds_that_are_not_capped_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(line: refunds.ReturnedLine, back: RefundItem, grains: int) -> None:
        line.units += Fraction(back.qty) / line.qty if line.qty else 0

    monkeypatch.setattr(refunds.ReturnedLine, "take", take)
    monkeypatch.setattr(refunds.ReturnedLine, "share", property(lambda line: line.units))

    assert noticed()


def test_refunds_that_are_each_rounded_alone_are_noticed() -> None:
    def fold_each(facts: Iterable[Fact], plan_of: PlanOf) -> Target:
        known = list(facts)
        back = [each.content for each in known if isinstance(each.content, OrderRefunded)]
        back.sort(key=lambda refund: (refund.refunded_at, refund.refund_id))
        rest = [each for each in known if each.content not in back]
        steps = [
            fold(rest + [fact(refund) for refund in back[:count]], plan_of)
            for count in range(len(back) + 1)
        ]
        standings = {
            key: replace(standing, reversed=_sum_of_roundings(key, steps))
            for key, standing in steps[-1].standings.items()
        }
        return replace(steps[-1], standings=standings)

    assert noticed(lambda plan: MemoryLedger(plan, fold_each))


def _sum_of_roundings(key: str, steps: Sequence[Target]) -> int:
    shares = [Fraction(0), *(step.standings[key].refunded for step in steps)]
    earned = steps[-1].standings[key].award.amount
    return sum(
        rounded(earned * (after - before), "half_even") for before, after in pairwise(shares)
    )


def test_the_snapshot_that_arrived_last_winning_is_noticed() -> None:
    def fold_last(facts: Iterable[Fact], plan_of: PlanOf) -> Target:
        known = list(facts)
        orders = [fact for fact in known if isinstance(fact.content, OrderPlaced)]
        return fold([fact for fact in known if fact not in orders[:-1]], plan_of)

    assert noticed(lambda plan: MemoryLedger(plan, fold_last))


def test_a_refund_that_is_dropped_without_its_order_is_noticed() -> None:
    class Dropping(MemoryLedger):
        def settling(self, contents: Sequence[Content]) -> Steps:
            has_order = any(isinstance(fact.content, OrderPlaced) for fact in self.facts.values())
            if has_order or not isinstance(contents[0], OrderRefunded):
                yield from super().settling(contents)

    assert noticed(Dropping)


def test_taking_every_snapshot_of_an_order_for_the_first_again_is_noticed() -> None:
    class OncePerOrder(MemoryLedger):
        def settling(self, contents: Sequence[Content]) -> Steps:
            has_order = any(isinstance(fact.content, OrderPlaced) for fact in self.facts.values())
            if not has_order or not isinstance(contents[0], OrderPlaced):
                yield from super().settling(contents)

    assert noticed(OncePerOrder)


def test_the_latest_lock_winning_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def sorted_out(facts: Sequence[Fact]) -> SortedFacts | None:
        told = in_order(facts)
        return told and replace(told, locks=told.locks[::-1])

    in_order = sorted_facts.sorted_out
    monkeypatch.setattr(target, "sorted_out", sorted_out)

    assert noticed()


def test_a_full_refund_that_leaves_a_rest_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nearly(amount: int, part: Fraction) -> int:
        return max(0, amount * part.numerator // part.denominator - 1)

    monkeypatch.setattr(target, "reversed_part", nearly)

    assert noticed()


def test_a_head_that_is_written_without_a_condition_is_noticed() -> None:
    class Unconditional(MemoryLedger):
        def write(self, head: int, fresh: dict[str, Fact], journals: Sequence[Journal]) -> bool:
            return super().write(self.version, fresh, journals)

    assert noticed(Unconditional, in_turns=True)


def test_a_head_that_is_read_after_the_facts_is_noticed() -> None:
    class HeadLast(MemoryLedger):
        def settling(self, contents: Sequence[Content]) -> Steps:
            told = [fact(content) for content in contents]
            while True:
                yield
                facts, posted = dict(self.facts), list(self.journals)
                yield
                head = self.version
                fresh = {each.fact_id: each for each in told if each.fact_id not in facts}
                journals = self.decide(told, facts, fresh, posted)
                if not (fresh or journals) or self.write(head, fresh, journals):
                    return

    assert noticed(HeadLast, in_turns=True)
