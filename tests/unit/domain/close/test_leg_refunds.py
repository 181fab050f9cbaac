"""Refunds in a binary of columns: who is touched, what is taken back, and what the state keeps."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

import numpy as np
import pytest

from commissions.domain.close.binary import BinaryClose, BinaryPeriod, binary_close
from commissions.domain.close.binary_rule import binary_rule
from commissions.domain.close.binary_state import no_legs_yet
from commissions.domain.close.facts import LateReturn, PeriodFacts
from commissions.domain.close.leg_intake import OrderColumns
from commissions.domain.close.leg_refunds import LateOrder
from commissions.domain.close.seat_history import seat_history
from tests.support.binaries import binary, binary_plan, pairs, percent, seats
from tests.support.binary_columns import ColumnsRunner, micros, whole
from tests.support.builders import Document
from tests.support.closes import STARTS, bought, day, hundredths, period, team

PEOPLE = team("top", "left", "right", "deep", "other")
SEATS = seats("top L left", "top R right", "left L deep", "left R other")
MONTH = timedelta(days=31)
TOP, LEFT, RIGHT, DEEP, OTHER = range(5)


def month(number: int, *late: LateReturn, **points: int) -> PeriodFacts:
    """Who buys how much on the fifth; an order is called like its buyer and the month's number."""
    sales = [
        bought(who, each, order_id=f"{who}{number}", at=day(5) + number * MONTH)
        for who, each in points.items()
    ]
    later = {"starts": STARTS + number * MONTH, "ends": STARTS + (number + 1) * MONTH}
    return period(PEOPLE, sales, seats=SEATS, late_returns=late, **later)


def back(order: str, points: int, number: int = 1) -> LateReturn:
    """On the third of that month."""
    at = day(3) + number * MONTH
    return LateReturn(order_id=order, at=at, volumes={"cv": hundredths(points)})


def closes(
    bonus: Document, *months: PeriodFacts, **refunds: str
) -> tuple[ColumnsRunner, list[BinaryClose]]:
    plan = binary_plan(bonus)
    words = plan["refunds"]["binary"] | refunds
    runner = ColumnsRunner(plan | {"refunds": plan["refunds"] | {"binary": words}})
    state, found = no_legs_yet(), []
    for facts in months:
        found.append(runner.close(facts, state))
        state = found[-1].state
    return runner, found


def told(close: BinaryClose, member: int = TOP) -> str:
    """What a seat is paid and gives back, in cents, and what stays open: `1000-500, 0/100`."""
    given = sum(each.amount for each in close.clawbacks if each.member == member)
    left, right = close.state.open[:, member] // 100
    return f"{close.pay.paid[member]}{given or ''}, {left}/{right}"


def test_only_the_seats_above_a_refunded_order_are_kept_by_unit() -> None:
    _, [_, second] = closes(
        binary(percent("0.10")), month(0, deep=100, right=100), month(1, back("deep0", 40))
    )

    assert sorted(second.state.touched) == [TOP, LEFT]


def test_a_refund_takes_back_what_its_matching_was_paid_and_opens_the_other_side_again() -> None:
    """10 % of 100; 40 come back, and then match with 10 new ones."""
    _, [first, second, third] = closes(
        binary(percent("0.10")),
        month(0, deep=100, right=100),
        month(1, back("deep0", 40)),
        month(2, left=10),
    )

    assert [told(each) for each in (first, second, third)] == [
        "1000, 0/0",
        "0-400, 0/40",
        "100, 0/30",
    ]
    [claw] = second.clawbacks
    assert (claw.member, claw.volume) == (TOP, 4_000)


def test_what_is_open_of_the_order_goes_first() -> None:
    _, found = closes(
        binary(percent("0.10")), month(0, deep=150, right=100), month(1, back("deep0", 50))
    )

    assert told(found[-1]) == "0, 0/0"


def test_a_seat_at_its_cap_gives_nothing_back_before_it_falls_under_it() -> None:
    bonus = binary(percent("0.10"), cap={"period": "5.00"})

    _, found = closes(
        bonus,
        month(0, deep=100, right=100),
        month(1, back("deep0", 40)),
        month(2, back("deep0", 20, number=2)),
    )

    assert [told(each) for each in found] == ["500, 0/0", "0, 0/40", "0-100, 0/60"]


@pytest.mark.parametrize(
    ("broken", "wanted"), [("refunded_quantity", "0-1000, 0/30"), ("whole_pair", "0-1000, 70/100")]
)
def test_a_broken_pair_gives_back_the_quantity_or_both_of_its_sides(
    broken: str, wanted: str
) -> None:
    _, found = closes(
        binary(pairs("10.00")),
        month(0, deep=100, right=100),
        month(1, back("deep0", 30)),
        broken_pair=broken,
    )

    assert told(found[-1]) == wanted


@pytest.mark.parametrize(
    ("expired", "wanted"), [("lapses", "0-400, 0/0"), ("returns", "0-400, 0/40")]
)
def test_what_comes_back_past_its_expiry_lapses_or_is_as_new_as_the_refund(
    expired: str, wanted: str
) -> None:
    bonus = binary(percent("0.10"), after={"expire_lots_days": 31})

    _, found = closes(
        bonus, month(0, deep=100, right=100), month(1, back("deep0", 40)), expired_lot=expired
    )

    assert told(found[-1]) == wanted


def test_the_seat_above_and_the_seat_below_are_each_paid_and_clawed_back() -> None:
    """Left matched 50 of deep with 50 of other; top 100 with 100 on the right."""
    _, [_, second] = closes(
        binary(percent("0.10")), month(0, deep=50, other=50, right=100), month(1, back("deep0", 50))
    )

    assert (told(second, LEFT), told(second)) == ("0-500, 0/50", "0-500, 0/50")


def test_more_refunds_than_volume_are_owed_by_what_comes_next() -> None:
    _, found = closes(binary(percent("0.10")), month(0, left=-100, right=250), month(1, left=300))

    assert [told(each) for each in found] == ["0, -100/250", "2000, 0/50"]


def test_a_refund_of_an_order_that_nobody_knows_changes_nothing() -> None:
    _, [_, second] = closes(binary(percent("0.10")), month(0, deep=100), month(1, back("none", 5)))

    assert (told(second), second.state.touched) == ("0, 100/0", {})


def test_a_close_changes_nothing_of_the_state_before_it() -> None:
    runner, [first, second] = closes(
        binary(percent("0.10")), month(0, deep=100, right=100), month(1, back("deep0", 40))
    )
    again = month(2, back("right0", 10, number=2), left=10)

    one, two = (told(runner.close(again, second.state)) for _ in range(2))

    assert one == two
    assert told(first) == "1000, 0/0"


def test_orders_of_a_period_that_is_forgotten_can_no_longer_be_refunded() -> None:
    runner, [first] = closes(binary(percent("0.10")), month(0, deep=100, right=100))
    forgot = first.state.forgetting(micros(month(0).ends))

    assert told(runner.close(month(1, back("deep0", 40)), forgot)) == "0, 0/0"


def test_a_period_that_expiry_still_looks_at_must_not_be_forgotten() -> None:
    runner, [first] = closes(
        binary(percent("0.10"), after={"expire_lots_days": 40}), month(0, deep=100)
    )
    forgot = first.state.forgetting(micros(month(0).ends))

    with pytest.raises(ValueError, match="expire_lots_days"):
        runner.close(month(1), forgot)


def test_a_member_never_loses_the_own_number() -> None:
    with pytest.raises(ValueError, match="keeps their number"):
        no_legs_yet().grown(3).grown(2)


def test_a_refund_below_thousands_of_seats_touches_each_once() -> None:
    """A chain of 2,000: linear in its depth, for who stands above as for what they take back."""
    began = monotonic()

    first = binary_close(RULE, chained(0, sold=1_000), no_legs_yet()).state
    refund = LateOrder(order=0, at=WEEK + 5, volume=400)
    second = binary_close(RULE, chained(WEEK, sold=50, late=[refund]), first).state

    assert len(second.touched) == DEPTH - 1
    assert second.open[0].tolist() == [650] * (DEPTH - 1) + [0]
    assert monotonic() - began < 30


DEPTH, WEEK = 2_000, 7 * 86_400 * 10**6
PLAN = binary_plan(binary(percent("0.10")))
RULE = binary_rule(PLAN, PLAN["bonuses"][0], (), "month")


def chained(starts: int, *, sold: int, late: Sequence[LateOrder] = ()) -> BinaryPeriod:
    """The last of a chain buys; each has only a left leg."""
    everybody = np.arange(DEPTH)
    nothing = np.zeros_like(everybody)
    orders = OrderColumns(
        order=whole([starts]),
        at=whole([starts + 1]),
        seller=whole([DEPTH - 1]),
        volume=whole([sold]),
    )
    return BinaryPeriod(
        starts=starts,
        ends=starts + WEEK,
        orders=orders,
        history=seat_history(everybody, everybody - 1, nothing, nothing),
        qualified=nothing == 0,
        height=nothing,
        own=nothing,
        owner=everybody,
        enrolment=everybody,
        late=late,
    )
