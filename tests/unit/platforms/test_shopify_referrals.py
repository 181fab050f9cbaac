from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.platforms.shopify_builders import STORE, an_order, placed


def carried(store: Any = STORE, **fields: Any) -> list[tuple[str, str]]:
    return [(each.carrier, each.value) for each in placed(an_order(**fields), store).referrals]


def note(name: str, value: Any) -> list[dict[str, Any]]:
    return [{"name": name, "value": value}]


def test_a_discount_code_names_who_referred_and_cannot_be_forged() -> None:
    order = placed(an_order(discount_codes=[{"code": "CARA-7", "amount": "1.00"}]))

    assert order.distributor_ref == "CARA-7"
    assert [(each.carrier, each.forgeable) for each in order.referrals] == [
        ("discount_code", False)
    ]


@pytest.mark.parametrize(
    "name",
    ["ref", "referral", "referrer", "distributor", "distributor_id", "sponsor", " Ref ", "_REF"],
)
def test_a_cart_attribute_names_who_referred_and_can_be_forged(name: str) -> None:
    order = placed(an_order(note_attributes=note(name, " CARA-7 ")))

    assert order.distributor_ref == "CARA-7"
    assert [each.forgeable for each in order.referrals] == [True]


@pytest.mark.parametrize(
    "landing",
    [
        "/?ref=CARA-7",
        "/products/tea?utm_source=x&REFERRAL=CARA-7#top",
        "https://tea.example/?sponsor=CARA%2D7",
    ],
)
def test_the_landing_site_names_who_referred(landing: str) -> None:
    assert carried(landing_site=landing) == [("landing_site", "CARA-7")]


def test_the_store_says_which_carrier_is_trusted_most() -> None:
    fields = {
        "discount_codes": [{"code": "SAVE10"}, {"code": "DORA"}],
        "note_attributes": note("ref", "CARA"),
        "landing_site": "/?ref=BOB",
    }
    otherwise = replace(STORE, carriers=("landing_site", "cart_attribute"))

    assert [value for _, value in carried(**fields)] == ["SAVE10", "DORA", "CARA", "BOB"]
    assert [value for _, value in carried(otherwise, **fields)] == ["BOB", "CARA"]


def test_a_code_that_comes_by_two_ways_is_kept_by_the_more_trusted_one() -> None:
    fields = {"discount_codes": [{"code": "CARA-7"}], "landing_site": "/?ref=cara-7"}

    assert carried(**fields) == [("discount_code", "CARA-7")]


@pytest.mark.parametrize(
    "value",
    ["nora@example.org", "Nora Smith", "+15550100", "-x", "a" * 65, "CÄRA", "a/b", "<b>", "x\n y"],
)
def test_what_may_be_a_person_and_is_no_code_is_dropped_and_flagged(value: str) -> None:
    order = placed(an_order(note_attributes=note("ref", value)))

    assert (order.referrals, order.distributor_ref) == ((), "")
    assert order.flags == ("referral_unusable",)


@pytest.mark.parametrize("value", ["", "  ", None, [], {"a": 1}])
def test_an_empty_hint_is_none(value: Any) -> None:
    order = placed(an_order(note_attributes=note("ref", value), landing_site="/?ref="))

    assert (order.referrals, order.flags) == ((), ())


def test_a_number_is_a_code_too() -> None:
    assert carried(note_attributes=note("distributor_id", 100234)) == [("cart_attribute", "100234")]


def test_other_attributes_and_parameters_are_not_looked_at() -> None:
    order = placed(
        an_order(note_attributes=note("gift message", "CARA"), landing_site="/?source=CARA&q=ref")
    )

    assert (order.referrals, order.flags) == ((), ())


@pytest.mark.parametrize(
    "landing", ["http://[::1", "/?" + "a=1&" * 200, "?" * 9000, "\\\\x", "/?ref=%ff%fe", None]
)
def test_a_landing_site_that_is_no_address_says_nothing(landing: str | None) -> None:
    assert carried(landing_site=landing) == []


def test_a_flood_of_hints_is_cut_and_flagged() -> None:
    flood = [part for n in range(50) for part in note("ref", f"CODE{n}")]
    order = placed(an_order(note_attributes=flood))

    assert len(order.referrals) == 10
    assert order.flags == ("referral_unusable",)


def test_a_flood_of_coupons_holds_no_order_up() -> None:
    order = placed(an_order(discount_codes=[{"code": f"CODE{n}"} for n in range(50)]))

    assert (len(order.referrals), order.flags) == (10, ())


@pytest.mark.parametrize("coupon", ["10% off", "black friday", "a" * 65])
def test_a_coupon_that_can_be_nobodys_code_is_no_referral(coupon: str) -> None:
    order = placed(an_order(discount_codes=[{"code": coupon}, {"code": "CARA-7"}]))

    assert [each.value for each in order.referrals] == ["CARA-7"]
    assert order.flags == ("coupon_of_nobody",)


def cut(begin: str, end: str) -> str:
    """An address of which Shopify kept so much."""
    return begin + "x" * (255 - len(begin) - len(end)) + end


def test_a_code_at_which_the_address_was_cut_off_is_not_read_as_whole() -> None:
    order = placed(an_order(landing_site=cut("/?fbclid=", "&ref=ANN")))

    assert (order.referrals, order.flags) == ((), ("referral_unusable",))


def test_what_stands_before_the_cut_is_whole() -> None:
    assert carried(landing_site=cut("/?ref=CARA-7&fbclid=", "")) == [("landing_site", "CARA-7")]


@pytest.mark.parametrize(
    ("named", "found"),
    [("ANN-5", ["ANN-5"]), ("ANN", ["ANN"]), ("BOB", []), ("", []), (7, []), (None, [])],
)
def test_the_code_that_the_api_names_completes_what_it_begins_with(
    named: Any, found: list[str]
) -> None:
    order = placed(an_order(landing_site=cut("/?a=", "&ref=ANN"), referral_code=named))

    assert [each.value for each in order.referrals] == found


def test_the_apis_code_alone_is_no_referral() -> None:
    order = placed(an_order(landing_site="/?source=newsletter", referral_code="newsletter"))

    assert (order.referrals, order.flags) == ((), ())


@given(st.text(max_size=200), st.text(max_size=80))
def test_whatever_a_buyer_writes_the_order_is_read(landing: str, value: str) -> None:
    order = placed(an_order(landing_site=landing, note_attributes=note("ref", value)))

    assert all("@" not in each.value and len(each.value) <= 64 for each in order.referrals)
