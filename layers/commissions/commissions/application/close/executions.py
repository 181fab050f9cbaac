"""Starts the state machines that close a period and post what it came to.

Each execution can be started again, also beside another: every step of it finds what stands.
"""

import json
import os
import re
from contextlib import suppress
from datetime import datetime

from commissions.aws.clients import client
from commissions.domain.periods.period_id import PeriodId

CLOSE, POSTING = os.environ["PERIOD_CLOSE"], os.environ["PERIOD_POSTING"]
"""The ARNs of the two."""
NAME_MAX = 80


def start_close(
    period: PeriodId, now: datetime, *, again: bool = False, accept_waiting: str = ""
) -> str:
    """Freezes, checks and computes; the name of the execution is returned."""
    told = {"period": str(period), "again": again, "accept_waiting": accept_waiting}
    return _start(CLOSE, period, now, told)


def execution_name(period: PeriodId, now: datetime) -> str:
    """That an execution has which is started for a period at a moment."""
    named = re.sub(r"[^A-Za-z0-9_-]", "-", str(period))
    return f"{now:%Y%m%dT%H%M%S%f}-{named}"[:NAME_MAX]


def start_posting(period: PeriodId, now: datetime) -> str:
    """Posts what two people agreed to; the name of the execution is returned."""
    return _start(POSTING, period, now, {"period": str(period)})


def _start(machine: str, period: PeriodId, now: datetime, told: dict[str, object]) -> str:
    """What was started for the same moment before has begun, and is not started again."""
    name, machines = execution_name(period, now), client("stepfunctions")
    with suppress(machines.exceptions.ExecutionAlreadyExists):
        machines.start_execution(stateMachineArn=machine, name=name, input=json.dumps(told))
    return name
