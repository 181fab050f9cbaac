"""Every hour: whether each connected store still has its webhooks, and what is missing is made
anew; and whether the versions of their APIs come to an end."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.sync.api_versions import watch_versions
from commissions.application.sync.subscriptions import check_all
from commissions.aws.telemetry import observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    now = datetime.now(UTC)
    # First: it asks nobody, and is done whatever becomes of the rest.
    watch_versions(now=now)
    check_all(now=now)
