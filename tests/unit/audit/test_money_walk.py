"""The oracle goes by the money rule: its worked examples, and what holds for every order.

COMMISSIONS_PROOF=1 looks at ten thousand orders instead of one hundred.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from random import Random

import pytest

from commissions.audit import oracle
from commissions.audit.money_walk import Stand
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import OrderAccount, shares_by_line
from commissions.domain.ledger.facts import Content
from commissions.domain.stores.store import Policies
from tests.support.money_examples import MONEY_EXAMPLES, MONEY_PLAN, Example
from tests.support.money_lives import RECEIVED, MoneyLife
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import sheet_of

LIVES = range(proof_size(100, 10_000))
ROUNDING = Fraction(1, 2)
"""Of a minor unit: a store rounds what a unit is worth, the rule does not."""
SHEET = sheet_of(MONEY_PLAN)


def due(facts: Iterable[Content]) -> oracle.Accounts:
    return oracle.due(facts, lambda ref: SHEET)


def payable(facts: Iterable[Content]) -> dict[str, int]:
    peoples = [(slot, amount) for slot, amount in due(facts).items() if "payable" in slot[0]]
    return {account: amount for (account, _), amount in peoples}


def stand(facts: Iterable[Content]) -> Stand:
    return OrderAccount(OrderHistory.of(facts)).stand()


def earning(facts: Iterable[Content]) -> Fraction:
    """What of the order's gross earns."""
    now = stand(facts)
    return min(now.moment.owed, max(Fraction(0), now.received - now.moment.back))


def everything_left(life: MoneyLife) -> int:
    """Of the money that came in, to the minor unit that a store's rounding makes of it."""
    now = stand(life.facts)
    return ceil(now.received - now.moment.back)


def line_earnings(facts: Iterable[Content]) -> list[Fraction]:
    shares = [line.amount for line in shares_by_line(OrderHistory.of(facts))]
    return [share.sold * (1 - share.back) for share in shares]


@pytest.mark.parametrize("example", MONEY_EXAMPLES, ids=lambda example: example.name)
def test_every_step_of_every_example_pays_what_the_rule_says(example: Example) -> None:
    for facts, step in example.told():
        assert payable(facts) == step.payable


def test_told_in_any_order_and_twice_it_is_one_history() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, policies=Policies(partial_payment="share"), decides=True)
        chance = Random(seed)  # noqa: S311 - not a secret
        told = [*life.facts, *chance.choices(life.facts, k=3)]
        chance.shuffle(told)

        assert due(told) == due(life.facts), f"life {seed}"


def test_what_was_received_and_given_back_is_what_the_order_says_it_is() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        now = stand(life.facts)

        assert abs(now.received - life.received) <= now.moment.refunded_lines, f"life {seed}"
        assert abs(now.moment.back - life.given_back) <= now.moment.refunded_lines, f"life {seed}"


def test_all_of_the_money_back_in_one_amount_leaves_nothing() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        life.money_back(everything_left(life))

        assert due(life.facts) == {}, f"life {seed}"


def test_all_of_the_money_back_in_many_amounts_leaves_nothing() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        for _ in range(4):
            life.money_back()
        life.money_back(everything_left(life))

        assert due(life.facts) == {}, f"life {seed}"


def test_all_units_back_leave_nothing() -> None:
    for seed in LIVES:
        life = MoneyLife(seed)
        life.all_units_back()

        assert due(life.facts) == {}, f"life {seed}"


def test_one_more_amount_of_money_back_lets_no_line_earn_more() -> None:
    for seed in LIVES:
        life = MoneyLife(seed)
        before = line_earnings(life.facts)
        life.money_back()
        after = line_earnings(life.facts)

        assert all(b >= a for b, a in zip(before, after, strict=True)), f"life {seed}"


@pytest.mark.parametrize(
    "happening", [MoneyLife.units_back, MoneyLife.units_back_for_nothing, MoneyLife.money_back]
)
def test_the_sum_that_earns_never_rises_when_something_comes_back(happening: object) -> None:
    assert callable(happening)
    for seed in LIVES:
        life = MoneyLife(seed)
        before = earning(life.facts)
        happening(life)

        assert earning(life.facts) <= before + ROUNDING, f"life {seed}"


def test_what_is_added_and_not_paid_changes_nothing_to_the_cent() -> None:
    for seed in LIVES:
        life = MoneyLife(seed, telling=RECEIVED)
        credit, before = stand(life.facts).credit, due(life.facts)
        unnamed = any(getattr(each, "amount_only", 0) > 0 for each in life.facts)
        life.added()

        # Credit pays for it; beside money that named nothing, goods that came back leave some.
        assert credit or unnamed or due(life.facts) == before, f"life {seed}"


def test_lives_hold_money_that_went_for_nothing_money_that_never_came_and_credit() -> None:
    stands = [stand(MoneyLife(seed).facts) for seed in range(200)]

    assert sum(each.goodwill > 0 for each in stands) > 40
    assert sum(each.unpaid > 0 for each in stands) > 20
    assert sum(each.credit > 0 for each in stands) > 40
