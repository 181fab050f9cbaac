"""The steps of a close that compute nothing; and every hour, what is due to be closed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.close import due, finishing, freezing
from commissions.aws.telemetry import count, logger, observed
from commissions.domain.orders.canonical import stamp
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import FREEZING, PeriodRecord
from commissions.tables import periods

A_SECOND = timedelta(seconds=1)
"""Of which Step Functions has no parts."""
SETTLED = timedelta(seconds=4 * periods.KNOWN_SECONDS)
"""Whoever began to settle an order before the freeze is done by then: no function of the pipeline
runs longer."""


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    logger.info("period step", step=event.get("step", "schedule"), period=event.get("period"))
    match event.get("step"):
        case "freeze":
            return _freeze(event)
        case "parts":
            return {"period": event["period"]} | finishing.parts(parse(event["period"]))
        case "finish":
            return {"state": finishing.finish(parse(event["period"]), datetime.now(UTC)).state}
    return _schedule(datetime.now(UTC))


def _freeze(event: dict[str, Any]) -> dict[str, Any]:
    record = freezing.freeze(
        parse(event["period"]),
        datetime.now(UTC),
        again=event.get("again", False),
        accept_waiting=event.get("accept_waiting", ""),
    )
    return {
        "period": str(record.period),
        "frozen_at": stamp(record.frozen_at),
        "ready_at": f"{record.frozen_at + SETTLED + A_SECOND:%Y-%m-%dT%H:%M:%SZ}",
        "computes": _computes(record),
    }


def _computes(record: PeriodRecord) -> bool:
    return record.state == FREEZING


def _schedule(now: datetime) -> dict[str, Any]:
    begun = due.start_due(now)
    for each in begun:
        logger.info(each)
    standing = due.not_advancing(now)
    count("PeriodsNotAdvancing", len(standing))
    return {"begun": begun, "not_advancing": [str(each.period) for each in standing]}
