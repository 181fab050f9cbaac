"""Small orders at the rule's edges: the ledger and the oracle have to read each alike."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions.audit import oracle
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import shares_by_line
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.order_balance import LineShare
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import DISCOUNT_OF_ALL, Item
from commissions.domain.orders.refund import RefundItem
from tests.support.line_shares import gone as gone_of_line
from tests.support.memory_ledger import balances, payable, settled, volumes
from tests.support.money_facts import (
    Facts,
    cents,
    decided,
    line,
    money_back,
    part_paid,
    shipping_back,
    snapshot,
)
from tests.support.orders import (
    PLAN,
    a_lock_for,
    a_rate,
    a_refund,
    a_value,
    an_item,
    an_order,
    sold,
)
from tests.unit.audit.plan_histories import sheet_of

SHEET = sheet_of(PLAN)
TEA, CUP = line("1", "100.00"), line("2", "100.00")
LISTED = snapshot(TEA, minutes=90, refund_ids=("r1",))
VOIDED = (an_order(minutes=5, status="voided"),)
PENDING = (an_order(minutes=9, status="pending"),)
DISCOUNT = an_item("2", net=-20_00)
DISCOUNT_GONE = an_item("2", net=-20_00, removed=Decimal(1))
LOST = decided("dispute", "lost", minutes=30, subject="du", amount=40_00)
CANCELLED = decided("gone", "cancelled", minutes=30)
AGAIN = snapshot(TEA, minutes=60)


def discounted(item: Item, **fields: int) -> Facts:
    return snapshot(item, flags=(DISCOUNT_OF_ALL,), **fields)


LESS_TWENTY = discounted(line("1", "100.00", qty="2"), other=-20_00, total=80_00)
THREE = line("3", "100.00", qty="3")


def full_price_back(worth: str, *, qty: str = "", line_id: str = "1") -> Facts:
    """Units of a line with their money, or money of it alone."""
    units = qty or ("2" if worth == "100.00" else "1")
    money = cents(worth)
    back = (
        RefundItem(line_id, Decimal(units), worth=money)
        if Decimal(units)
        else RefundItem(line_id, Decimal(0), money)
    )
    return (replace(a_refund("r1", minutes=60), items=(back,)),)


def part_sold(item: Item, **fields: Any) -> Facts:
    order = an_order(item, **{"status": "partially_paid"} | fields)
    return sold(order, "cat < bob")


def in_crowns(**fields: Any) -> Facts:
    order = an_order(TEA, currency="SEK", **fields)
    return sold(order, "cat < bob", rate=a_rate(currency="SEK"))


ORDERS: dict[str, tuple[Facts, int]] = {
    "a refund's difference stands where its refund is listed": (
        (*LISTED, *money_back("40.00", "r1", minutes=60)),
        18_00,
    ),
    "one that is not listed is gone, with all of its records": (
        (*LISTED, *money_back("40.00", "r2", minutes=60)),
        30_00,
    ),
    "what a voided order had never came in": ((*snapshot(TEA), *VOIDED, *PENDING), 0),
    "a voided order that is paid after all": ((*snapshot(TEA), *VOIDED, *AGAIN), 30_00),
    "a discount that an edit takes off is owed": (
        (*snapshot(TEA, DISCOUNT), *part_paid(TEA, DISCOUNT_GONE, minutes=5, unpaid=20_00)),
        24_00,
    ),
    "a dispute is known by the snapshots after it": (
        (*snapshot(TEA), *LOST, *part_paid(TEA, CUP, minutes=60, unpaid=100_00)),
        18_00,
    ),
    "an order that was gone and is told again": ((*snapshot(TEA), *CANCELLED, *AGAIN), 30_00),
    "an order that is gone": ((*snapshot(TEA), *CANCELLED), 0),
    "of one moment, the snapshot that tells money": (
        (
            *snapshot(TEA),
            *part_paid(TEA, CUP, minutes=5, unpaid=50_00),
            *part_paid(TEA, CUP, minutes=5, refund_ids=("r1", "r2")),
        ),
        45_00,
    ),
    "a discount that names nothing leaves nothing": (
        discounted(TEA, other=-100_00, total=0),
        0,
    ),
    "a discount that names nothing lies on shipping too": (
        discounted(TEA, other=-20_00, shipping=10_00, total=90_00),
        24_54,
    ),
    "a discount smaller than the shipping lies on the goods too": (
        discounted(TEA, other=-20_00, shipping=30_00, total=110_00),
        25_38,
    ),
    "more back as shipping than there was of it": (
        (
            *snapshot(TEA, shipping=10_00, total=110_00),
            *shipping_back("30.00", "r1", minutes=60),
        ),
        24_00,
    ),
    "a cent is missing, and the status says paid": (snapshot(TEA, received=99_99), 30_00),
    "a tip beside a discount makes it no smaller": (
        discounted(TEA, other=-10_00, discount=20_00, total=90_00),
        24_54,
    ),
    "a tip greater than the discount beside it": (
        discounted(TEA, other=10_00, discount=20_00, total=110_00),
        25_38,
    ),
    "a line below nothing is a discount of all": (
        snapshot(line("1", "150.00"), line("2", "-50.00"), flags=(DISCOUNT_OF_ALL,)),
        30_00,
    ),
    "a line below nothing beside a discount and a tip": (
        snapshot(
            line("1", "150.00"),
            line("2", "-50.00"),
            flags=(DISCOUNT_OF_ALL,),
            other=-10_00,
            discount=20_00,
            total=90_00,
        ),
        25_32,
    ),
    "a unit that goes back at the price before the discount": (
        (*LESS_TWENTY, *full_price_back("50.00")),
        9_00,
    ),
    "the same, with what the discount had taken off it": (
        (*LESS_TWENTY, *full_price_back("50.00"), *money_back("-10.00", "r1", minutes=60)),
        12_00,
    ),
    "both units at that price, less the discount": (
        (*LESS_TWENTY, *full_price_back("100.00"), *money_back("-20.00", "r1", minutes=60)),
        0,
    ),
    "money of a line at that price": (
        (*LESS_TWENTY, *full_price_back("25.00", qty="0")),
        16_50,
    ),
    "a unit of which nobody says what went for it": (
        (*LESS_TWENTY, a_refund(units={"1": "1"})),
        12_00,
    ),
    "half a crown is missing where there are no smaller coins": (
        in_crowns(received=99_50, status="partially_paid"),
        30_00,
    ),
    "more than half a crown is missing": (
        in_crowns(received=99_49, status="partially_paid"),
        0,
    ),
    "half a unit of the shop's is missing": (
        part_sold(TEA, received=99_50, rounds_to=100),
        30_00,
    ),
    "half a cent of the shop's is not missing": (part_sold(TEA, received=99_50), 0),
    "a unit of the shop's for each line that came back": (
        (
            *snapshot(TEA, CUP, rounds_to=100),
            a_refund(units={"2": "1"}),
            *money_back("1.00", "r2", minutes=70),
        ),
        30_00,
    ),
    "money that is a unit of the shop's off the units it went for": (
        (*snapshot(THREE, rounds_to=100), *full_price_back("33.00", line_id="3")),
        20_01,
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_ledger_and_the_oracle_read_an_order_alike(name: str) -> None:
    facts, seller_has = ORDERS[name]
    ledger = settled(*((each,) for each in facts))

    assert payable(ledger).get("cat USD", 0) == seller_has
    assert due(*facts) == balances(ledger.journals)


def test_goods_of_no_net_come_back_with_their_tax() -> None:
    order = an_order(an_item(), an_item("2", net=0, tax=50_00), total=150_00)
    back = a_refund(units={"2": "1"}), *money_back("20.00", "r2", minutes=60)
    ledger = settled(sold(order, "cat < bob"), back)

    assert payable(ledger) == {"cat USD": 24_00, "bob USD": 4_00}
    assert due(*sold(order, "cat < bob"), *back) == balances(ledger.journals)


def due(*facts: Content) -> oracle.Accounts:
    return oracle.due(facts, lambda ref: SHEET)


def test_what_no_units_are_said_to_be_worth_is_money_to_the_cent() -> None:
    cents = snapshot(line("1", "0.01"), line("2", "100.00"))

    for units in (Decimal(0), Decimal(-1)):
        told = (*cents, a_refund(items=(RefundItem("1", units, worth=1),)))
        history = OrderHistory.of(told)

        assert [each.amount.back for each in shares_by_line(history)] == [1, 0]
        assert [gone_of_line(each) for each in lines_of(told)] == [1, 0]


def test_units_that_were_added_unpaid_are_counted_whatever_the_line_has_by_now() -> None:
    bought = an_order(an_item("1", net=40_00, qty="4"))
    lock = a_lock_for(bought, "cat < bob", values=(a_value("TEA", "10"),))
    one_more = an_order(an_item("1", net=50_00, qty="5"), minutes=10, status="pending")
    ten = an_order(an_item("1", net=100_00, qty="10"), minutes=20, status="pending")
    told = (bought, lock, one_more, ten)

    assert volumes(settled(told))["cat:2026-11"] == 40_00
    assert oracle.due(told, lambda ref: SHEET)["volume:cat:2026-11", "cv"] == 40_00


def lines_of(told: Facts) -> list[LineShare]:
    balance = fold(map(fact, told), lambda _: PLAN).balance
    assert balance is not None
    return list(balance.lines.values())
