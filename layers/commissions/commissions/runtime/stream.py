"""A DynamoDB stream as the source of a handler."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.aws.telemetry import count, logger, observed

Handler = Callable[[dict[str, Any], LambdaContext], Any]
Image = dict[str, Any]


def stream(process: Callable[[Image], None]) -> Handler:
    """Makes what is done for one new image a handler of a stream; the first failure stops the
    batch there, and the stream comes again from it."""

    def read(record: DynamoDBRecord) -> None:
        try:
            process(dict(record.dynamodb.new_image) if record.dynamodb else {})
        except Exception:
            logger.exception("the stream comes again from this record", event_id=record.event_id)
            count("RecordsFailed")
            raise

    @observed
    def handler(event: dict[str, Any], context: LambdaContext) -> Any:
        count("RecordsReceived", len(event["Records"]))
        if not event["Records"]:  # a call that only has the function started
            return {"batchItemFailures": []}
        processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)
        return process_partial_response(event, read, processor, context)

    return handler
