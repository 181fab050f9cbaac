"""Processes that end at a call, and answers that get lost: counted, and cut where a test says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ConnectionClosedError
from moto.core.models import botocore_stubber

from commissions.aws.clients import client
from tests.support.in_memory_store import InMemoryStore
from tools.fake_bank import FakeBank


class Crashed(BaseException):
    """The process is no more; nothing of ours can catch that."""


def fails(call: str) -> Exception:
    """What the SDK raises when all of its own tries were in vain."""
    return ConnectionClosedError(endpoint_url=call)


@dataclass
class Process:
    """All calls that a process makes, of AWS and of the store; at one of them it ends, or that one
    fails."""

    at: int | None = None
    ends: Callable[[str], BaseException] = Crashed
    calls: list[str] = field(default_factory=list)

    def goes_on(self, call: str) -> None:
        self.calls.append(call)
        if len(self.calls) - 1 == self.at:
            raise self.ends(call)


@contextmanager
def life(
    shop: InMemoryStore | FakeBank,
    at: int | None = None,
    ends: Callable[[str], BaseException] = Crashed,
) -> Iterator[Process]:
    """What happens inside happens in one process, which may end before its end."""
    lived = Process(at, ends)
    make = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(of: Any, operation: str, parameters: Any) -> Any:
        lived.goes_on(operation)
        return make(of, operation, parameters)

    shop.before = lived.goes_on
    try:
        with patch.object(BaseClient, "_make_api_call", call):
            yield lived
    except (Crashed, ConnectionClosedError):
        pass
    finally:
        shop.before = lambda what: None


@contextmanager
def lost_answers(operation: str) -> Iterator[list[str]]:
    """Every such call to DynamoDB is done, and nobody hears of it: the SDK asks once more."""
    lost: list[str] = []
    turns = cycle((True, False))

    def send(request: Any, event_name: str, **_: Any) -> None:
        if next(turns):
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
