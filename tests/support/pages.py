"""Somebody who is signed in, and what they ask of a page."""

import base64
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from commissions.domain.people.accounts import MEMBER, SignedIn
from commissions.runtime.http_api import PageHandler, Request
from commissions.runtime.http_messages import SESSION_COOKIE, OpenSession
from tests.support.lambdas import a_context

HOST = "abc123.execute-api.eu-west-1.amazonaws.com"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
COOKIE = "of-somebody"


def somebody(*roles: str, member_id: str = "", zone: str = "UTC", **more: Any) -> SignedIn:
    """Signed in just now; of a member without a name, `cara`."""
    held = frozenset(roles or (MEMBER,))
    given: dict[str, Any] = {"account_id": "account-1", "name": "Somebody", "language": "en"}
    given |= {"user_id": given["account_id"], "reauthenticated_at": NOW}
    return SignedIn(
        **given | more,
        member_id=member_id or ("cara" if MEMBER in held else ""),
        roles=held,
        zone=zone,
    )


def a_request(path: str = "/app", *, who: SignedIn | None = None, **more: Any) -> Request:
    """What a page is asked; `form` of single texts or lists of them."""
    given: dict[str, Any] = {"method": "POST" if "form" in more else "GET", "fragment": False}
    form = {
        name: [value] if isinstance(value, str) else value
        for name, value in more.pop("form", {}).items()
    }
    empty: dict[str, Any] = {"path_params": {}, "query": {}, "headers": {}, "request_id": "r-1"}
    return Request(
        **given | empty | {"now": NOW} | more, path=path, form=form, who=who or somebody()
    )


def page_event(  # noqa: PLR0913 - each is a part of a request
    path: str,
    *,
    method: str = "GET",
    query: str = "",
    form: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    cookies: Sequence[str] = (f"{SESSION_COOKIE}={COOKIE}",),
    now: datetime = NOW,
    sent: tuple[str, bytes] | None = None,
) -> dict[str, Any]:
    """As the HTTP API hands it over; a form comes from a page of ours. `sent`: in place of a form's
    fields, its content type and its bytes."""
    given = {"host": HOST, "x-forwarded-proto": "https", "cookie": "; ".join(cookies)}
    body = None
    if form is not None:
        sent = ("application/x-www-form-urlencoded", urlencode(form).encode())
    if sent is not None:
        method, body = "POST", base64.b64encode(sent[1]).decode()
        given |= {"content-type": sent[0], "sec-fetch-site": "same-origin"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": given | dict(headers or {}),
        "cookies": list(cookies),
        "isBase64Encoded": body is not None,
        "requestContext": {
            "domainName": HOST,
            "requestId": "request-1",
            "timeEpoch": int(now.timestamp() * 1000),
            "http": {"method": method, "path": path},
        },
    } | ({"body": body} if body is not None else {})


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(handler: PageHandler, event: dict[str, Any]) -> Answered:
    """What a browser has after it unpacked the answer."""
    answer = handler(event, a_context())
    encoded: str = answer["body"]
    body = base64.b64decode(encoded) if answer["isBase64Encoded"] else encoded.encode()
    if answer["headers"].get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answered(answer["statusCode"], answer["headers"], answer["cookies"], body)


@dataclass(frozen=True)
class OpenGate:
    """Lets one person in by one cookie, as often as they like."""

    who: SignedIn
    wait: int = 0

    def session(self, cookie: str, now: datetime, *, in_use: bool) -> OpenSession | None:
        return OpenSession(self.who, "session-1") if cookie == COOKIE else None

    def seconds_to_wait(self, who: SignedIn, *, changes: bool, now: datetime) -> int:
        return self.wait
