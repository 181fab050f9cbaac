"""What a shop's system makes of an order has copies of its codes, and none of them holds it up."""

from itertools import permutations
from typing import Any

import pytest

from commissions.domain.stores.store import Policies
from commissions.platforms import woocommerce
from tests.support.deposits import CARAS, DEPOSIT, Shop
from tests.unit.platforms.woocommerce_builders import KEY, an_order

RENEWAL = 9801
CODE = "distributor_ref"


def a_renewal(code: str = "", **fields: Any) -> dict[str, Any]:
    said = {"is_a_renew": "yes", "subscriptions": [77]} | ({CODE: code} if code else {})
    metas = [{"id": 1, "key": key, "value": each} for key, each in said.items()]
    return an_order(id=RENEWAL, meta_data=metas, **fields)


@pytest.mark.parametrize("code", ["TYPO-1", "nora@example.org", ""])
def test_a_renewal_with_a_code_of_nobody_is_nobodys_and_goes_on(code: str) -> None:
    shop = Shop().tell(a_renewal(code))

    assert (shop.waiting(RENEWAL), shop.seller(RENEWAL)) == ([], "")
    assert shop.money(RENEWAL) == {}


def test_a_renewal_waits_for_no_other_order_and_is_whose_code_it_has() -> None:
    shop = Shop().tell(a_renewal("CARA-7"))

    assert (shop.waiting(RENEWAL), shop.seller(RENEWAL)) == ([], "cara")


def test_where_nobodys_orders_are_to_wait_a_renewal_of_nobodys_waits() -> None:
    shop = Shop(Policies(no_referrer="park")).tell(a_renewal("TYPO-1"))

    assert [reason for reason, _ in shop.waiting(RENEWAL)] == ["no_referrer"]


@pytest.mark.parametrize(
    ("code", "reason"), [("TYPO-1", "unknown_referrer"), ("nora@example.org", "no_referrer")]
)
def test_an_order_that_a_buyer_placed_still_waits_for_its_code(code: str, reason: str) -> None:
    switched = [
        {"id": 1, "key": "_subscription_switch", "value": 77},
        CARAS[0] | {"value": code},
    ]

    shop = Shop().tell(an_order(id=RENEWAL, meta_data=switched))

    assert [waits for waits, _ in shop.waiting(RENEWAL)] == [reason]


def test_a_preview_has_a_renewal_as_its_first_orders_whichever_is_told_first() -> None:
    first = an_order(id=DEPOSIT, meta_data=CARAS)
    said = [{"id": 1, "key": "_subscription_renewal", "value": "77"}]
    renewal = an_order(id=RENEWAL, meta_data=said) | {"subscription_began_with": DEPOSIT}
    for told in permutations((first, renewal)):
        shop = Shop()
        for each in told:
            shop.world.tell(woocommerce.parse_order(each, shop.store, KEY))

        assert (shop.seller(RENEWAL), shop.seller(DEPOSIT)) == ("cara", "cara")


def test_a_first_order_that_nothing_is_told_of_is_none_of_a_previews_orders() -> None:
    said = [{"id": 1, "key": "_subscription_renewal", "value": "77"}]
    renewal = an_order(id=RENEWAL, meta_data=said) | {"subscription_began_with": DEPOSIT}
    shop = Shop()
    shop.world.tell(woocommerce.parse_order(renewal, shop.store, KEY))

    assert [*shop.world.orders] == [f"woocommerce/tea/{RENEWAL}"]
    assert shop.seller(RENEWAL) == ""
