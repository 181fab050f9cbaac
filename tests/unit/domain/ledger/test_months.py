"""What a month says of an order is what happened in it, by the plan's clock, however told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commissions.domain.ledger.facts import Content, LookedUp
from commissions.domain.ledger.months import as_of, business_times, by_end_of, month_of
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan
from tests.support.histories import BEGIN, Delivery, History, history
from tests.support.memory_ledger import MemoryLedger, balances, problems, settled, volumes
from tests.support.monthly import by_month, of_cat, written
from tests.support.orders import (
    NOON,
    PLAN,
    a_cancellation,
    a_lock_for,
    a_refund,
    an_item,
    an_order,
    sold,
)

ZONES = ("America/New_York", "Pacific/Kiritimati", "UTC")
DAY = 24 * 60
"""In minutes; the orders here are of 20 November."""
TWO_TEAS = an_order(an_item(qty="2"))
SALE = sold(TWO_TEAS)
HALF_BACK = (a_refund(units={"1": "1"}, minutes=15 * DAY),)


def test_a_refund_that_is_told_before_its_order_takes_back_in_its_own_month() -> None:
    ledger = settled(HALF_BACK, SALE)

    assert written(ledger) == [("11-20", "sale", 30_00), ("12-05", "refund r1", -15_00)]
    assert (
        of_cat(ledger)
        == of_cat(settled(SALE, HALF_BACK))
        == {
            "2026-11": 30_00,
            "2026-12": -15_00,
        }
    )


def test_an_order_of_one_month_is_written_as_ever_whatever_came_first() -> None:
    same_month = (a_refund(units={"1": "1"}, minutes=60),)

    assert written(settled(same_month, SALE)) == [("11-20", "sale", 15_00)]
    assert written(settled(SALE, same_month)) == [
        ("11-20", "sale", 30_00),
        ("11-20", "refund r1", -15_00),
    ]


def test_volumes_stay_in_the_month_of_the_sale() -> None:
    for told in permutations([SALE, HALF_BACK]):
        assert volumes(settled(*told)) == {"cat:2026-11": 50_00}


def test_what_is_told_late_of_a_month_is_said_in_it_and_the_months_after_follow() -> None:
    cheaper = sold(an_order(an_item(qty="2", net=80_00), minutes=60))
    ledger = settled(SALE, HALF_BACK, cheaper)

    assert of_cat(ledger) == of_cat(settled(SALE, cheaper, HALF_BACK))
    assert written(ledger)[2:] == [
        ("11-20", "order changed", -6_00),
        ("12-05", "order changed", 3_00),
    ]


def test_a_refund_that_is_told_late_does_not_move_what_came_after() -> None:
    cancelled = (a_cancellation(minutes=50 * DAY),)
    ledger = settled(SALE, cancelled, HALF_BACK)

    assert of_cat(ledger) == {"2026-11": 30_00, "2026-12": -15_00, "2027-01": -15_00}
    assert written(ledger)[2:] == [("12-05", "refund r1", -15_00), ("01-09", "refund r1", 15_00)]


def test_each_of_many_months_gets_a_journal_with_the_facts_that_it_is_of() -> None:
    four = sold(an_order(an_item(qty="4")))
    refunds = [
        (a_refund(f"r{number}", units={"1": "1"}, minutes=number * 31 * DAY),)
        for number in (1, 2, 3)
    ]
    ledger = settled(*refunds, four)

    assert [cause for _, cause, _ in written(ledger)] == [
        "sale",
        "refund r1",
        "refund r2",
        "refund r3",
    ]
    assert [amount for *_, amount in written(ledger)] == [30_00, -7_50, -7_50, -7_50]
    told = set(ledger.journals[0].facts)
    assert [len(set(each.facts) - told) for each in ledger.journals] == [0, 1, 1, 1]


def test_an_order_that_is_first_read_later_was_from_its_placing_on_what_it_is_then() -> None:
    read_later = sold(an_order(minutes=40 * DAY))

    assert written(settled(read_later)) == [("11-20", "sale", 30_00)]
    cancelled = sold(
        an_order(minutes=60 * DAY, cancelled_at=NOON + timedelta(days=15)),
    )
    assert written(settled(cancelled)) == [
        ("11-20", "sale", 30_00),
        ("12-05", "cancelled", -30_00),
    ]


def test_an_order_that_was_unpaid_in_its_month_earns_in_the_month_in_which_it_is_paid() -> None:
    unpaid, paid = (an_order(status="pending"),), sold(an_order(minutes=15 * DAY))

    assert written(settled(unpaid, paid)) == [("12-05", "sale", 30_00)]
    assert of_cat(settled(paid, unpaid)) == {"2026-12": 30_00}


def test_a_settlement_told_again_writes_nothing() -> None:
    ledger = settled(HALF_BACK, SALE, HALF_BACK, SALE)

    assert len(ledger.journals) == 2


def test_the_clock_is_the_plans() -> None:
    """Six in the evening of 30 November in New York, and in Kiritimati noon of 1 December."""
    last = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    back = (replace(a_refund(units={"1": "1"}), refunded_at=last),)

    assert of_cat(settled(back, SALE)) == {"2026-11": 15_00}
    kiritimati = replace(PLAN, timezone="Pacific/Kiritimati")
    there = settled(back, SALE, plan=kiritimati)
    assert by_month(there.journals, kiritimati.timezone)["2026-12", "cat", "USD"] == -15_00


@pytest.mark.parametrize("timezone", ZONES)
def test_months_say_the_same_in_any_order_of_arrival(timezone: str) -> None:
    several = 0
    for seed in range(60):
        life = _around_the_end_of_november(history(seed), timezone)
        in_order = _told(life.plan, life.deliveries)
        shuffled = _told(life.plan, life.shuffled(Random(seed)))  # noqa: S311 - not a secret

        months = by_month(in_order.journals, timezone)
        assert by_month(shuffled.journals, timezone) == months, f"history {seed}"
        assert balances(shuffled.journals) == balances(in_order.journals)
        several += len({month for month, *_ in months}) > 1
    assert several > 5


def _told(plan: Plan, deliveries: Sequence[Delivery]) -> MemoryLedger:
    ledger = MemoryLedger(plan)
    for delivery in deliveries:
        ledger.settle(*delivery)
    assert problems(ledger.journals) == []
    return ledger


def _around_the_end_of_november(life: History, timezone: str) -> History:
    """The same life, begun at nine in the evening of 30 November by another clock."""
    later = datetime(2026, 11, 30, 21, tzinfo=ZoneInfo(timezone)) - BEGIN
    return History(
        life.seed,
        replace(life.plan, timezone=timezone),
        tuple(_moved(delivery, later) for delivery in life.deliveries),
    )


def _moved(delivery: Delivery, later: timedelta) -> Delivery:
    moved = tuple(_later(content, later) for content in delivery)
    match moved:
        case (OrderPlaced() as order, *looked_up):
            return (order, *(_of(each, order) for each in looked_up))
    return moved


def _of(content: Content, order: OrderPlaced) -> Content:
    assert isinstance(content, LookedUp)
    moved: Content = replace(content, order_version=order.version)
    return moved


def _later(content: Content, later: timedelta) -> Content:
    names = ("order_ts", "updated_at", "refunded_at", "cancelled_at")
    times: dict[str, Any] = {name: getattr(content, name, None) for name in names}
    return replace(content, **{name: time + later for name, time in times.items() if time})


def test_what_happened_later_is_not_known_at_the_end_of_a_month() -> None:
    ledger = settled(SALE, HALF_BACK)
    facts = list(ledger.facts.values())

    kinds = [each.kind for each in by_end_of("2026-11", facts, PLAN.timezone)]

    assert kinds == ["order", "lock", "match"]
    assert len(by_end_of("2026-12", facts, PLAN.timezone)) == 4
    assert by_end_of("2026-10", facts, PLAN.timezone) == []


def test_as_of_a_moment_what_happened_at_it_is_known_and_nothing_later() -> None:
    facts = list(settled(SALE, HALF_BACK).facts.values())
    returned = max(time for each in facts for time in business_times(each.content))

    assert as_of(returned, facts) == facts
    just_before = as_of(returned - timedelta(microseconds=1), facts)
    assert [each.kind for each in just_before] == ["order", "lock", "match"]


def test_a_lock_belongs_to_the_month_of_the_snapshot_that_it_was_looked_up_for() -> None:
    later = an_order(minutes=15 * DAY)
    ledger = settled((an_order(status="pending"),), (later, a_lock_for(later)))

    kinds = [each.kind for each in by_end_of("2026-11", [*ledger.facts.values()], PLAN.timezone)]
    assert kinds == ["order"]


def test_the_first_and_the_last_date_there_is_have_a_month() -> None:
    assert month_of(datetime.min.replace(tzinfo=UTC), "America/New_York") == "0001-01"
    assert month_of(datetime.max.replace(tzinfo=UTC), "Pacific/Kiritimati") == "9999-12"
