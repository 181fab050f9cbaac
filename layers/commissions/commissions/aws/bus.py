"""The event bus, outward and, in an event's envelope, inward."""

import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from commissions import events
from commissions.aws import claim_check
from commissions.aws.clients import client
from commissions.events import Event, Trace

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

BUS = os.environ["EVENT_BUS"]
ENTRIES_MAX = 10  # what one PutEvents call takes
DETAIL_BYTES_MAX = 200_000
REQUEST_BYTES_MAX = 240_000  # EventBridge: 256 KB, all entries of a request together


class Undelivered(RuntimeError):
    """The bus refused some of the records; the whole message has to come again."""


def publish(outgoing: Iterable[Event]) -> None:
    """Puts events on the bus; raises Undelivered unless it took every one of them."""
    batch: list[PutEventsRequestEntryTypeDef] = []
    size = 0
    for entry in map(_entry, outgoing):
        more = len(entry["Detail"].encode())
        if batch and (len(batch) == ENTRIES_MAX or size + more > REQUEST_BYTES_MAX):
            _put(batch)
            batch, size = [], 0
        batch.append(entry)
        size += more
    if batch:
        _put(batch)


def detail_type(record_type: type[events.Record]) -> str:
    return events.DETAIL_TYPES[record_type]


def decode_event[R](record_type: type[R], detail: dict[str, Any]) -> Event[R]:
    """The event in an envelope; one too large for the bus is fetched by its claim."""
    if "claim" in detail:
        detail = json.loads(claim_check.load(detail["claim"]))
    record: R = events.adapter(record_type).validate_python(detail["record"])
    return Event(record, events.adapter(Trace).validate_python(detail["trace"]))


def _put(batch: "list[PutEventsRequestEntryTypeDef]") -> None:
    outcome = client("events").put_events(Entries=batch)
    if outcome["FailedEntryCount"]:
        refused = [entry["ErrorCode"] for entry in outcome["Entries"] if "ErrorCode" in entry]
        raise Undelivered(f"{len(refused)} of {len(batch)}: {', '.join(refused)}")


def _entry(event: Event) -> "PutEventsRequestEntryTypeDef":
    return {
        "EventBusName": BUS,
        "Source": events.SOURCE,
        "DetailType": events.DETAIL_TYPES[type(event.record)],
        "Detail": _detail(event),
    }


def _detail(event: Event) -> str:
    record, trace = events.encode(event.record), events.encode(event.trace)
    version = f'"schema_version":{events.SCHEMA_VERSION}'
    whole = f'{{{version},"record":{record},"trace":{trace}}}'
    if len(whole.encode()) <= DETAIL_BYTES_MAX:
        return whole
    return f'{{{version},"claim":"{claim_check.store(whole)}"}}'
