"""A pipeline step as a Lambda handler: one record in, the records it leads to out.

A step may run twice, or half: what it writes is absolute or conditional, what it says may be said
again. The ledger's condition is what money depends on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from commissions.aws import bus
from commissions.aws.telemetry import count, logger, observed
from commissions.domain.orders.parking import OrderParked
from commissions.events import Event, Record
from commissions.tables import inbox, parked

Step = Callable[[Event[Any]], Iterable[Record]]
Handler = Callable[[dict[str, Any], LambdaContext], Any]


def consumer(
    *record_types: type[Any], tells: tuple[type[Any], ...], last: bool = False
) -> Callable[[Step], Handler]:
    """Makes a step a handler of an SQS queue that rules of the bus fill.

    A message that fails goes back to the queue alone. A record that cannot go on is parked.
    `tells`: the types of record that it may lead to, and nothing else.
    `last`: with this step the record has reached the ledger, and its inbox item is done.
    """
    types = {bus.detail_type(record_type): record_type for record_type in record_types}

    def wrap(step: Step) -> Handler:
        @observed
        def handler(event: dict[str, Any], context: LambdaContext) -> Any:
            count("RecordsReceived", len(event["Records"]))
            if not event["Records"]:  # a call that only has the function started
                return {"batchItemFailures": []}
            processed: list[_Processed] = []

            def process(record: SQSRecord) -> None:
                message = record.json_body
                received = bus.receive(types[message["detail-type"]], message["detail"])
                logger.append_keys(record=received.record.key)
                processed.append(_Processed(record.message_id, received, _run_step(step, received)))

            # Raising for a batch that failed whole would tell SQS nothing more than its parts do.
            processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
            answer = process_partial_response(event, _logging_failures(process), processor, context)
            failed = _publish(processed, tells, last=last)
            return {"batchItemFailures": [*answer["batchItemFailures"], *failed]}

        return handler

    return wrap


@dataclass(frozen=True, slots=True)
class _Processed:
    """A message that its step has done, with what it leads to."""

    message_id: str
    event: Event[Any]
    outcome: list[Record]


def _logging_failures(process: Callable[[SQSRecord], None]) -> Callable[[SQSRecord], None]:
    def logged(record: SQSRecord) -> None:
        try:
            process(record)
        except Exception:
            logger.exception("the record goes back to its queue", message_id=record.message_id)
            count("RecordsFailed")
            raise

    return logged


def _publish(
    processed: Sequence[_Processed], tells: tuple[type[Any], ...], *, last: bool
) -> list[dict[str, str]]:
    """Says what all messages of a batch lead to in as few calls as it takes; where the bus does not
    take it, all of them come again, and are told again."""
    try:
        told = [each.event.with_record(record) for each in processed for record in each.outcome]
        bus.publish(told, tells)
        for each in processed:
            _finish(each, last=last)
    except Exception:
        logger.exception("what the batch leads to could not be told: all of it comes again")
        count("RecordsFailed", len(processed))
        return [{"itemIdentifier": each.message_id} for each in processed]
    return []


def _finish(processed: _Processed, *, last: bool) -> None:
    """The record is at its end, or waits with an owner: neither is pending."""
    event, waiting = processed.event, _parked_records(processed.outcome)
    if waiting or last:
        _unpark(event, waiting)
    if waiting:
        inbox.mark_parked(event.trace)
    elif last:
        inbox.mark_done(event.trace)


def _unpark(event: Event[Any], waiting: list[OrderParked]) -> None:
    """A released record has arrived, or waits for something else now."""
    under = event.trace.parked_under
    if under and all(record.waits_for != under for record in waiting):
        parked.remove(under, event.trace.source_key)


def _run_step(step: Step, event: Event[Any]) -> list[Record]:
    """What the step leads to. What it parks is looked at once more after parking, so that nothing
    that arrived in between is waited for in vain."""
    outcome = list(step(event))
    waited = _parked_records(outcome)
    if not waited:
        return outcome
    for record in waited:
        parked.add(record, event.trace, now=datetime.now(UTC))
    outcome = list(step(event))
    waiting = _parked_records(outcome)
    for record in waited:
        if record not in waiting:
            parked.remove(record.waits_for, record.record_key)
    for record in waiting:
        if record not in waited:
            parked.add(record, event.trace, now=datetime.now(UTC))
    count("OrdersParked", len(waiting))
    return outcome


def _parked_records(outcome: list[Record]) -> list[OrderParked]:
    """Those that wait: what is listed of an order as such stands in the table already."""
    told = [record for record in outcome if isinstance(record, OrderParked)]
    return [record for record in told if not record.is_of_order]
