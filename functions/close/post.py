"""A part of a run that two people agreed to -> the books of its members."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.close.posting import post
from commissions.aws.telemetry import logger, observed
from commissions.domain.periods.period_id import parse


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    posted = post(parse(event["period"]), event["key"])
    logger.info("posted", period=event["period"], key=event["key"], new=posted.new)
    return asdict(posted)
