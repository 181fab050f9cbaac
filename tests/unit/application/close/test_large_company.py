"""A close of 200,000 orders takes seconds."""

import time
from pathlib import Path

from commissions.application.close.carried_state import CarriedState
from commissions.application.close.closing import close_period
from commissions.application.close.frozen_inputs import freeze_inputs
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.close.state_files import read_state, write_state
from tests.support.large_warehouses import MIDDLE, a_large_warehouse
from tests.support.plans import a_sample

MEMBERS, ORDERS = 50_000, 200_000
SECONDS = 30
"""Ten times what it takes: the machine may have other work."""


def test_two_hundred_thousand_orders_are_frozen_and_closed_in_seconds(tmp_path: Path) -> None:
    tables = a_large_warehouse(tmp_path / "warehouse", MEMBERS, ORDERS)
    plan = a_sample("uni7")
    span = PlanWindows(plan).span("month", MIDDLE)
    began = time.monotonic()
    freeze_inputs(tables, plan, span, tmp_path / "inputs")
    closed = close_period(tmp_path / "inputs", CarriedState(), plan)
    write_state(tmp_path / "state", CarriedState(), closed)

    assert time.monotonic() - began < SECONDS
    assert closed.close.period.sales.at.size > ORDERS * 0.9
    assert sum(int(each.amount.sum()) for each in closed.awards) > 0
    assert len(read_state(tmp_path / "state").members.number) == MEMBERS
