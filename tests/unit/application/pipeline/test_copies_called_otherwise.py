"""Products are renamed, deleted and made anew between an order and its copies: what was sold once
is earned once all the same, and where nobody can know, a person is asked."""

from itertools import permutations
from typing import Any

import pytest

from tests.support.vendor_orders import TEA, cups, of_cups, of_tea, refunded, tea, the_order, told
from tests.unit.platforms.woocommerce_builders import Payload

ONCE = ("30.00", "5.00")
GONE: dict[str, Any] = {"product_id": 0, "sku": None}
ANEW: dict[str, Any] = {"product_id": 999}
OTHERWISE: dict[str, list[Payload]] = {
    "deleted, and the copy told once more": [of_tea(tea(3, **GONE), hours=5)],
    "deleted, and the order told once more": [the_order(tea(**GONE), cups(), hours=5)],
    "deleted, and both": [
        the_order(tea(**GONE), cups(), hours=5),
        of_tea(tea(3, **GONE), hours=6),
    ],
    "made anew under another id": [the_order(tea(**ANEW), cups(), hours=5)],
    "renamed": [of_tea(tea(3, sku="CUP"), hours=5)],
    "renamed and made anew": [the_order(tea(sku="CUP", product_id=999), cups(), hours=5)],
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_product_that_is_gone_or_called_otherwise_earns_nobody_a_second_time(name: str) -> None:
    for each in permutations([the_order(), of_tea(), *OTHERWISE[name]]):
        shop = told(*each, of_cups())

        assert shop.earned() == ONCE
        assert shop.listed() == []


@pytest.mark.parametrize("fields", [GONE, ANEW])
def test_what_comes_back_of_a_copy_whose_product_is_gone_is_taken_back_once(
    fields: dict[str, Any],
) -> None:
    back = of_tea(tea(3, **fields), **refunded(3, "60.00"))

    assert told(the_order(), of_tea(), of_cups(), back).earned() == ("12.00", "2.00")
    assert told(back, of_tea(), of_cups(), the_order()).earned() == ("12.00", "2.00")


UNSURE: dict[str, tuple[Payload, Payload]] = {
    "a variation that is told as its product": (tea(variation_id=7), tea(3)),
    "a product that was made anew between the two": (tea(), tea(3, **ANEW)),
}


@pytest.mark.parametrize("name", UNSURE)
def test_one_sku_under_two_ids_at_one_price_is_for_a_person_and_not_paid_twice(name: str) -> None:
    line, copy = UNSURE[name]
    shop = told(the_order(line, cups()), of_tea(copy), of_cups())

    assert shop.earned() == ONCE
    assert [(order, reason) for order, reason, _ in shop.listed()] == [(TEA, "copy_unknown")]
    assert shop.say(TEA, "no").earned() == ("48.00", "8.00")


def test_a_copys_line_that_is_made_anew_with_its_product_is_for_a_person() -> None:
    for each in permutations([the_order(), of_tea(), of_tea(tea(33, **ANEW), hours=5)]):
        shop = told(*each, of_cups())

        assert shop.earned() == ONCE
        assert [(order, reason) for order, reason, _ in shop.listed()] == [(TEA, "copy_unknown")]


def test_one_sku_under_two_ids_at_two_prices_is_two_products() -> None:
    shop = told(the_order(), of_tea(tea(3, "20.00", **ANEW)), of_cups())

    assert shop.earned() == ("36.00", "6.00")
    assert shop.listed() == []
