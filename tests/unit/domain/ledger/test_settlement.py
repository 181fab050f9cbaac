from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.domain.ledger.journal import Leg
from commissions.domain.orders.order import GIFT_CARD, TIP
from tests.support.histories import Delivery
from tests.support.memory_ledger import balances, payable, settled, standings, told, volumes
from tests.support.orders import (
    NOON,
    PLAN,
    a_cancellation,
    a_rate,
    a_refund,
    a_value,
    an_item,
    an_order,
    sold,
)

FOUR = an_order(an_item(qty="4"))


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
    shipped = replace(FOUR, shipping=5_00, tax=1_00, total=FOUR.total + 6_00)

    assert len(settled(sold(shipped), (a_refund(shipping=5_00, tax=1_00),)).journals) == 1


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


def test_a_gift_card_earns_nothing_even_under_the_sku_of_a_product() -> None:
    items = [an_item("2", kind=GIFT_CARD), an_item("3", kind=TIP)]

    assert volumes(settled(sold(an_order(an_item(), *items)))) == {"cat:2026-11": 100_00}


def test_an_order_of_the_house_pays_nobody_and_says_so() -> None:
    ledger = settled(sold(FOUR, ""))

    assert balances(ledger.journals) == {}
    assert told(ledger.journals[0]) == [" 0: 0 - 0 nobody referred this order"] * 2


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


def test_an_amount_spread_over_a_thousand_lines_is_explained_in_a_short_fraction() -> None:
    items = [an_item(f"{i}", net=1_000_003 + 2 * i) for i in range(1000)]
    sale = sold(an_order(*items), values=(a_value("TEA", "33.33%"),))
    ledger = settled(sale, (a_refund(amount_only=123_456_789),))

    assert len(ledger.journals[1].lines[0].refunded) < 24


@pytest.mark.parametrize(
    ("delivery", "cause", "minutes"),
    [
        (sold(an_order(an_item(net=1_00), minutes=5)), "order changed", 5),
        (sold(an_order(an_item(qty="4"), minutes=6, cancelled_at=NOON)), "cancelled", 6),
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
