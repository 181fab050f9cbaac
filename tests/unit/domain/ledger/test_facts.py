from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions import events
from commissions.domain.ledger.facts import Content, FactConflict, fact, new_facts
from tests.support.histories import history
from tests.support.orders import (
    NOON,
    a_cancellation,
    a_decision,
    a_lock_for,
    a_refund,
    an_item,
    an_order,
)

ORDER = an_order()
DECISION = a_decision("goodwill", "keep")
CONTENTS: list[Content] = [ORDER, a_refund(), a_cancellation(), a_lock_for(ORDER), DECISION]


@pytest.mark.parametrize("content", CONTENTS, ids=["order", "refund", "cancel", "lock", "decision"])
def test_what_is_told_again_is_the_same_fact(content: Any) -> None:
    again = events.decode(type(content), events.encode(content))

    assert fact(again) == fact(content)


@given(st.integers(0, 10**6))
def test_whatever_is_told_is_the_same_fact_behind_the_bus(seed: int) -> None:
    for delivery in history(seed).deliveries:
        for content in delivery:
            again = events.decode(type(content), events.encode(content))

            assert fact(again) == fact(content)


def test_a_fact_keeps_for_ever_the_name_that_its_content_gives_it() -> None:
    assert [fact(content).fact_id for content in CONTENTS[1:3]] == [
        "refund:b99346c3c8cf8faebef4c5f222fecc09f7576425",
        "cancel:1e437372f5d6d637d9393b8187234e9e56ec2fd2",
    ]


def test_facts_of_other_kinds_orders_and_sources_have_other_names() -> None:
    later = an_order(minutes=1)
    contents = [
        *CONTENTS,
        later,
        an_order(an_item(net=100_01)),
        a_lock_for(later),
        a_refund("r2"),
        a_refund(platform_order_id="1002"),
        a_refund(store_id="coffee"),
        a_refund(platform="woocommerce"),
        a_cancellation(minutes=91),
    ]

    assert len({fact(content).fact_id for content in contents}) == len(contents)


def test_a_refund_told_with_another_content_shows_by_its_digest() -> None:
    told, again = fact(a_refund(amount_only=5_00)), fact(a_refund(amount_only=5_01))

    assert told.fact_id == again.fact_id
    assert told.digest != again.digest


def test_a_lock_is_named_by_its_snapshot_whatever_was_found_for_it() -> None:
    first, second = fact(a_lock_for(ORDER, "cat < bob")), fact(a_lock_for(ORDER, "dan"))

    assert first.fact_id == second.fact_id
    assert first.digest != second.digest


def test_the_zone_in_which_a_time_is_told_makes_no_other_fact() -> None:
    tokyo = NOON.astimezone(ZoneInfo("Asia/Tokyo"))

    assert fact(an_order(updated_at=tokyo)) == fact(ORDER)
    assert fact(an_order(updated_at=tokyo + timedelta(seconds=1))).fact_id != fact(ORDER).fact_id


def test_what_is_known_is_no_new_fact() -> None:
    known = [fact(ORDER), fact(a_refund("r1"))]

    assert new_facts([fact(ORDER), fact(a_refund("r2"))], known) == [fact(a_refund("r2"))]


def test_the_same_refund_with_another_content_is_not_guessed_at() -> None:
    told, known = fact(a_refund(amount_only=5_01)), fact(a_refund(amount_only=5_00))

    with pytest.raises(FactConflict, match="shopify/tea/1001: refund") as raised:
        new_facts([told], [known])
    assert (raised.value.order_key, raised.value.fact) == ("shopify/tea/1001", told)


def test_what_was_looked_up_first_stays_without_a_word() -> None:
    first, second = fact(a_lock_for(ORDER, "cat < bob")), fact(a_lock_for(ORDER, "dan"))

    assert new_facts([second], [first]) == []
