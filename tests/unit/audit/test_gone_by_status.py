"""A status that says all of it went back says nothing of goods: with another status they are there.

In USD; the seller has 30 %, the upline 5 %, and each award rounds what is taken back by itself.
"""

from dataclasses import replace
from typing import Any

import pytest

from commissions.audit import oracle
from commissions.domain.ledger.facts import Content
from tests.support.memory_ledger import balances, settled
from tests.support.money_facts import (
    SELLER,
    UPLINE,
    Facts,
    cents,
    gone,
    line,
    money_back,
    snapshot,
    units_back,
)
from tests.support.orders import PLAN
from tests.unit.audit.plan_histories import sheet_of

FORTY, SIXTY = line("1", "40.00"), line("2", "60.00")
SOLD = snapshot(FORTY, SIXTY)
ALL_BACK = money_back("100.00", "r1", minutes=20)
PEOPLE = (SELLER, UPLINE)
PART_BACK = money_back("60.00", "r1", minutes=20)


def told(*facts: Content, platform: str = "woocommerce") -> Facts:
    return tuple(replace(each, platform=platform) for each in facts)


def refunded(minutes: int, *refunds: str) -> Facts:
    words: dict[str, Any] = {"status": "refunded", "refund_ids": refunds}
    return snapshot(gone(FORTY), gone(SIXTY), minutes=minutes, **words)


def completed(minutes: int, *refunds: str) -> Facts:
    words: dict[str, Any] = {"status": "partially_refunded", "refund_ids": refunds}
    return snapshot(FORTY, SIXTY, minutes=minutes, **words)


def stands(facts: Facts) -> tuple[int, int]:
    """What the seller and the upline have, as the fold says and the oracle does."""
    books = balances(settled(facts).journals)
    [seller, upline] = [books.get((f"commission_payable:{who}", "USD"), 0) for who in PEOPLE]
    by_oracle = oracle.due(facts, lambda _: sheet_of(PLAN))
    assert [by_oracle.get((f"commission_payable:{who}", "USD"), 0) for who in PEOPLE] == [
        seller,
        upline,
    ]
    return seller, upline


@pytest.mark.parametrize("platform", ["woocommerce", "bigcommerce"])
def test_what_was_called_refunded_and_is_completed_again_has_no_new_money(platform: str) -> None:
    before = told(*SOLD, *refunded(20, "r1"), *ALL_BACK, platform=platform)
    after = told(*SOLD, *refunded(20, "r1"), *ALL_BACK, *completed(40, "r1"), platform=platform)
    never_called_so = told(*SOLD, *ALL_BACK, *completed(40, "r1"), platform=platform)

    assert stands(before) == stands(after) == stands(never_called_so) == (0, 0)


def test_a_part_that_went_back_takes_its_part_whatever_was_said_between() -> None:
    between = told(*SOLD, *refunded(20, "r1"), *PART_BACK, *completed(40, "r1"))

    assert stands(between) == (cents("12.00"), cents("2.00"))
    assert stands(told(*SOLD, *PART_BACK, *completed(40, "r1"))) == stands(between)
    assert stands(told(*SOLD, *refunded(20, "r1"), *PART_BACK)) == (0, 0)


def test_a_line_that_came_back_before_stays_gone() -> None:
    sixty_back = units_back("2", "60.00", "60.00", "r0", minutes=10)
    rest_back = money_back("40.00", "r1", minutes=20)
    facts = (*SOLD, *sixty_back, *refunded(20, "r0", "r1"), *rest_back)

    assert stands(told(*facts)) == (0, 0)
    assert stands(told(*facts, *completed(40, "r0", "r1"))) == (0, 0)
    assert stands(told(*SOLD, *sixty_back, *refunded(20, "r0"), *completed(40, "r0"))) == (
        cents("12.00"),
        cents("2.00"),
    )


def test_an_order_first_seen_as_refunded_earns_nothing_by_being_completed_again() -> None:
    facts = told(*refunded(20, "r1"), *ALL_BACK, *completed(40, "r1"))

    assert stands(facts) == (0, 0)


def test_where_edits_took_all_off_what_is_bought_then_is_paid_for() -> None:
    """Of a platform whose units are gone because an edit or a refund says so."""
    all_off = snapshot(gone(FORTY), gone(SIXTY), minutes=20, status="refunded")
    eighty = line("3", "80.00")
    bought = snapshot(gone(FORTY), gone(SIXTY), eighty, minutes=40, total=180_00)
    facts = told(*SOLD, *all_off, *ALL_BACK, *bought, platform="shopify")

    assert stands(facts) == (cents("24.00"), cents("4.00"))
