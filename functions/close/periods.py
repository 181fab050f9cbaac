"""The steps of a close that compute nothing; and every hour, what is due to be closed,
and an estimate of what is not."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.close import asked_estimates, due, finishing, freezing
from commissions.application.close.freezing import CloseRequest
from commissions.aws.telemetry import count, logger, observed
from commissions.domain.orders.canonical import stamp
from commissions.domain.periods.period_id import parse


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
        CloseRequest(
            again=event["again"],
            accept_waiting=event["accept_waiting"],
            begun_by=event["execution"],
        ),
    )
    return {
        "period": str(record.period),
        "frozen_at": stamp(record.frozen_at),
    }


def _schedule(now: datetime) -> dict[str, Any]:
    begun = due.start_due(now)
    for each in begun:
        logger.info(each)
    standing = due.not_advancing(now)
    count("PeriodsNotAdvancing", len(standing))
    return {
        "begun": begun,
        "not_advancing": [str(each.period) for each in standing],
        "estimating": asked_estimates.ask_for_all(now),
    }
