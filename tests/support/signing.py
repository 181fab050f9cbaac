"""Keys that events are signed with, and events that somebody signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from commissions.aws import bus, cache, event_keys, event_signing, secret_documents
from tests.support.environment import EVENT_KEY
from tests.support.samples import bus_sample

Event = dict[str, Any]
FIRST = EVENT_KEY
SECOND = {"id": "second", "key": "s" * 64}
THIRD = {"id": "third", "key": "t" * 64}


def in_minutes(minutes: float) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def store_keys(*keys: dict[str, str], known: bool = True) -> None:
    """Makes these the stack's keys, the newest first. `known`: as functions see it that have
    nothing of before in memory."""
    newest, *former = keys
    document = {**newest, "former": former}
    secret_documents.change_named(event_keys.SECRET, lambda _: document)
    if known:
        cache.forget_all()


def signed_sample(detail_type: str) -> Event:
    """What the bus puts into a queue of a type, signed with the key that signs now."""
    return signed(bus_sample(detail_type))


def signed(event: Event) -> Event:
    """As whoever told it so would have signed it."""
    return event | {"detail": bus.signed(event["detail-type"], event["detail"])}


def unsigned(event: Event) -> Event:
    detail = {name: value for name, value in event["detail"].items() if name != "mac"}
    return event | {"detail": detail}


@contextmanager
def signed_events(mode: str) -> Iterator[None]:
    """The stack as it is deployed with another SignedEvents."""
    with patch.object(event_signing, "MODE", mode):
        yield
