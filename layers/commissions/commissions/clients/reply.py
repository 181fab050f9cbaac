"""A store's reply to a call, read from HTTP."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any

import httpx2

from commissions.clients import InvalidResponse, bounded_body
from commissions.platforms.strict_json import NotJson, loads

_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Lower-case names."""
    payload: Any
    """As strict_json reads it; None for an empty body, and for a 404 that is no JSON."""
    read_at: datetime
    """The store's own time of its answer; ours where it named none."""
    problem: str = ""
    """Of a 404: what it means where it says nothing of the thing that was asked for."""


type Pace = Callable[[Reply], float]
"""By a reply's headers, how many seconds to wait before the next call."""


def reply_of(response: httpx2.Response) -> Reply:
    """The reply but for its body, which is not read."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    moment = _moment(headers.get("date", ""))
    return Reply(response.status_code, MappingProxyType(headers), None, moment)


def payload_of(response: httpx2.Response) -> Any:
    """What an answer says. Raises NotJson, InvalidResponse, BodyTooSlow."""
    body = bounded_body.read_body(response)
    return loads(body, exponents=True) if body.strip() else None


def refusal_of(response: httpx2.Response) -> bytes:
    """What a refusal says, in JSON or on a page for people; nothing where it cannot be read."""
    with suppress(InvalidResponse, bounded_body.BodyTooSlow, httpx2.TransportError):
        return bounded_body.read_body(response)
    return b""


def refusal_payload(body: bytes) -> Any:
    """None where it is no JSON."""
    with suppress(NotJson, InvalidResponse):
        return loads(body, exponents=True) if body.strip() else None
    return None


def retry_after(reply: Reply) -> float:
    """After how many seconds the store wants to be asked again; 0 where it does not say."""
    for name in ("retry-after", "x-retry-after"):
        if _SECONDS.fullmatch(text := reply.headers.get(name, "").strip()):
            return float(text)
    return 0


def _moment(text: str) -> datetime:
    with suppress(ValueError):
        if (moment := parsedate_to_datetime(text)).tzinfo:
            return moment.astimezone(UTC)
    return datetime.now(UTC)
