"""What finance agreed to on a page is done: `{"action": "20261129-91a7c7d0f4"}`; and every night
what is owed to everybody is counted: `{"count": "payables"}`."""

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.actions.payer import pay_out_approved
from commissions.application.payouts.counting import count_payables
from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    now = datetime.now(UTC)
    if "count" in event:
        counted = count_payables(now)
        logger.info("counted", people={each.currency: each.rows for each in counted})
        return {each.currency: str(each.rows) for each in counted}
    count("ActionsHandedOver")
    done = pay_out_approved(event["action"], now)
    logger.info("carried out", action=done.action_id, kind=done.draft.kind, state=done.state)
    return {"action": done.action_id, "state": done.state}
