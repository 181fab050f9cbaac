"""The oracle of the reconciliation and the ledger's fold are two roads to one figure.

COMMISSIONS_PROOF=1 walks them sixty times as often, and more.
"""

import os
from random import Random

import pytest

from commissions.audit import oracle
from commissions.audit.plan_sheet import NotUnderstood, parse
from commissions.domain.ledger.facts import Content
from commissions.domain.plans import Plan
from commissions.domain.stores.store import Policies
from tests.support.builders import a_customer_bonus, a_plan
from tests.support.histories import Delivery, history
from tests.support.memory_ledger import MemoryLedger, balances
from tests.support.money_lives import MoneyLife
from tests.support.orders import PLAN, a_lock_for, an_order
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import Twist, sheet_of

MANY = 60 if os.environ.get("COMMISSIONS_PROOF") else 1
TWISTED = proof_size(200, 10_000)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def contents(told: list[Delivery]) -> list[Content]:
    return [content for delivery in told for content in delivery]


def due(told: list[Delivery], plan: Plan) -> oracle.Accounts:
    read = sheet_of(plan)
    return oracle.due(contents(told), lambda ref: read)


def test_the_oracle_agrees_with_the_ledger_on_every_history_of_the_demo_plan() -> None:
    for seed in range(700_000, 700_000 + 100 * MANY):
        life = history(seed)
        told = life.shuffled(chance(seed))
        ledger = MemoryLedger(life.plan)
        for delivery in told:
            ledger.settle(*delivery)

        assert due(told, life.plan) == balances(ledger.journals), f"history {seed}"


def test_the_oracle_agrees_with_the_ledger_under_any_plan_that_can_be_published() -> None:
    for seed in range(800_000, 800_000 + TWISTED):
        twist = Twist(seed)
        told = twist.life.shuffled(chance(seed))
        ledger = MemoryLedger(twist.plan)
        for delivery in told:
            ledger.settle(*delivery)

        assert due(told, twist.plan) == balances(ledger.journals), f"history {seed}"


def test_the_oracle_agrees_with_the_ledger_on_the_money_of_orders() -> None:
    for seed in range(100 * MANY):
        told = money_life(seed).facts
        chance(seed).shuffle(told)
        ledger = MemoryLedger(PLAN)
        for content in told:
            ledger.settle(content)

        assert due([tuple(told)], PLAN) == balances(ledger.journals), f"life {seed}"


def money_life(seed: int) -> MoneyLife:
    """Under any policy, and with what people decide."""
    of_store = chance(seed)
    policies = Policies(
        amount_only_refund=of_store.choice(["spread", "spread", "keep", "park"]),
        partial_payment=of_store.choice(["wait", "share"]),
    )
    return MoneyLife(seed, policies=policies, decides=True)


def test_the_twisted_histories_pay_people_and_take_refunds_back() -> None:
    paid = taken_back = asked = 0
    for seed in range(800_000, 800_300):
        twist = Twist(seed)
        told = list(twist.life.deliveries)
        paid += bool(oracle.money(due(told, twist.plan)))
        taken_back += twist.lists and bool(twist.refunds)
        asked += any(getattr(each, "read_at", None) for each in contents(told))

    assert min(paid, taken_back, asked) > 60


def test_a_plan_that_pays_an_order_in_a_way_the_oracle_does_not_know_is_not_guessed_at() -> None:
    text = a_plan(a_customer_bonus()).text.replace('"customer"', '"matching"')

    with pytest.raises(NotUnderstood, match="matching"):
        parse(text)


def test_a_condition_that_no_order_can_answer_is_not_guessed_at() -> None:
    plan = a_plan(a_customer_bonus())
    asked = plan.text.replace('"metric":"status"', '"metric":"gv"')
    order = an_order()

    with pytest.raises(NotUnderstood, match="gv"):
        oracle.due([order, a_lock_for(order)], lambda ref: parse(asked))
