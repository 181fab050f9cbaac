from dataclasses import replace
from typing import Any

import pytest

from tests.unit.platforms.bigcommerce_builders import STORE, an_order, placed


def test_referrals_come_in_the_stores_order_of_trust() -> None:
    fields = [{"name": "Referral code", "value": "CARA-7"}, {"name": "Delivery", "value": "BACK"}]
    order = an_order(billing_address={"form_fields": fields})
    more: dict[str, Any] = {
        "coupons": [{"code": "ANN"}],
        "metafields": [{"key": "distributor_id", "value": "BOB"}, {"key": "color", "value": "RED"}],
    }

    found = placed(order, **more).referrals

    assert [(each.carrier, each.value, each.forgeable) for each in found] == [
        ("coupon_code", "ANN", False),
        ("order_metafield", "BOB", False),
        ("form_field", "CARA-7", True),
    ]
    form_first = replace(STORE, carriers=("form_field", "coupon_code"))
    assert placed(order, store=form_first, **more).distributor_ref == "CARA-7"


def test_a_field_with_an_address_in_it_is_dropped_and_flagged() -> None:
    fields = [{"name": "Sponsor", "value": "robin@example.com"}]
    order = placed(an_order(billing_address={"form_fields": fields}))

    assert (order.referrals, order.flags) == ((), ("referral_unusable",))


@pytest.mark.parametrize("name", ["ref", "Referral", "REFERRER", "distributor-id", "Sponsor Code"])
def test_a_form_field_may_be_named_in_many_ways(name: str) -> None:
    fields = [{"name": name, "value": "CARA-7"}]

    assert placed(an_order(billing_address={"form_fields": fields})).distributor_ref == "CARA-7"


def test_names_of_other_systems_are_no_referrals() -> None:
    order = an_order(external_source="POS", external_id="A-1", external_order_id="114-7")

    assert placed(order).referrals == ()


@pytest.mark.parametrize("value", [None, 7.5, ["ANN"], {"code": "ANN"}, True])
def test_what_is_no_word_is_no_referral(value: Any) -> None:
    assert placed(coupons=[{"code": value}]).referrals == ()
