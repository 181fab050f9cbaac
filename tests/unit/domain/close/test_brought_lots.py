"""Seats that bring lots along, of one order both what is open and what a run took."""

from commissions.audit.close.engine import closed as walked
from commissions.domain.close.engine import closed
from commissions.domain.close.facts import LateReturn, LegState, Lot, MatchedRun
from tests.support.binaries import PEOPLE, SEATS, TREE, binary, binary_plan, percent
from tests.support.binary_columns import lots_of, shown
from tests.support.closes import LONG_AGO, day, period

PAIRED = MatchedRun(
    period="2026-09",
    taken=(
        Lot(order_id="o1", at=LONG_AGO, side="L", volume=200_00),
        Lot(order_id="o2", at=LONG_AGO, side="R", volume=200_00),
    ),
    matched=200_00,
    paid=20_00,
)
OPEN = Lot(order_id="o2", at=LONG_AGO, side="R", volume=500_00)


def test_of_an_order_that_came_back_into_the_leg_what_was_open_before_goes_back_first() -> None:
    """o1 comes back, so that 200 of o2 are open again, as new; then 300 of o2 come back."""
    plan = binary_plan(binary(percent("0.10")))
    plan["refunds"]["binary"]["expired_lot"] = "returns"
    facts = period(
        PEOPLE,
        seats=SEATS,
        legs={(TREE, "top"): LegState(lots=(OPEN,), runs=(PAIRED,))},
        late_returns=(
            LateReturn(order_id="o1", at=day(3), volumes={"cv": 200_00}),
            LateReturn(order_id="o2", at=day(4), volumes={"cv": 300_00}),
        ),
    )
    columns = closed(plan, facts)

    assert lots_of(columns.legs[TREE, "top"].after.lots) == [
        ("R", "o2", LONG_AGO, 200_00),
        ("R", "o2", day(3), 200_00),
    ]
    assert shown(columns) == shown(walked(plan, facts))
