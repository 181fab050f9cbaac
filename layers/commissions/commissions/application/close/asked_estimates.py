"""Has the next period of every plan estimated by whoever computes closes, and does not wait."""

import json
import os
from collections.abc import Iterator

from commissions.application.close.calendar import closing_plans
from commissions.application.close.open_periods import oldest_open
from commissions.aws.clients import client
from commissions.domain.periods.period_id import PeriodId

COMPUTE = os.environ["COMPUTE_PERIOD"]
"""The function's name."""


def ask_for_all() -> list[str]:
    """Of which periods estimates were asked for. An estimate that is lost is made an hour later."""
    found = list(_oldest())
    for period in found:
        told = {"period": str(period), "estimate": True}
        client("lambda").invoke(
            FunctionName=COMPUTE, InvocationType="Event", Payload=json.dumps(told).encode()
        )
    return [str(each) for each in found]


def _oldest() -> Iterator[PeriodId]:
    for plan in closing_plans():
        if (closing := oldest_open(plan)) is not None:
            yield closing.period
