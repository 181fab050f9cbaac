"""Whatever the store has otherwise is named, money by both figures."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.orders.order import DISCOUNT_OF_ALL, Item, OrderPlaced, Referral
from commissions.domain.orders.refund import OrderRefunded
from tests.support.orders import a_refund
from tests.unit.audit.store_orders import BACK, ITEM, ORDER, SHIPPING, found, of_order, sentences


def with_line(**fields: Any) -> OrderPlaced:
    item: Item = replace(ITEM, **fields)
    return replace(ORDER, items=(item,))


MUTANTS: dict[str, tuple[OrderPlaced, str]] = {
    "units": (with_line(qty=Decimal(4)), "has units 4 in the store, and 2 here"),
    "units taken off": (with_line(removed=Decimal(1)), "taken off by an edit 1 in the store"),
    "another SKU": (with_line(platform_sku="MUG"), "has SKU MUG in the store, and TEA here"),
    "another variant": (with_line(variant_id="V9"), "has variant V9 in the store"),
    "another kind": (with_line(kind="gift_card"), "has kind gift_card in the store"),
    "a line's net": (with_line(net=79_99), "net is 79.99 USD in the store, and 80.00 USD here"),
    "a line's tax": (with_line(tax=1), "tax is 0.01 USD in the store"),
    "a test": (replace(ORDER, test=True), "is a test in the store, and not a test here"),
    "shipping": (replace(ORDER, shipping=1), "shipping is 0.01 USD in the store"),
    "fees": (replace(ORDER, other=-1), "fees and the like is -0.01 USD in the store"),
    "a gift card": (replace(ORDER, tender=40_00), "by gift card or credit is 40.00 USD"),
    "a discount": (replace(ORDER, flags=(DISCOUNT_OF_ALL,)), "lowered by a discount"),
    "another referral": (
        replace(ORDER, referrals=(Referral("discount_code", "ANN", forgeable=True),)),
        "names ANN in the store (discount code), and nothing told here does",
    ),
    "a part came in": (
        replace(ORDER, received=30_00),
        "By the store, 30.00 USD came in for order shopify/tea/1001; by what we were told, "
        "100.00 USD.",
    ),
    "a part is unpaid": (
        replace(ORDER, unpaid=25_00),
        "what is still to be paid is 25.00 USD in the store, and 0.00 USD here",
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_what_the_store_says_otherwise_of_an_order_is_named(mutant: str) -> None:
    there, words = MUTANTS[mutant]

    assert words in sentences(found(there, of_order()))


def test_without_a_mutant_nothing_is_named() -> None:
    assert found(ORDER, of_order()) == []
    assert found(ORDER, of_order(ORDER, BACK, SHIPPING), BACK, SHIPPING) == []


def test_what_came_in_and_is_told_here_alone_is_named_too() -> None:
    part = replace(ORDER, received=30_00)

    assert "By the store, 100.00 USD came in" in sentences(found(ORDER, of_order(part)))


def test_payments_that_may_not_be_read_are_compared_with_nothing() -> None:
    unknown = replace(ORDER, received=30_00, flags=("payments_unknown",))

    assert found(unknown, of_order()) == []


def test_a_referral_that_the_stores_api_leaves_out_is_none_that_is_missing() -> None:
    assert found(replace(ORDER, referrals=()), of_order()) == []


def test_what_was_paid_besides_the_total_was_once_told_as_a_fee() -> None:
    told_apart = replace(ORDER, other=0, tender=40_00, total=60_00)
    hidden = replace(ORDER, other=-40_00, total=60_00)
    added = replace(ORDER, other=0, total=100_00)

    assert found(told_apart, of_order(hidden)) == []
    assert found(told_apart, of_order(added)) == []


def test_a_refund_names_what_went_back_of_the_order_by_either_side() -> None:
    [missing] = found(ORDER, of_order(), BACK)

    assert (missing.kind, missing.expected, missing.found) == ("refund_missing", 40_00, 0)
    assert "40.00 USD went back by the store, and 0.00 USD by what is kept here" in missing.sentence


def test_a_refund_gives_back_the_tax_of_its_lines_too() -> None:
    taxed = replace(ORDER, items=(replace(ITEM, tax=16_00),))

    [missing] = found(taxed, of_order(taxed), BACK)

    assert missing.expected == 48_00


@pytest.mark.parametrize(
    ("more", "figures"),
    [
        (SHIPPING, (45_00, 40_00)),
        (a_refund("r1-beside", minutes=60, other=3_00), (43_00, 40_00)),
        (a_refund("r1-beside", minutes=60, tax=2_00), (42_00, 40_00)),
        (a_refund("r1-amount", minutes=60, amount_only=-9_00, gross=True), (31_00, 40_00)),
    ],
)
def test_what_a_refund_names_beside_its_goods_is_compared_with_it(
    more: OrderRefunded, figures: tuple[int, int]
) -> None:
    [differs] = found(ORDER, of_order(ORDER, BACK), BACK, more)

    assert (differs.kind, differs.about) == ("refund_differs", "r1")
    assert (differs.expected, differs.found) == figures


def test_shipping_that_was_told_with_the_goods_is_no_other_than_shipping_beside_them() -> None:
    both = replace(BACK, shipping=5_00)

    assert found(ORDER, of_order(ORDER, both), both, SHIPPING) == []


def test_a_refund_of_the_same_sum_for_other_things_says_of_what() -> None:
    amount = a_refund("r1", minutes=60, amount_only=40_00)

    [differs] = found(ORDER, of_order(ORDER, BACK), amount)

    assert "not for the same: what is of no line, line 1" in differs.sentence
