"""What a platform's module has to bring: its API's answers, and the webhooks it sends."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from tools.fake_store.records import Event, Hook
from tools.fake_store.shop import Shop

_NUMBER = re.compile(r'"\\u0000([-0-9.]+)"')


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    """Without the shop's prefix and without the query; percent-decoded."""
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    """Lower-case names."""
    body: bytes
    url: str = ""
    """Whole, as it was asked and not decoded: what OAuth 1 signs."""

    def one(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def json(self) -> Any:
        return json.loads(self.body or b"null", parse_float=Decimal)


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any) -> bytes:
    """JSON in which a Decimal stands as a number with its own digits."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_marked)
    return _NUMBER.sub(r"\1", text).encode()


def _marked(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"\x00{value:f}"
    raise TypeError(f"{type(value).__name__} is not JSON")


def json_response(
    value: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer in JSON (see as_json)."""
    return Response(status, as_json(value), {"Content-Type": "application/json", **(headers or {})})


@dataclass(frozen=True)
class Delivery:
    """A webhook ready to be sent: signed, to one hook."""

    hook: Hook
    url: str
    headers: Mapping[str, str]
    body: bytes


class PlatformApi(Protocol):
    """A platform. `tools/fake_store/<platform>.py` exports one as PLATFORM_API."""

    def respond(self, shop: Shop, request: Request) -> Response | None:
        """None is 404. Called with the shop locked."""

    def deliveries(self, shop: Shop, event: Event) -> list[Delivery]:
        """One for each active hook that listens to this. Called with the shop locked."""


@runtime_checkable
class OwnRateLimit(Protocol):
    """A platform that has its own way to say that the caller asked too often."""

    def rate_limited(self, shop: Shop, seconds: int) -> Response:
        """`seconds`: after which the caller may come again."""
