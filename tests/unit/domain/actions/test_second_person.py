"""Which actions need a second person, as a company's rule says it."""

import pytest

from commissions.domain.actions.action import ActionEffect, EffectLine
from commissions.domain.actions.second_person import UnreadableRule, second_person_rule

KINDS = frozenset({"plan.publish", "order.decide", "sale.move"})


def effect(*moves: tuple[str, int], orders: int = 0) -> ActionEffect:
    lines = tuple(EffectLine(who="cara", unit=unit, before=0, after=by) for unit, by in moves)
    return ActionEffect(says=(), lines=lines, orders=orders)


def needs(rule: str, kind: str, shown: ActionEffect) -> bool:
    return second_person_rule(rule, KINDS).needs_second(kind, shown)


def test_a_kind_without_a_limit_always_needs_two() -> None:
    assert needs("plan.publish, order.decide", "order.decide", effect())
    assert not needs("plan.publish", "order.decide", effect(("USD", 10**9)))


def test_none_needs_nobody() -> None:
    assert not needs("none", "plan.publish", effect())


@pytest.mark.parametrize(
    ("moves", "two"),
    [
        ([("USD", 50_00)], False),
        ([("USD", 50_01)], True),
        ([("USD", -50_01)], True),
        ([("USD", 30_00), ("USD", -30_00)], True),
        ([("EUR", 1)], True),
        ([("USD", 1), ("cv", 1)], True),
        ([("USD", 0), ("EUR", 0)], False),
    ],
)
def test_up_to_a_limit_of_money_one_person_is_enough(
    moves: list[tuple[str, int]], two: bool
) -> None:
    assert needs("order.decide > 50.00 USD", "order.decide", effect(*moves)) is two


def test_up_to_a_limit_of_orders_one_person_is_enough() -> None:
    rule = "sale.move > 25 orders"

    assert not needs(rule, "sale.move", effect(("EUR", 9), orders=25))
    assert needs(rule, "sale.move", effect(orders=26))


def test_what_nobody_has_measured_is_below_no_limit() -> None:
    assert needs("plan.publish > 50.00 USD", "plan.publish", effect())


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "none of KIND"),
        ("plan.publish,", "none of KIND"),
        ("plan.publsh", "the kinds are order.decide, plan.publish, sale.move"),
        ("none, plan.publish", "none of KIND"),
        ("plan.publish, plan.publish > 5.00 USD", "said twice"),
        ("order.decide > 5.001 USD", "finer than the minor unit"),
        ("order.decide > 5 dollars", "none of KIND"),
        ("sale.move > 2.5 orders", "2.5"),
    ],
)
def test_a_rule_that_cannot_be_read_lets_nobody_through(rule: str, says: str) -> None:
    with pytest.raises(UnreadableRule, match="TwoPeople") as refused:
        second_person_rule(rule, KINDS)

    assert says in str(refused.value)
