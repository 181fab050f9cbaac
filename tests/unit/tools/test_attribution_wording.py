"""The sentence of each line of the table in docs/attribution.md."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.sales.carried_attribution import SaidAttribution, carried_to
from commissions.domain.sales.merged_histories import MergedHistory
from commissions.domain.sales.referral_match import (
    LINKED_ACCOUNT,
    ORIGINAL,
    PLACEMENT,
    SITE_OWNER,
    credited_as_before,
)
from tests.support.builders import a_credit, a_match
from tests.support.orders import NOON
from tools.cli.attribution_wording import whose


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"carrier": LINKED_ACCOUNT}, "cat's own purchase"),
        ({"carrier": SITE_OWNER}, "sold in cat's own shop"),
        ({"carrier": ORIGINAL}, "goes on with an order that cat sold"),
        ({"carrier": PLACEMENT}, "the buyer was cat's customer before"),
        ({"code": "CAT-7"}, "cat's coupon CAT-7"),
        ({"carrier": "landing_site", "code": "CAT-7"}, "cat's code CAT-7 (landing site)"),
        (
            {"code": "CAT-7", "registered_at": NOON},
            "cat's coupon CAT-7, registered on 2026-11-20, in time",
        ),
        (
            {"carrier": "link", "code": "CAT-7", "registered_at": NOON},
            "cat's code CAT-7 (link), registered on 2026-11-20, while the order waited for it",
        ),
        ({"code": "CAT-7", "outranked": "BOB-3"}, "cat's coupon CAT-7; BOB-3 counts after it"),
        ({}, "through the discount code"),
        ({"carrier": ""}, ""),
    ],
)
def test_each_line_of_the_table_has_its_sentence(fields: dict[str, Any], sentence: str) -> None:
    assert whose(a_credit("cat < bob", **fields)) == sentence


def test_a_persons_word_says_who_said_it_and_why() -> None:
    said = "o-17 of 2026-12-03 (m.k., t.s.): buyer named her on the phone"
    credit = replace(a_credit("cat < bob"), override=said)

    assert whose(credit) == f"cat's, by override {said}"
    assert whose(replace(credit, seller="")) == f"nobody's, by override {said}"


def test_an_order_that_nothing_names_anybody_for_is_nobodys() -> None:
    assert whose(a_credit("")) == "nobody referred it"


def said(**fields: Any) -> SaidAttribution:
    plain: dict[str, Any] = {"seller": "cat", "carrier": "discount_code", "code": "CAT-7"}
    source = "shopify/tea/1001"
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    return SaidAttribution(source=source, source_ts=moment, version=3, **plain | fields)


@pytest.mark.parametrize(
    ("history", "overruled", "sentence"),
    [
        ("customer/tea/one", "", "customer of cat since order 1001 of 2 Nov 2026 (coupon CAT-7)"),
        (
            "customer/tea/one",
            "BOB-3",
            "customer of cat since order 1001 of 2 Nov 2026 (coupon CAT-7); "
            "BOB-3 on this order changes nothing",
        ),
        (
            "contract/tea/sub-1",
            "",
            "under a subscription begun with order 1001 of 2 Nov 2026 (coupon CAT-7), "
            "which came through cat",
        ),
    ],
)
def test_what_an_earlier_order_said_has_its_sentence(
    history: str, overruled: str, sentence: str
) -> None:
    told = carried_to("shopify/tea/1002", NOON, history, said())

    assert whose(credited_as_before(told, a_match(""), overruled)) == sentence


@pytest.mark.parametrize(
    ("as_", "sentence"),
    [
        ("renewal", "renews order 1001"),
        ("exchange", "in exchange for goods of order 1001"),
        ("recreated", "placed anew for order 1001"),
        ("part", "a part of order 1001"),
        ("instalment", "pays on for order 1001"),
        ("", "goes on with order 1001"),
    ],
)
def test_what_goes_on_with_an_order_says_how_and_through_whom_that_came(
    as_: str, sentence: str
) -> None:
    told = carried_to("shopify/tea/1002", NOON, "original/shopify/tea/1001", said())
    credit = credited_as_before(told, a_match(""), continues=as_)

    assert whose(credit) == f"{sentence}, which came through cat's coupon CAT-7"


@pytest.mark.parametrize(("seller", "whom"), [("cat", "cat"), ("", "nobody")])
def test_what_a_person_said_of_the_original_is_said_of_it(seller: str, whom: str) -> None:
    word = said(seller=seller, carrier="override", code="", decided=True)
    told = carried_to("shopify/tea/1002", NOON, "original/shopify/tea/1001", word)
    credit = credited_as_before(told, a_match(""), continues="renewal")

    assert whose(credit) == f"renews order 1001, which is {whom}'s by override"


def test_what_is_heard_through_a_merge_says_so() -> None:
    merge = MergedHistory(history="digest", since=datetime(2026, 11, 10, tzinfo=UTC))
    told = carried_to("shopify/tea/1002", NOON, "customer/tea/one", said(through=merge))

    assert whose(credited_as_before(told, a_match(""))) == (
        "customer of cat since order 1001 of 2 Nov 2026 (coupon CAT-7), "
        "by a customer whom the store merged with theirs on 10 Nov 2026"
    )
