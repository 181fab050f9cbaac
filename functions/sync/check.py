"""Every hour: each connected store is looked at for its webhooks, by a message of its own; and
whether the versions of the stores' APIs come to an end."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.sync.api_versions import watch_versions
from commissions.application.sync.poll_queue import enqueue_all
from commissions.aws.telemetry import observed
from commissions.domain.stores.polling import WEBHOOKS


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    watch_versions(now=datetime.now(UTC))
    enqueue_all(WEBHOOKS)
