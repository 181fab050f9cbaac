"""A frozen period -> what everybody gets, with its reasons, for two people to look at; an open one
-> what it would come to now; a closed one -> what the next close would post for it."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.close import estimating, open_periods, reopening
from commissions.application.close.computing import compute
from commissions.application.teams import kept_standings
from commissions.aws.telemetry import count, logger, observed
from commissions.domain.orders.canonical import stamp
from commissions.domain.periods.period_id import PeriodId, parse


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as work:
        if event.get("estimate"):
            return _estimate(parse(event["period"]), Path(work))
        if event.get("since"):
            return _since(parse(event["period"]))
        record = compute(parse(event["period"]), Path(work))
    logger.info("computed", period=event["period"], state=record.state, waits=len(record.waits))
    return {"period": str(record.period), "state": record.state, "run": record.run}


def _since(period: PeriodId) -> dict[str, Any]:
    try:
        found = reopening.keep_preview(period, datetime.now(UTC))
    except reopening.NotClosed as reason:
        logger.info("nothing is corrected", period=str(period), reason=str(reason))
        return {"period": str(period), "since": False, "reason": str(reason)}
    logger.info("worked out what came since", period=str(period), as_of=stamp(found.as_of))
    return {"period": str(period), "since": True, "as_of": stamp(found.as_of)}


def _estimate(period: PeriodId, work: Path) -> dict[str, Any]:
    try:
        found = estimating.estimate(period, work)
    except open_periods.NotToBeEstimated as reason:
        # Its close began since it was asked for, or nothing of it is known yet.
        count("PeriodsEstimated", 0)
        logger.info("not estimated", period=str(period), reason=str(reason))
        return {"period": str(period), "estimate": False, "reason": str(reason)}
    estimating.store(period, work)
    kept_standings.keep_estimate(found)
    count("PeriodsEstimated")
    logger.info("estimated", period=str(period), as_of=found.told["as_of"])
    return {"period": str(period), "estimate": True, "as_of": found.told["as_of"]}
