"""What is only ever added to, the ledger and the audit log: an item that was changed or removed
rings the alarm."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    tampered = [record for record in event["Records"] if record["eventName"] != "INSERT"]
    count("LedgerTampered", len(tampered))
    for record in tampered:
        logger.critical("what only grows was changed", keys=record["dynamodb"]["Keys"])
