from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from commissions.domain.stores.store import Policies
from tests.support.builders import a_plan
from tests.support.histories import Delivery
from tests.support.memory_ledger import balances, payable, settled, standings, told, volumes
from tests.support.orders import (
    NOON,
    a_cancellation,
    a_rate,
    a_refund,
    a_value,
    an_item,
    an_order,
    sold,
)

FOUR = an_order(an_item(qty="4"))
EURO_PLAN = a_plan(currency="EUR")
PAID_100 = {"cat USD": 30_00, "bob USD": 5_00}
"""What stands after a sale of 100.00: 20 % and 10 % to the seller, 5 % to the next."""


def test_an_unpaid_order_pays_nobody_until_it_is_paid() -> None:
    unpaid = an_order(status="pending")

    assert settled((unpaid,)).journals == []
    assert payable(settled((unpaid,), sold(an_order(minutes=5)))) == PAID_100


def test_an_order_that_is_paid_no_more_takes_everything_back_until_it_is_paid_again() -> None:
    paid, voided = sold(an_order()), (an_order(status="voided", minutes=5),)
    again = sold(an_order(minutes=9))

    assert balances(settled(paid, voided).journals) == {}
    assert told(settled(paid, voided).journals[1])[0] == "cat -2000: 0 - 0 the order is not paid"
    assert payable(settled(paid, voided, again)) == PAID_100


def test_a_test_order_never_earns() -> None:
    order = an_order(test=True)

    assert settled((order,)).journals == []
    assert settled(sold(order)).journals == []


def test_an_older_snapshot_that_comes_late_does_not_overwrite_a_newer_one() -> None:
    newer, older = sold(an_order(an_item(net=40_00), minutes=9)), sold(an_order(minutes=5))

    assert volumes(settled(newer, older)) == {"cat:2026-11": 40_00}


@pytest.mark.parametrize("cancelled", [(a_cancellation(minutes=5),), (a_cancellation(minutes=0),)])
def test_a_cancellation_takes_everything_back(cancelled: Delivery) -> None:
    ledger = settled(sold(FOUR), cancelled)

    assert balances(ledger.journals) == {}
    assert told(ledger.journals[1])[0] == "cat -2000: 2000 - 2000 the order was cancelled"


def test_a_snapshot_that_says_it_is_cancelled_takes_everything_back() -> None:
    assert balances(settled(sold(FOUR), sold(an_order(cancelled_at=NOON))).journals) == {}


def test_an_order_that_was_told_again_after_its_cancellation_stands_again() -> None:
    ledger = settled(sold(FOUR), (a_cancellation(minutes=5),), sold(an_order(minutes=6)))

    assert payable(ledger) == PAID_100


def test_a_store_can_let_a_cancellation_take_back_only_what_was_refunded() -> None:
    policies = Policies(cancellation="refunds_only")
    refunds = [(a_refund(units={"1": "1"}),), (a_refund("r2", units={"1": "3"}),)]
    ledger = settled(sold(FOUR, policies=policies), (a_cancellation(),), refunds[0])

    assert payable(ledger) == {"cat USD": 22_50, "bob USD": 3_75}

    ledger.settle(*refunds[1])

    assert told(ledger.journals[-1])[0] == "cat -1500: 2000 - 2000 refunded in full"


def test_units_that_an_edit_removed_are_taken_back() -> None:
    edited = an_order(an_item(qty="4", removed=Decimal(1)), minutes=5)

    assert payable(settled(sold(FOUR), sold(edited))) == {"cat USD": 22_50, "bob USD": 3_75}


def test_a_line_that_an_edit_added_is_paid_by_its_own_value() -> None:
    edited = an_order(an_item(qty="4"), an_item("2", sku="POT", net=50_00), minutes=5)

    assert volumes(settled(sold(FOUR), sold(edited))) == {"cat:2026-11": 150_00}


def test_a_line_keeps_the_value_that_was_locked_first() -> None:
    order, edited = (
        an_order(an_item(variant_id="V-9")),
        an_order(an_item(variant_id="V-9"), minutes=5),
    )
    first = sold(order, values=(a_value("TEA", "80%"),))
    later = sold(edited, values=(a_value("V-9", "10%"), a_value("TEA", "10%")))

    assert volumes(settled(first, later)) == volumes(settled(later, first))
    assert volumes(settled(first, later)) == {"cat:2026-11": 80_00}


def test_a_line_that_no_lock_has_a_value_for_earns_nothing() -> None:
    order = an_order(an_item(), an_item("2", sku="NEW"))

    assert volumes(settled(sold(order, values=(a_value("TEA"),)))) == {"cat:2026-11": 100_00}


def test_a_lock_that_comes_after_its_snapshot_makes_the_sale() -> None:
    order, lock, match = sold(FOUR)
    ledger = settled((order,), (lock, match))

    assert payable(ledger) == PAID_100
    assert (ledger.journals[0].context.cause, ledger.journals[0].effective_at) == ("sale", NOON)


def test_the_earliest_snapshot_decides_whose_sale_it_was() -> None:
    late, early = sold(an_order(minutes=5), "dan < eve"), sold(an_order())
    ledger = settled(late, early)

    assert payable(ledger) == PAID_100
    assert volumes(ledger) == {"cat:2026-11": 100_00}
    assert told(ledger.journals[1])[3:] == [
        "dan -2000: 0 - 0 the sale is another's",
        "dan -1000: 0 - 0 the sale is another's",
        "eve -500: 0 - 0 the sale is another's",
    ]


def test_an_order_that_is_edited_to_nothing_takes_everything_back() -> None:
    ledger = settled(sold(FOUR), sold(an_order(an_item(net=0), minutes=5)))

    assert balances(ledger.journals) == {}
    assert "bob -500: 0 - 0 the order was changed" in told(ledger.journals[1])


def test_an_award_that_is_withdrawn_stands_on_nothing_any_more() -> None:
    refund, voided = (a_refund(units={"1": "1"}),), (an_order(status="voided", minutes=5),)

    withdrawn = settled(sold(FOUR), refund, voided).journals[-1].lines

    assert {(line.base, line.refunded, line.amount) for line in withdrawn} == {
        (0, "0", -15_00),
        (0, "0", -7_50),
        (0, "0", -3_75),
    }


def test_a_plan_of_another_currency_pays_in_its_own_and_takes_the_other_back() -> None:
    late = sold(an_order(minutes=5))
    early = sold(an_order(), plan=EURO_PLAN, rate=a_rate("0.90", "USD", "EUR"))
    ledger = settled(late)
    ledger.plan = EURO_PLAN
    ledger.settle(*early)

    assert payable(ledger) == {"cat EUR": 27_00, "bob EUR": 4_50}


def test_a_sale_that_turns_out_to_be_the_houses_leaves_nothing_behind() -> None:
    assert balances(settled(sold(an_order(minutes=5)), sold(an_order(), "")).journals) == {}


def test_an_edit_that_changes_no_amount_still_says_where_the_awards_stand() -> None:
    dearer_and_fewer = an_item(qty="4", net=200_00, removed=Decimal(2))
    edited = sold(an_order(dearer_and_fewer, minutes=5))
    ledger = settled(sold(FOUR), edited)

    assert told(ledger.journals[1]) == [
        "cat 0: 4000 - 2000",
        "cat 0: 2000 - 1000",
        "bob 0: 1000 - 500",
    ]
    assert standings(ledger.journals) == standings(settled(edited, sold(FOUR)).journals)


def test_volume_counts_in_the_month_of_the_order_by_the_plans_clock() -> None:
    in_december_by_utc = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    order = an_order(order_ts=in_december_by_utc)
    edited = an_order(minutes=5, order_ts=in_december_by_utc + timedelta(days=31))
    refund = (a_refund(refunded_at=in_december_by_utc + timedelta(days=60), amount_only=50_00),)

    assert volumes(settled(sold(order), sold(edited), refund)) == {"cat:2026-11": 50_00}


def test_a_voided_order_is_explained_by_the_sale_it_was() -> None:
    sale, voided = settled(sold(FOUR), (an_order(status="voided", minutes=5),)).journals

    assert voided.context == replace(sale.context, cause="order changed")
