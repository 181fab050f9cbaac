from dataclasses import replace
from typing import Any

import pytest

from commissions.domain.orders.order import Referral
from commissions.platforms.magento import CARRIERS
from tests.unit.platforms.magento_builders import a_store, an_order, placed


def test_a_coupon_is_the_shops_own_word() -> None:
    order = placed(an_order(coupon_code="CARA-7"))

    assert order.referrals == (Referral("coupon_code", "CARA-7", forgeable=False),)
    assert order.distributor_ref == "CARA-7"


@pytest.mark.parametrize(
    "more",
    [{"coupon_code": "ANN,BOB"}, {"extension_attributes": {"coupon_codes": ["ANN", "BOB", ""]}}],
)
def test_several_coupons_are_several_hints(more: Any) -> None:
    assert [each.value for each in placed(an_order(**more)).referrals] == ["ANN", "BOB"]


@pytest.mark.parametrize(
    "name", ["distributor_ref", "distributor_id", "referral", "ref", "sponsor"]
)
def test_an_extension_attribute_comes_with_the_cart(name: str) -> None:
    order = placed(an_order(extension_attributes={name: " CARA-7 ", "other": "x"}))

    assert order.referrals == (Referral("extension_attribute", "CARA-7", forgeable=True),)


@pytest.mark.parametrize("named", ["attribute_code", "name"])
def test_a_custom_attribute_comes_with_the_cart_too(named: str) -> None:
    attributes = [{named: "color", "value": "red"}, {named: "distributor_ref", "value": "CARA-7"}]

    for more in (
        {"custom_attributes": attributes},
        {"extension_attributes": {"custom_attributes": attributes}},
    ):
        order = placed(an_order(**more))
        assert order.referrals == (Referral("custom_attribute", "CARA-7", forgeable=True),)


EVERYWHERE: dict[str, Any] = {
    "coupon_code": "COUPON",
    "extension_attributes": {"distributor_ref": "EXTENSION"},
    "custom_attributes": [{"attribute_code": "distributor_ref", "value": "CUSTOM"}],
}


def test_what_the_shop_owns_is_trusted_before_what_the_buyer_writes() -> None:
    order = placed(an_order(**EVERYWHERE))

    assert [each.carrier for each in order.referrals] == list(CARRIERS)
    assert order.distributor_ref == "COUPON"


def test_a_store_has_its_own_order_of_trust() -> None:
    store = replace(a_store(), carriers=("custom_attribute",))

    assert placed(an_order(**EVERYWHERE), store).distributor_ref == "CUSTOM"


@pytest.mark.parametrize("odd", [7, None, [], {}, "", ["x"], {"a": 1}, [{"value": 1}, 7, None]])
def test_what_modules_write_where_hints_stand_breaks_nothing(odd: Any) -> None:
    order = placed(an_order(coupon_code=odd, extension_attributes=odd, custom_attributes=odd))

    assert [each.value for each in order.referrals] == (["7"] if odd == 7 else [])


def test_a_hint_that_is_no_code_is_dropped_and_flagged() -> None:
    custom = {"attribute_code": "referral", "value": "cara@mail.example"}
    order = placed(an_order(custom_attributes=[custom]))

    assert (order.referrals, order.flags) == ((), ("referral_unusable",))


@pytest.mark.parametrize("coupon", ["cara@mail.example", "10% off", "black friday"])
def test_a_coupon_that_can_be_nobodys_code_is_no_referral(coupon: str) -> None:
    order = placed(an_order(coupon_code=coupon))

    assert (order.referrals, order.flags) == ((), ("coupon_of_nobody",))
