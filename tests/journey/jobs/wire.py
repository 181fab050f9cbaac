"""What goes over the wire to the engine: heard, and cut where a test says so.

Calls are cut where the SDK makes them (`Wire`), so that a process ends just before or just after
one; or below the SDK (`unanswered`), whose own retries then meet what they made happen.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import botocore.httpsession
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

BEFORE, AFTER, LOST, UNANSWERED = "before", "after", "lost", "unanswered"
WRITES = ("TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "PutEvents")


class Died(BaseException):
    """The process ended here; nothing of ours can catch that."""


class DiedForGood(Died):
    """It ended, and what it had taken from its queue is gone too."""


@dataclass(frozen=True)
class Cut:
    """At the call of that number: the process dies before or after it (and its message is lost
    with it), or no answer comes."""

    call: int
    how: str


@dataclass
class Wire:
    cuts: tuple[Cut, ...] = ()
    calls: list[str] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    """The events that the bus took."""
    hit: int = 0

    def call(self, client: Any, operation: str, parameters: Any, make: Any) -> Any:
        number = len(self.calls)
        self.calls.append(f"{client.meta.service_model.service_name}.{operation}")
        self._cut(number, BEFORE, operation)
        try:
            answer = make(client, operation, parameters)
            if operation == "PutEvents":
                self.told += parameters["Entries"]
        finally:  # also where the answer is that a condition did not hold
            self._cut(number, AFTER, operation)
            self._cut(number, LOST, operation)
            self._cut(number, UNANSWERED, operation)
        return answer

    def _cut(self, number: int, how: str, operation: str) -> None:
        if Cut(number, how) not in self.cuts:
            return
        self.hit += 1
        if how == UNANSWERED:
            raise ReadTimeoutError(endpoint_url="the engine", error=operation)
        died = DiedForGood if how == LOST else Died
        raise died(f"{how} call {number}, {operation}")


@dataclass
class Visited(Wire):
    """Before the call of that number somebody else comes in."""

    at: int = 0
    visitor: Callable[[], object] = lambda: None

    def call(self, client: Any, operation: str, parameters: Any, make: Any) -> Any:
        if len(self.calls) == self.at:
            self.calls.append("a visit")
            self.visitor()
        return super().call(client, operation, parameters, make)


@contextmanager
def heard(wire: Wire) -> Iterator[None]:
    make = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(client: Any, operation: str, parameters: Any) -> Any:
        return wire.call(client, operation, parameters, make)

    BaseClient._make_api_call = call  # type: ignore[attr-defined]
    try:
        yield
    finally:
        BaseClient._make_api_call = make  # type: ignore[attr-defined]


@contextmanager
def unanswered(chance: Random, rate: float) -> Iterator[list[str]]:
    """Of that share of writes the answer is lost although they were made: a timeout, a closed
    connection or a 500, which the SDK's retries see first. Nobody waits between those."""
    send: Any = botocore.httpsession.URLLib3Session.send
    lost: list[str] = []

    def sent(session: Any, request: Any) -> AWSResponse:
        answer: AWSResponse = send(session, request)
        target = request.headers.get("X-Amz-Target", b"")
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        if operation not in WRITES or chance.random() >= rate:
            return answer
        how = chance.choice(["timeout", "closed", "500"])
        lost.append(f"{operation} {how}")
        if how == "timeout":
            raise ReadTimeoutError(endpoint_url=request.url)
        if how == "closed":
            raise ConnectionClosedError(endpoint_url=request.url)
        return _internal_error(request.url)

    waits = botocore.endpoint.time  # type: ignore[attr-defined]
    botocore.httpsession.URLLib3Session.send = sent  # type: ignore[assignment,method-assign]
    botocore.endpoint.time = SimpleNamespace(  # type: ignore[attr-defined]
        sleep=lambda seconds: None, time=waits.time
    )
    try:
        yield lost
    finally:
        botocore.httpsession.URLLib3Session.send = send  # type: ignore[method-assign]
        botocore.endpoint.time = waits  # type: ignore[attr-defined]


def _internal_error(url: str) -> AWSResponse:
    body = io.BytesIO(b'{"__type": "InternalServerError", "message": "made up"}')
    raw = SimpleNamespace(stream=lambda *_, **__: iter([body.getvalue()]))
    return AWSResponse(url, 500, HTTPHeaders(), raw)
