"""The event bus, outward and, in an event's envelope, inward."""

import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from commissions import events
from commissions.aws import claim_check, event_signing
from commissions.aws.clients import client
from commissions.aws.event_keys import EventKeyUnavailable
from commissions.aws.event_signing import NotAuthentic
from commissions.aws.telemetry import logger
from commissions.events import Event, Trace

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

BUS = os.environ["EVENT_BUS"]
ENTRIES_MAX = 10  # what one PutEvents call takes
DETAIL_BYTES_MAX = 200_000
REQUEST_BYTES_MAX = 240_000  # EventBridge: 256 KB, all entries of a request together


class Undelivered(RuntimeError):
    """The bus refused some of the records; the whole message has to come again."""


class NotItsOwn(TypeError):
    """Whoever told it may not say that: what each may say stands in the code as `TELLS`, and the
    rights of its role are held to that."""

    def __init__(self, record: events.Record) -> None:
        super().__init__(f"{detail_type(type(record))} is nothing that may be said here")


def publish(outgoing: Iterable[Event], tells: Collection[type[Any]]) -> None:
    """Puts events on the bus; raises Undelivered unless it took every one of them.

    `tells`: the types of record that whoever publishes may say. Raises NotItsOwn, and then none of
    them was put.
    """
    batch: list[PutEventsRequestEntryTypeDef] = []
    size = 0
    for entry in _entries(list(outgoing), tells):
        more = len(entry["Detail"].encode())
        if batch and (len(batch) == ENTRIES_MAX or size + more > REQUEST_BYTES_MAX):
            _put(batch)
            batch, size = [], 0
        batch.append(entry)
        size += more
    if batch:
        _put(batch)


@contextmanager
def kept_anyway() -> Iterator[None]:
    """For people who tell what is pending in the inbox: where their role may not put events, or not
    sign them, or the bus does not take them, the sweeper tells it within minutes."""
    try:
        yield
    except Undelivered:
        logger.exception("kept, but not on the bus yet: the sweeper will bring it")
    except ClientError as error:
        if error.operation_name != "PutEvents":
            raise
        logger.exception("kept, but not on the bus yet: the sweeper will bring it")


def detail_type(record_type: type[events.Record]) -> str:
    return events.DETAIL_TYPES[record_type]


def receive[R](record_type: type[R], detail: dict[str, Any]) -> Event[R]:
    """The event in an envelope, if it is authentic; one too large for the bus is fetched by its
    claim, and what lies there is what has to be. Raises NotAuthentic, or EventKeyUnavailable."""
    name = events.DETAIL_TYPES[record_type]
    try:
        content = _content(detail)
    except claim_check.ClaimAltered as error:
        raise NotAuthentic(name, "what lies under its claim was changed") from error
    event_signing.check(name, content, detail.get("mac"))
    return _event(record_type, content)


def signed(name: str, detail: dict[str, Any]) -> dict[str, Any]:
    """An event's envelope with what proves it now, whatever stood there; of a type that bears no
    MAC, as it is. Raises EventKeyUnavailable."""
    unsigned = {key: value for key, value in detail.items() if key != "mac"}
    mac = event_signing.mac(name, _content(unsigned))
    return unsigned | {"mac": mac} if mac else unsigned


def decode_event[R](record_type: type[R], detail: dict[str, Any]) -> Event[R]:
    """The event in an envelope, whoever it is of: to be looked at, not to be believed."""
    return _event(record_type, _content(detail))


def _content(detail: dict[str, Any]) -> dict[str, Any]:
    if "claim" not in detail:
        return detail
    claimed: dict[str, Any] = json.loads(claim_check.load(detail["claim"]))
    return claimed


def _event[R](record_type: type[R], content: dict[str, Any]) -> Event[R]:
    record: R = events.adapter(record_type).validate_python(content["record"])
    return Event(record, events.adapter(Trace).validate_python(content["trace"]))


def _entries(
    told: list[Event], tells: Collection[type[Any]]
) -> "list[PutEventsRequestEntryTypeDef]":
    for event in told:
        if type(event.record) not in tells:
            raise NotItsOwn(event.record)
    try:
        return [_entry(event) for event in told]
    except EventKeyUnavailable as error:
        raise Undelivered(str(error)) from error


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
    content = f'{version},"record":{record},"trace":{trace}'
    mac = _mac(event, f"{{{content}}}")
    if len(content.encode()) <= DETAIL_BYTES_MAX:
        return f"{{{content}{mac}}}"
    return f'{{{version},"claim":"{claim_check.store(f"{{{content}}}")}"{mac}}}'


def _mac(event: Event, content: str) -> str:
    """Beside the content, or the claim on it: a claim on something else is not authentic."""
    if type(event.record) not in events.SIGNED:
        return ""
    mac = event_signing.mac(detail_type(type(event.record)), json.loads(content))
    return f',"mac":"{mac}"' if mac else ""
