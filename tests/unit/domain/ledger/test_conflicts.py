"""A conflict names its refund or dispute as the store does, and says what both tellings said."""

from dataclasses import replace

import pytest

from commissions.domain.ledger.conflicts import both_tellings
from commissions.domain.ledger.facts import Content, FactConflict, fact, new_facts
from tests.support.orders import a_refund, an_order


def conflict(first: Content, again: Content) -> str:
    with pytest.raises(FactConflict) as raised:
        new_facts([fact(again)], [fact(first)])
    return both_tellings(raised.value)


def test_both_figures_are_told() -> None:
    assert conflict(a_refund(units={"1": "1"}), a_refund(units={"1": "2"})) == (
        "refund r1 was told with 1 of line 1, and now with 2 of line 1"
    )
    assert conflict(a_refund(amounts={"1": 5_00}), a_refund(amount_only=7_00)) == (
        "refund r1 was told with 0 of line 1 (5.00 USD), and now with 7.00 USD without naming lines"
    )


def test_of_many_lines_some_are_named() -> None:
    many = a_refund(units={f"{number}": "1" for number in range(1, 9)})

    assert conflict(a_refund(), many).endswith("1 of line 5, 3 lines more")


def test_tellings_that_sound_alike_say_what_sets_them_apart() -> None:
    unit = a_refund(units={"1": "1"})

    assert conflict(unit, replace(unit, currency="EUR")) == (
        "refund r1 was told with 1 of line 1 in USD, and now with 1 of line 1 in EUR"
    )
    assert conflict(unit, a_refund(units={"1": "1"}, minutes=61)) == (
        "refund r1 was told with 1 of line 1 at 2026-11-20T13:00:00Z, "
        "and now with 1 of line 1 at 2026-11-20T13:01:00Z"
    )
    nothing = replace(unit, items=(replace(unit.items[0], worth=0),))
    assert conflict(unit, nothing).endswith("and now with 1 of line 1 (0.00 USD)")


def test_of_many_lines_those_are_named_that_are_told_otherwise() -> None:
    many = {f"{number}": "1" for number in range(1, 9)}

    assert conflict(a_refund(units=many), a_refund(units=many | {"8": "2"})) == (
        "refund r1 was told with 1 of line 8, and now with 2 of line 8"
    )


def test_what_is_no_money_names_the_fact() -> None:
    order = fact(an_order())

    assert both_tellings(FactConflict(order, order)).startswith("shopify/tea/1001: order ")
