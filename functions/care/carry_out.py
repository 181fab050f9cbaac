"""What people agreed to on a page is done: `{"action": "20261129-91a7c7d0f4"}`."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.actions.worker import carry_out_approved
from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    count("ActionsHandedOver")
    done = carry_out_approved(event["action"], datetime.now(UTC))
    logger.info("carried out", action=done.action_id, kind=done.draft.kind, state=done.state)
    return {"action": done.action_id, "state": done.state}
