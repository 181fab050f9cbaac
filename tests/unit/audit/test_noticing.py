"""Mistakes that could creep into the way the ledger is worked out: the oracle notices each."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from commissions.audit import oracle
from commissions.domain.catalogue.sku_values import line_volume
from commissions.domain.ledger import line_volumes, snapshots, sorted_facts
from commissions.domain.plans import award_builder, plan
from commissions.domain.plans.bonuses import ReplacedBonus
from commissions.domain.plans.conditions import RankIn
from commissions.domain.plans.customer import Customer
from commissions.domain.plans.fast_start import FastStart
from commissions.domain.plans.levels import Levels
from commissions.domain.plans.plan import Plan
from commissions.domain.sales.referral_match import SaleCredit
from tests.support.memory_ledger import MemoryLedger, balances
from tests.unit.audit.plan_histories import ORDERS, Twist, sheet_of

SEEDS = range(990_000, 990_150)


def noticed() -> bool:
    return any(map(_differs, SEEDS))


def _differs(seed: int) -> bool:
    twist = Twist(seed)
    read, ledger = sheet_of(twist.plan), MemoryLedger(twist.plan)
    told = twist.life.shuffled(Random(seed))  # noqa: S311 - not a secret
    for delivery in told:
        ledger.settle(*delivery)
    contents = [content for delivery in told for content in delivery]
    return oracle.due(contents, lambda ref: read) != balances(ledger.journals)


def _own_purchases_pay(of: Customer, credit: SaleCredit, base: int) -> list[Any]:
    return [
        of.builder.award(
            award_builder.LevelSlot(0, 0, credit.line[0]), base, of.rates.of(credit.line[0].rank, 0)
        )
    ]


MISTAKES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "every level is used up": (Levels, "_uses_up", lambda self, qualified: True),
    "no level is used up": (Levels, "_uses_up", lambda self, qualified: False),
    "the inactive pay too": (Levels, "_why_buyer_not", lambda self, credit: ""),
    "a customer is no step down": (Levels, "_nearest", lambda self, credit: 0),
    "every order is one of the first days": (FastStart, "why_not", lambda self, credit: ""),
    "nothing is replaced": (
        ReplacedBonus,
        "earn",
        lambda self, credit, base: self.bonus.earn(credit, base),
    ),
    "every rank qualifies": (RankIn, "why_not", lambda self, member: ""),
    "own purchases pay the customer bonus": (Customer, "earn", _own_purchases_pay),
    "awards are rounded down": (award_builder, "rounded", lambda exact, mode: int(exact)),
    "every order counts": (plan, "_orders_of", lambda lock: set(ORDERS)),
    "months are those of London": (Plan, "month_of", lambda self, moment: f"{moment:%Y-%m}"),
    "refunds taken back still stand": (sorted_facts, "_stands", lambda refund, latest: True),
    "what was asked counts no more": (
        snapshots,
        "age",
        lambda order: (order.updated_at, True, order.cancelled_at is not None, 0),
    ),
    "a line's net is forgotten": (
        line_volumes,
        "line_volume",
        lambda item, volume, currency, rate, paid, stretch: line_volume(
            item, volume, currency="USD", rate=rate, paid=paid, stretch=stretch
        ),
    ),
}


def test_without_a_mistake_nothing_is_noticed() -> None:
    assert not noticed()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_product_is_noticed(monkeypatch: pytest.MonkeyPatch, mistake: str) -> None:
    where, name, wrong = MISTAKES[mistake]
    monkeypatch.setattr(where, name, wrong)

    assert noticed()
