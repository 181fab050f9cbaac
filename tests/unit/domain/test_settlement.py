from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commissions.domain.ledger import Journal, Leg
from commissions.domain.order import GIFT_CARD, TIP, OrderPlaced
from commissions.domain.plans import Plan
from commissions.domain.store import Policies
from tests.builders import a_plan
from tests.histories import Delivery
from tests.memory_ledger import MemoryLedger, balances, problems, standings
from tests.orders import (
    NOON,
    PLAN,
    a_cancellation,
    a_lock_for,
    a_rate,
    a_refund,
    a_value,
    an_item,
    an_order,
)

EURO_PLAN = a_plan(currency="EUR")
FOUR = an_order(an_item(qty="4"))
PAID_100 = {"cat USD": 30_00, "bob USD": 5_00}
"""What stands after a sale of 100.00: 20 % and 10 % to the seller, 5 % to the next."""


def settled(*deliveries: Delivery, plan: Plan = PLAN) -> MemoryLedger:
    ledger = MemoryLedger(plan)
    for delivery in deliveries:
        ledger.settle(*delivery)
        assert problems(ledger.journals) == []
    return ledger


def sold(order: OrderPlaced, line: str = "cat < bob < ann", **lock: Any) -> Delivery:
    return (order, a_lock_for(order, line, **lock))


def payable(ledger: MemoryLedger) -> dict[str, int]:
    return {
        f"{account.removeprefix('commission_payable:')} {unit}": amount
        for (account, unit), amount in balances(ledger.journals).items()
        if account.startswith("commission_payable:")
    }


def volumes(ledger: MemoryLedger, unit: str = "cv") -> dict[str, int]:
    return {
        account.removeprefix("volume:"): amount
        for (account, of), amount in balances(ledger.journals).items()
        if account.startswith("volume:") and of == unit
    }


def told(journal: Journal) -> list[str]:
    return [
        f"{line.earner} {line.amount}: {line.earned} - {line.reversed} {line.reason}".rstrip()
        for line in journal.lines
    ]


def test_a_sale_pays_its_upline_out_of_the_stores_expense() -> None:
    [sale] = settled(sold(FOUR)).journals

    assert told(sale) == ["cat 2000: 2000 - 0", "cat 1000: 1000 - 0", "bob 500: 500 - 0"]
    assert sale.legs == (
        Leg("commission_payable:cat", "USD", 30_00),
        Leg("commission_payable:bob", "USD", 5_00),
        Leg("commission_expense:tea", "USD", -35_00),
        Leg("volume:cat:2026-11", "pv", 100_00),
        Leg("volume:cat:2026-11", "cv", 100_00),
        Leg("volume_issued:tea", "pv", -100_00),
        Leg("volume_issued:tea", "cv", -100_00),
    )


def test_a_journal_says_by_what_the_sale_was_paid() -> None:
    order = an_order(an_item(qty="2"), currency="EUR")
    sale = sold(order, rate=a_rate("1.0800", "EUR"), values=(a_value("TEA", "80%"),))

    context = settled(sale).journals[0].context

    assert (context.plan, context.plan_version, context.plan_digest) == ("demo", 1, PLAN.digest)
    assert (context.seller, context.carrier, context.upline_as_of) == ("cat", "discount_code", NOON)
    assert (context.order_currency, context.order_net, context.rate) == ("EUR", 100_00, "1.08")
    assert context.maps == ("2 x TEA @ 2026-11-01: 8640/0/8640/0",)


def test_a_partial_refund_takes_its_share_back_from_everybody() -> None:
    ledger = settled(sold(FOUR), (a_refund(units={"1": "1"}),))

    assert payable(ledger) == {"cat USD": 22_50, "bob USD": 3_75}
    assert volumes(ledger) == {"cat:2026-11": 75_00}
    assert {line.refunded for line in ledger.journals[1].lines} == {"1/4"}


def test_what_a_refund_takes_back_is_rounded_down() -> None:
    order = an_order(an_item(qty="3", net=10_00))
    ledger = settled(sold(order), (a_refund(units={"1": "1"}),))

    assert told(ledger.journals[1]) == [
        "cat -66: 200 - 66",
        "cat -33: 100 - 33",
        "bob -16: 50 - 16",
    ]


def test_refunds_bit_by_bit_take_back_exactly_all() -> None:
    order = an_order(an_item(qty="7", net=9_99))
    ledger = settled(sold(order), *((a_refund(f"r{i}", units={"1": "1"}),) for i in range(7)))

    assert balances(ledger.journals) == {}
    assert {line.reason for line in ledger.journals[-1].lines} == {"refunded in full"}


def test_shipping_that_goes_back_takes_nothing_back() -> None:
    assert len(settled(sold(FOUR), (a_refund(shipping=5_00, tax=1_00),)).journals) == 1


def test_a_refund_waits_for_its_order() -> None:
    ledger = settled((a_refund(units={"1": "1"}),))

    assert ledger.journals == []
    assert len(ledger.facts) == 1


def test_a_refund_that_came_before_its_order_counts_when_the_order_comes() -> None:
    before = settled((a_refund(units={"1": "1"}),), sold(FOUR))
    after = settled(sold(FOUR), (a_refund(units={"1": "1"}),))

    assert told(before.journals[0])[0] == "cat 1500: 2000 - 500"
    assert balances(before.journals) == balances(after.journals)
    assert standings(before.journals) == standings(after.journals)


def test_what_is_told_twice_changes_nothing() -> None:
    deliveries = [sold(FOUR), (a_refund(units={"1": "1"}),), (a_cancellation(),)]

    assert settled(*deliveries, *deliveries).journals == settled(*deliveries).journals


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


def test_a_gift_card_earns_nothing_even_under_the_sku_of_a_product() -> None:
    items = [an_item("2", kind=GIFT_CARD), an_item("3", kind=TIP)]

    assert volumes(settled(sold(an_order(an_item(), *items)))) == {"cat:2026-11": 100_00}


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


def test_a_plan_of_another_currency_pays_in_its_own_and_takes_the_other_back() -> None:
    late = sold(an_order(minutes=5))
    early = sold(an_order(), plan=EURO_PLAN, rate=a_rate("0.90", "USD", "EUR"))
    ledger = settled(late)
    ledger.plan = EURO_PLAN
    ledger.settle(*early)

    assert payable(ledger) == {"cat EUR": 27_00, "bob EUR": 4_50}


def test_an_order_of_the_house_pays_nobody_and_says_so() -> None:
    ledger = settled(sold(FOUR, ""))

    assert balances(ledger.journals) == {}
    assert told(ledger.journals[0]) == [" 0: 0 - 0 nobody referred this order"] * 2


def test_a_sale_that_turns_out_to_be_the_houses_leaves_nothing_behind() -> None:
    assert balances(settled(sold(an_order(minutes=5)), sold(an_order(), "")).journals) == {}


def test_who_is_not_paid_is_told_once_and_not_with_every_refund() -> None:
    ledger = settled(sold(FOUR, "cat < bob (inactive)"), (a_refund(units={"1": "1"}),))

    assert told(ledger.journals[0])[2] == "bob 0: 0 - 0 inactive as of the sale"
    assert [line.earner for line in ledger.journals[1].lines] == ["cat", "cat"]


def test_a_refund_too_small_to_take_a_cent_back_is_told_all_the_same() -> None:
    tiny = sold(an_order(an_item(qty="4", net=10)), "cat")

    before, after = (
        settled(tiny, (a_refund(units={"1": "1"}),)),
        settled((a_refund(units={"1": "1"}),), tiny),
    )

    assert told(before.journals[1]) == ["cat 0: 2 - 0", "cat 0: 1 - 0"]
    assert standings(before.journals) == standings(after.journals)


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


def test_an_amount_spread_over_a_thousand_lines_is_explained_in_a_short_fraction() -> None:
    items = [an_item(f"{i}", net=1_000_003 + 2 * i) for i in range(1000)]
    ledger = settled(sold(an_order(*items)), (a_refund(amount_only=123_456_789),))

    assert len(ledger.journals[1].lines[0].refunded) < 24


def test_volume_counts_in_the_month_of_the_order_by_the_plans_clock() -> None:
    in_december_by_utc = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    order = an_order(order_ts=in_december_by_utc)
    edited = an_order(minutes=5, order_ts=in_december_by_utc + timedelta(days=31))
    refund = (a_refund(refunded_at=in_december_by_utc + timedelta(days=60), amount_only=50_00),)

    assert volumes(settled(sold(order), sold(edited), refund)) == {"cat:2026-11": 50_00}


@pytest.mark.parametrize(
    ("delivery", "cause", "minutes"),
    [
        (sold(an_order(an_item(net=1_00), minutes=5)), "order changed", 5),
        ((a_refund("93", minutes=60, amount_only=1_00),), "refund 93", 60),
        ((a_cancellation(minutes=90),), "cancelled", 90),
        ((an_order(status="voided", minutes=7),), "order changed", 7),
    ],
)
def test_a_journal_says_what_led_to_it_and_when(
    delivery: Delivery, cause: str, minutes: int
) -> None:
    sale, change = settled(sold(FOUR), delivery).journals

    assert (sale.context.cause, sale.effective_at) == ("sale", NOON)
    assert change.context.cause == cause
    assert change.effective_at == NOON + timedelta(minutes=minutes)
    assert change.facts == tuple(settled(delivery).facts)


def test_a_voided_order_is_explained_by_the_sale_it_was() -> None:
    sale, voided = settled(sold(FOUR), (an_order(status="voided", minutes=5),)).journals

    assert voided.context == replace(sale.context, cause="order changed")
