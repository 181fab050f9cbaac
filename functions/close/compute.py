"""A frozen period -> what everybody gets, with its reasons, for two people to look at."""

import tempfile
from pathlib import Path
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.close.computing import compute
from commissions.aws.telemetry import logger, observed
from commissions.domain.periods.period_id import parse


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as work:
        record = compute(parse(event["period"]), Path(work))
    logger.info("computed", period=event["period"], state=record.state, waits=len(record.waits))
    return {"period": str(record.period), "state": record.state, "run": record.run}
