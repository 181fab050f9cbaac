"""Every hour: whether each connected store still has its webhooks; what is missing is made anew."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.sync.subscriptions import check_all
from commissions.aws.telemetry import observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    check_all(now=datetime.now(UTC))
