"""What our code asks of DynamoDB: counted, and met by another writer in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from commissions.aws.clients import client


@contextmanager
def round_trips() -> Iterator[list[str]]:
    """The calls to DynamoDB that are made inside."""
    calls: list[str] = []
    with _hooked("*", calls.append):
        yield calls


@contextmanager
def just_before(operation: str, happens: Callable[[], object]) -> Iterator[None]:
    """Something happens once, right before the first such call that is made inside."""
    ahead = [happens]

    def once(_: str) -> None:
        if ahead:
            ahead.pop()()

    with _hooked(operation, once):
        yield


@contextmanager
def _hooked(operation: str, hook: Callable[[str], object]) -> Iterator[None]:
    def call(model: Any, **_: Any) -> None:
        hook(model.name)

    event = f"before-call.dynamodb.{operation}"
    client("dynamodb").meta.events.register(event, call)
    try:
        yield
    finally:
        client("dynamodb").meta.events.unregister(event, call)
