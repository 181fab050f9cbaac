"""Every minute: what has been pending too long is put on the bus again, and the gauges are read."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.care.sweep import sweep
from commissions.aws.telemetry import observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    return sweep(now=datetime.now(UTC))
