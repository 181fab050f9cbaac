"""Copies of an order, as people read of them and decide about them."""

import json

import pytest

from tests.support.command import commissions
from tests.support.pipeline_driver import Published, project, run
from tests.support.told_copies import PARENT, TEA, a_marketplace, earned, tell
from tests.support.vendor_orders import of_cups, of_tea, refunded, tea, the_order

pytestmark = pytest.mark.usefixtures("reachable")
PART = "part of order 9101, which earned"


def shown(*command: str) -> str:
    return " ".join(commissions(*command).stdout.split())


def test_order_explain_and_statement_say_that_a_copy_is_part_of_another_order(
    published: Published,
) -> None:
    a_marketplace()
    tell(the_order(), of_tea(), of_cups())
    run(published)
    tell(of_tea(**refunded(3, "60.00")))
    run(published)
    for key in (PARENT, TEA):
        project(key)

    assert PART in shown("order", TEA)
    assert "heard of order 9101: it has 2 lines" in shown("order", TEA)
    assert f"cara is not paid the customer bonus at level 0: {PART}." in shown(
        "explain", f"{TEA}/1/0"
    )
    assert PART.replace(" ", "") in "".join(shown("statement", "cara").split())
    assert "what came back by order 9102, a copy" in shown("explain", f"{PARENT}/2/0")
    assert "heard of order 9102, a copy: something of 1 line came back" in shown("order", PARENT)
    told = json.loads(commissions("order", TEA, "--json").stdout)["stands_for"]
    assert (told["order"], told["lines"], told["says"]) == (PARENT, ["3"], PART)


def test_of_an_order_with_goods_of_its_own_those_of_its_parent_are_named(
    published: Published,
) -> None:
    a_marketplace()
    tell(the_order(), of_tea(tea(3), tea(5, "20.00", product_id=999)))
    run(published)

    assert f"line 3: {PART}" in shown("order", TEA)
    assert earned(TEA) == ("6.00", "1.00")


def test_whether_an_order_is_a_copy_is_asked_and_answered(published: Published) -> None:
    a_marketplace()
    tell(of_tea())
    run(published)
    assert "it may be a copy of order 9101, which is not known" in shown("order", TEA)
    assert "commissions decide woocommerce/tea/9102 --copy yes|no" in shown("parked")

    why = ("--why", "the shop deleted it")
    assert "18.00 USD" in shown("decide", TEA, "--copy", "no", *why)
    assert earned() == ("0.00", "0.00")
    commissions("decide", TEA, "--copy", "no", *why, "--apply")
    run(published)
    assert earned() == ("18.00", "3.00")
    assert "copy: no" in shown("order", TEA)


def test_of_an_order_without_a_parent_nobody_asks_whether_it_is_a_copy(
    published: Published,
) -> None:
    a_marketplace()
    tell(the_order())
    run(published)
    answer = commissions("decide", PARENT, "--copy", "yes", "--why", "so it is", "--apply")

    said = " ".join(answer.stderr.split())
    assert f"Order {PARENT} names no order that it could be a copy of" in said
    assert earned() == ("30.00", "5.00")


def test_an_answer_that_is_none_is_refused() -> None:
    answer = commissions("decide", TEA, "--copy", "maybe", "--why", "so")

    assert answer.exit_code == 2
    said = " ".join(answer.stderr.split())
    assert "--copy is answered with `yes` or `no`, not with 'maybe'" in said
