"""Processes that end at a call, and answers that get lost: counted, and cut where a test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ConnectionClosedError
from moto.core.models import botocore_stubber

from commissions.aws import client
from tests.stall import Stall


class Ended(BaseException):
    """The process is no more; nothing of ours can catch that."""


@dataclass
class Life:
    """All calls that a process makes, of AWS and of the store; before one of them it ends."""

    ends_before: int | None = None
    calls: list[str] = field(default_factory=list)

    def goes_on(self, call: str) -> None:
        if len(self.calls) == self.ends_before:
            raise Ended(call)
        self.calls.append(call)


@contextmanager
def life(stall: Stall, ends_before: int | None = None) -> Iterator[Life]:
    """What happens inside is one process; whether it came to its end before shows in `calls`."""
    lived = Life(ends_before)
    make = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001

    def call(of: Any, operation: str, parameters: Any) -> Any:
        lived.goes_on(operation)
        return make(of, operation, parameters)

    stall.before = lived.goes_on
    try:
        with patch.object(BaseClient, "_make_api_call", call):
            yield lived
    except Ended:
        pass
    finally:
        stall.before = lambda what: None


@contextmanager
def lost_answer(operation: str) -> Iterator[list[str]]:
    """The first such call to DynamoDB is done, and nobody hears of it: the SDK asks once more."""
    lost: list[str] = []

    def send(request: Any, event_name: str, **_: Any) -> None:
        if not lost:
            lost.append(operation)
            botocore_stubber(event_name=event_name, request=request)
            raise ConnectionClosedError(endpoint_url=request.url)

    events = client("dynamodb").meta.events
    events.register_first(f"before-send.dynamodb.{operation}", send)
    try:
        with patch("botocore.endpoint.time.sleep"):
            yield lost
    finally:
        events.unregister(f"before-send.dynamodb.{operation}", send)
