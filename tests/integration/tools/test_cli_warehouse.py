"""`commissions warehouse`: how far it is, brought further, and held against the ledger."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from commissions.application.export.check import last_check
from commissions.application.export.export import export_until
from commissions.application.pipeline import settle
from commissions.tables import plans
from commissions.warehouse.schema import TABLES
from tests.support.builders import a_plan
from tests.support.command import commissions, told
from tests.support.order_on_tables import KEY, ORDER, refund, the_lock
from tests.support.pipeline_driver import project
from tools.cli import warehouse
from tools.stack import Stack

NOW = datetime.now(UTC)
YESTERDAY = (NOW - timedelta(days=1)).replace(hour=10)
HOUR = NOW.replace(minute=0, second=0, microsecond=0)
"""The last full hour."""


@pytest.fixture(autouse=True)
def _order(reachable: None) -> None:
    plans.publish(a_plan().text)
    settle.settle(KEY, (ORDER, the_lock()), inbox="i", now=YESTERDAY)
    project(KEY)


class _Lambda:
    """The stack's function, asked as the command asks it."""

    def __init__(self, *answers: dict[str, Any], error: str = "") -> None:
        self.answers, self.error = list(answers), error
        self.asked: list[dict[str, Any]] = []

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        self.asked.append({"function": FunctionName} | json.loads(Payload))
        if self.error:
            told = {"errorMessage": self.error, "errorType": "CutTooLate"}
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(json.dumps(told).encode())}
        return {"Payload": io.BytesIO(json.dumps(self.answers.pop(0)).encode())}


def asking(function: _Lambda, *words: str) -> Any:
    def client(stack: Stack, service: str, *, patient: bool = False) -> _Lambda:
        assert (service, patient) == ("lambda", True)
        return function

    with (
        patch.object(Stack, "client", client),
        patch.object(warehouse, "PAUSE_SECONDS", 0),
    ):
        return commissions("warehouse", "run", *words)


DONE = {"done": True, "waits_for": "", "until": f"{HOUR}"}


def test_a_warehouse_without_anything_says_how_it_begins() -> None:
    result = commissions("warehouse", "status")

    assert result.exit_code == 1
    assert "Nothing has been exported yet: `commissions warehouse run`" in result.stdout


def test_how_far_it_is_is_told_table_by_table() -> None:
    export_until(HOUR, HOUR + timedelta(minutes=5))
    answer = told("warehouse", "status")

    assert datetime.fromisoformat(answer["until"]) == HOUR
    assert answer["is_behind"] is False
    assert {each["table"] for each in answer["tables"]} == {*TABLES}


def test_what_waits_is_waited_for() -> None:
    function = _Lambda({"done": False, "waits_for": "the export arn:1", "until": ""}, DONE)
    result = asking(function)

    assert (result.exit_code, len(function.asked)) == (0, 2)
    assert "Everything is there until" in result.stdout
    assert function.asked[0] == {"function": "Export", "until": ""}


def test_a_moment_is_handed_over_in_its_time_zone() -> None:
    function = _Lambda(DONE)
    asking(function, "--until", "2026-11-20T10:00:00+01:00")

    assert function.asked == [{"function": "Export", "until": "2026-11-20T10:00:00+01:00"}]


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("noon", "is no moment: write it like"),
        ("2026-11-20T10:00:00", "has no time zone: add +00:00 for UTC"),
        ("2999-11-20T10:00:00+00:00", "has not come yet"),
    ],
)
def test_a_moment_that_cannot_be_read_is_refused(moment: str, why: str) -> None:
    result = commissions("warehouse", "run", "--until", moment)

    assert result.exit_code == 2
    assert why in result.stderr


def test_what_the_function_refuses_is_told() -> None:
    result = asking(_Lambda(error="no window that ends at"))

    assert result.exit_code == 1
    assert "Nothing more was exported: no window that ends at" in result.stderr


def test_a_day_that_is_as_the_ledger_has_it_is_checked_without_a_trace() -> None:
    export_until(HOUR, HOUR + timedelta(minutes=5))
    result = commissions("warehouse", "check", "--day", f"{YESTERDAY.date()}")

    assert result.exit_code == 0, result.stderr
    assert "1 order, 3 of 3 lines, 2 balances compared; all as the ledger has it" in result.stdout
    assert last_check(YESTERDAY.date()) is None


def test_a_day_that_differs_exits_with_1_and_says_what() -> None:
    export_until(HOUR, HOUR + timedelta(minutes=5))
    settle.settle(KEY, (refund("r2"),), inbox="i", now=YESTERDAY)
    result = commissions("warehouse", "check", "--day", f"{YESTERDAY.date()}")

    assert result.exit_code == 1
    assert "the warehouse has 3 lines of commission, and the ledger 6" in result.stdout


def test_a_day_that_is_not_there_is_refused() -> None:
    result = commissions("warehouse", "check", "--day", "2026-01-01")

    assert result.exit_code == 1
    assert "the warehouse is empty" in result.stderr
