"""What is only ever added to, the ledger and the audit log: an item that was changed or removed
rings the alarm; and each journal's hash is kept where nobody can take it back."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.application.care.guard_ledger import changed, keep_hashes
from commissions.aws.telemetry import count, logger, observed


@observed
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """The alarm first: it rings also where nothing can be kept, and the batch comes again."""
    tampered = changed(event["Records"])
    count("LedgerTampered", len(tampered))
    for record in tampered:
        logger.critical("what only grows was changed", keys=record["dynamodb"]["Keys"])
    for name in keep_hashes(event["Records"]):
        count("LedgerTampered")
        logger.critical("two hashes of one journal", about=name)
