"""Has the next period of every plan, of each kind that it closes, estimated by whoever computes
closes, and does not wait; of plans that have closed none yet those that run; and of plans that
close none at all the month that runs, as ranks are judged by it."""

import json
import os
from collections.abc import Iterator
from datetime import datetime

from commissions.application.close.calendar import closing_plans, judged_months, running
from commissions.application.close.open_periods import next_of_each_kind, oldest_open
from commissions.aws.clients import client
from commissions.domain.periods.period_id import PeriodId
from commissions.tables import periods

COMPUTE = os.environ["COMPUTE_PERIOD"]
"""The function's name."""


def ask_for_all(now: datetime) -> list[str]:
    """Of which periods estimates were asked for. An estimate that is lost is made an hour later."""
    found = [*_next(now), *(each.period for each in judged_months(now))]
    for period in found:
        _ask({"period": str(period), "estimate": True})
    return [str(each) for each in found]


def ask_what_came_since(period: PeriodId) -> None:
    """Has it worked out what the next close would post for a closed period, and does not wait."""
    _ask({"period": str(period), "since": True})


def _ask(told: dict[str, object]) -> None:
    payload = json.dumps(told).encode()
    client("lambda").invoke(FunctionName=COMPUTE, InvocationType="Event", Payload=payload)


def _next(now: datetime) -> Iterator[PeriodId]:
    """None that has not begun."""
    for plan in closing_plans():
        if (closing := oldest_open(plan)) is not None:
            following = next_of_each_kind(closing)
            yield from (each.period for each in following if each.span.starts <= now)
        elif not periods.of_plan(plan):
            yield from (each.period for each in running(plan, now))
