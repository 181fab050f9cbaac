"""Has the next period of every plan estimated by whoever computes closes, and does not wait; and of
plans that have closed none yet, or close none at all, the one that runs, as ranks are judged by
it."""

import json
import os
from collections.abc import Iterator
from datetime import datetime

from commissions.application.close.calendar import closing_plans, judged_months, running
from commissions.application.close.open_periods import oldest_open
from commissions.aws.clients import client
from commissions.domain.periods.period_id import PeriodId
from commissions.tables import periods

COMPUTE = os.environ["COMPUTE_PERIOD"]
"""The function's name."""


def ask_for_all(now: datetime) -> list[str]:
    """Of which periods estimates were asked for. An estimate that is lost is made an hour later."""
    found = [*_oldest(now), *(each.period for each in judged_months(now))]
    for period in found:
        _ask({"period": str(period), "estimate": True})
    return [str(each) for each in found]


def ask_what_came_since(period: PeriodId) -> None:
    """Has it worked out what the next close would post for a closed period, and does not wait."""
    _ask({"period": str(period), "since": True})


def _ask(told: dict[str, object]) -> None:
    payload = json.dumps(told).encode()
    client("lambda").invoke(FunctionName=COMPUTE, InvocationType="Event", Payload=payload)


def _oldest(now: datetime) -> Iterator[PeriodId]:
    for plan in closing_plans():
        if (closing := oldest_open(plan)) is not None:
            yield closing.period
        elif not periods.of_plan(plan) and (first := running(plan, now)) is not None:
            yield first.period
