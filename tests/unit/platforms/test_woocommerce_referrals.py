from dataclasses import replace
from typing import Any

import pytest

from commissions.domain.orders.order import Referral
from tests.unit.platforms.woocommerce_builders import STORE, an_order, placed

ENTRY = "_wc_order_attribution_session_entry"


def meta(key: str, value: Any) -> dict[str, Any]:
    return {"id": 1, "key": key, "value": value}


def carried(**fields: Any) -> list[tuple[str, str, bool]]:
    order = placed(an_order(**fields))
    return [(each.carrier, each.value, each.forgeable) for each in order.referrals]


def test_a_coupon_names_who_referred_and_cannot_be_forged() -> None:
    order = placed(an_order(coupon_lines=[{"id": 68, "code": "cara-7", "discount": "4.5"}]))

    assert order.distributor_ref == "cara-7"
    assert order.referrals == (Referral("coupon_code", "cara-7", forgeable=False),)


@pytest.mark.parametrize(
    "key", ["distributor_ref", "_distributor_ref", "distributor_id", "_distributor_id"]
)
def test_meta_data_of_the_order_names_who_referred_and_may_be_the_buyers(key: str) -> None:
    assert carried(meta_data=[meta(key, " CARA-7 ")]) == [("order_meta", "CARA-7", True)]


@pytest.mark.parametrize(
    "url",
    ["https://tea.example/?ref=CARA-7", "/?utm_source=x&REFERRAL=CARA-7", "?sponsor=CARA%2D7"],
)
def test_the_address_by_which_the_visit_began_names_who_referred(url: str) -> None:
    assert carried(meta_data=[meta(ENTRY, url)]) == [("attribution", "CARA-7", True)]


def test_where_a_visitor_came_from_is_no_distributor() -> None:
    sources = [
        meta("_wc_order_attribution_utm_source", "newsletter"),
        meta("_wc_order_attribution_referrer", "https://search.example/?ref=CARA-7"),
    ]

    assert carried(meta_data=sources) == []


def test_what_a_buyer_writes_to_the_shop_is_not_read() -> None:
    assert carried(customer_note="ref=CARA-7") == []


@pytest.mark.parametrize("value", [None, {"a": 1}, ["CARA-7"], True])
def test_meta_data_that_is_no_word_names_nobody(value: Any) -> None:
    assert carried(meta_data=[meta("distributor_ref", value)]) == []


def test_a_number_can_be_a_distributors_code() -> None:
    assert carried(meta_data=[meta("distributor_id", 40071)]) == [("order_meta", "40071", True)]


def test_the_store_says_which_carrier_is_trusted_most() -> None:
    order = an_order(
        coupon_lines=[{"code": "dora"}],
        meta_data=[meta(ENTRY, "/?ref=BOB"), meta("distributor_ref", "CARA-7")],
    )
    turned = replace(STORE, carriers=("attribution", "coupon_code"))

    assert [each.value for each in placed(order).referrals] == ["dora", "CARA-7", "BOB"]
    assert [each.value for each in placed(order, turned).referrals] == ["BOB", "dora"]


def test_a_hint_that_is_no_code_is_dropped_and_flagged() -> None:
    order = placed(an_order(meta_data=[meta("distributor_ref", "nora@example.org")]))

    assert (order.referrals, order.flags) == ((), ("referral_unusable",))


@pytest.mark.parametrize("url", ["http://[", "/?" + "&".join(f"a{n}=1" for n in range(200))])
def test_an_address_that_is_none_names_nobody(url: str) -> None:
    assert carried(meta_data=[meta(ENTRY, url)]) == []
