"""A pipeline step as a Lambda handler: one record in, the records it leads to out.

A step may run twice, or half: what it writes is absolute or conditional, what it says may be said
again. The ledger's condition is what money depends on.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.domain.parking import OrderParked
from commissions.events import Event, Record
from commissions.runtime import bus
from commissions.runtime.observe import count, logger, observed
from commissions.tables import inbox, parked

Step = Callable[[Event[Any]], Iterable[Record]]
Handler = Callable[[dict[str, Any], LambdaContext], Any]


def consumer(*record_types: type[Any], last: bool = False) -> Callable[[Step], Handler]:
    """Makes a step a handler of an SQS queue that rules of the bus fill.

    A message that fails goes back to the queue alone. A record that cannot go on is parked.
    `last`: with this step the record has reached the ledger, and its inbox item is done.
    """
    types = {bus.detail_type(record_type): record_type for record_type in record_types}

    def wrap(step: Step) -> Handler:
        def take(record: SQSRecord) -> None:
            message = record.json_body
            event = bus.received(types[message["detail-type"]], message["detail"])
            _take(step, event, last=last)

        @observed
        def handler(event: dict[str, Any], context: LambdaContext) -> Any:
            count("RecordsReceived", len(event["Records"]))
            if not event["Records"]:  # a call that only has the function started
                return {"batchItemFailures": []}
            # Raising for a batch that failed whole would tell SQS nothing more than its parts do.
            processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
            return process_partial_response(event, _logged(take), processor, context)

        return handler

    return wrap


def _logged(take: Callable[[SQSRecord], None]) -> Callable[[SQSRecord], None]:
    def logged(record: SQSRecord) -> None:
        try:
            take(record)
        except Exception:
            logger.exception("the record goes back to its queue", message_id=record.message_id)
            count("RecordsFailed")
            raise

    return logged


def _take(step: Step, event: Event[Any], *, last: bool) -> None:
    logger.append_keys(record=event.record.key)
    outcome = _settled(step, event)
    waiting = _parked(outcome)
    bus.publish(event.leads_to(record) for record in outcome)
    if waiting or last:
        _strike_off(event, waiting)
    if waiting:
        inbox.parked(event.trace)
    elif last:
        inbox.done(event.trace)


def _strike_off(event: Event[Any], waiting: list[OrderParked]) -> None:
    """A released record has arrived, or waits for something else now."""
    under = event.trace.parked_under
    if under and all(record.waits_for != under for record in waiting):
        parked.remove(under, event.trace.source_key)


def _settled(step: Step, event: Event[Any]) -> list[Record]:
    """What the step leads to. What it parks is looked at once more after parking, so that nothing
    that arrived in between is waited for in vain."""
    outcome = list(step(event))
    waited = _parked(outcome)
    if not waited:
        return outcome
    for record in waited:
        parked.add(record, event.trace, now=datetime.now(UTC))
    outcome = list(step(event))
    waiting = _parked(outcome)
    for record in waited:
        if record not in waiting:
            parked.remove(record.waits_for, record.record_key)
    for record in waiting:
        if record not in waited:
            parked.add(record, event.trace, now=datetime.now(UTC))
    count("OrdersParked", len(waiting))
    return outcome


def _parked(outcome: list[Record]) -> list[OrderParked]:
    return [record for record in outcome if isinstance(record, OrderParked)]
