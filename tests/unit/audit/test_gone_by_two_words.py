"""What a refund names is its money, though a status or an edit says as well that it is gone."""

from fractions import Fraction
from typing import Any

import pytest

from commissions.audit import oracle
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import OrderAccount
from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.target import Target, fold
from commissions.domain.orders.order import DISCOUNT_OF_ALL
from tests.support.money_facts import Facts, cents, gone, line, snapshot, units_back
from tests.support.orders import PLAN, a_refund
from tests.unit.audit.plan_histories import sheet_of

TEA, CUPS = line("1", "40.00", "4.00"), line("2", "60.00", "6.00")
SOLD = snapshot(TEA, CUPS)
REFUNDED: dict[str, Any] = {"status": "refunded", "minutes": 20, "refund_ids": ("r1",)}
ALL_GONE = snapshot(gone(TEA), gone(CUPS), **REFUNDED)
BOTH = (a_refund("r1", minutes=20, units={"1": "1", "2": "1"}),)
DEARER = line("1", "100.00")
LESS: dict[str, Any] = {"other": -20_00, "total": 80_00, "flags": (DISCOUNT_OF_ALL,)}
CHEAPER = snapshot(DEARER, **LESS)
CHEAPER_GONE = snapshot(gone(DEARER), **LESS, **REFUNDED)


def folded(facts: Facts) -> Target:
    target = fold(map(fact, facts), lambda _: PLAN)
    account = OrderAccount(OrderHistory.of(facts)).stand().moment
    assert target.balance
    assert account.back == target.balance.given_back
    assert oracle.due(facts, lambda _: sheet_of(PLAN)) == {}
    return target


@pytest.mark.parametrize(
    ("facts", "given_back"),
    [
        ((*SOLD, *ALL_GONE, *BOTH), "110.00"),
        ((*SOLD, *ALL_GONE, *units_back("2", "66.00", "66.00", "r1", minutes=20)), "66.00"),
        ((*SOLD, *ALL_GONE, *units_back("2", "51.00", "66.00", "r1", minutes=20)), "51.00"),
        ((*CHEAPER, *CHEAPER_GONE, *units_back("1", "80.00", "80.00", "r1", minutes=20)), "80.00"),
        ((*SOLD, *ALL_GONE), "0.00"),
    ],
)
def test_what_refunds_name_went_back_whatever_the_status_says(
    facts: Facts, given_back: str
) -> None:
    balance = folded(facts).balance

    assert balance
    assert balance.given_back == Fraction(cents(given_back))


def test_a_full_refund_by_lines_leaves_no_money_to_ask_for() -> None:
    assert folded((*SOLD, *ALL_GONE, *BOTH)).listings == ()


def test_goods_that_are_gone_by_the_status_alone_are_seen_with_their_money() -> None:
    [listed] = folded((*SOLD, *ALL_GONE)).listings

    assert listed.reason == "return_without_money"
    assert listed.detail.startswith("goods worth 110.00 USD came back")
