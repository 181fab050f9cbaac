"""A request as the HTTP API hands it over (payload 2.0), read strictly and within bounds."""

import base64
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from commissions.runtime.multipart import MULTIPART, TooManyParts, multipart_fields

PAGES_HOST = os.environ["PAGES_HOST"]
"""The name that the pages have of their own; empty where it is that of the API."""
FORM_BYTES_MAX = 64 * 1024
FIELDS_MAX = 1000
"""Of a form: as many as the rows that somebody may tick at once, and some."""
_GZIP = re.compile(r"gzip(\s*;\s*q=(1(\.0*)?|0\.0*[1-9]\d*))?", re.ASCII)
FORM = "application/x-www-form-urlencoded"


class UnreadableRequest(ValueError):
    """A request that no browser sends. `status`: 400, 413 or 415."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRequest:
    """What came in, before anybody knows from whom."""

    method: str
    path: str
    """As the API decoded it: what stands in it is no longer told apart (pages/addresses.py)."""
    headers: Mapping[str, str]
    """By lower-case name."""
    cookies: Mapping[str, str]
    host: str
    """Under which name, and port, people have us in their browsers."""
    now: datetime
    request_id: str
    query_text: str = ""
    body_text: str = ""
    is_base64: bool = False

    @property
    def query(self) -> dict[str, str]:
        """By name; the last of one that comes again. Raises UnreadableRequest."""
        return {name: values[-1] for name, values in fields(self.query_text).items()}

    @property
    def form(self) -> dict[str, list[str]]:
        """Of a POST. Raises UnreadableRequest."""
        return _form(self)

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page that it stands in."""
        return self.headers.get("hx-request") == "true"

    @property
    def is_tls(self) -> bool:
        return self.headers.get("x-forwarded-proto") == "https"

    @property
    def origin(self) -> str:
        """Our own, as browsers name it."""
        return f"{'https' if self.is_tls else 'http'}://{self.host.lower()}"

    @property
    def takes_gzip(self) -> bool:
        offered = self.headers.get("accept-encoding", "").lower().split(",")
        return any(_GZIP.fullmatch(each.strip()) for each in offered)

    @property
    def changes(self) -> bool:
        return self.method not in ("GET", "HEAD")


def read(event: Mapping[str, Any]) -> ReceivedRequest:
    context = event["requestContext"]
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return ReceivedRequest(
        method=context["http"]["method"],
        path=event["rawPath"],
        headers=headers,
        cookies=_cookies(event.get("cookies") or headers.get("cookie", "").split(";")),
        host=PAGES_HOST or headers.get("host") or context.get("domainName", ""),
        now=datetime.fromtimestamp(context["timeEpoch"] / 1000, UTC),
        request_id=context["requestId"],
        query_text=event.get("rawQueryString") or "",
        body_text=event.get("body") or "",
        is_base64=bool(event.get("isBase64Encoded")),
    )


def fields(text: str) -> dict[str, list[str]]:
    """The names and values of a query or a form. Raises UnreadableRequest."""
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX)
    except UnicodeDecodeError:
        raise UnreadableRequest(400, "what was sent is not UTF-8") from None
    except ValueError:
        raise UnreadableRequest(413, f"more than {FIELDS_MAX} fields") from None


def _form(asked: ReceivedRequest) -> dict[str, list[str]]:
    body = _body(asked)
    if not body:
        return {}
    content_type = asked.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in (FORM, MULTIPART):
        raise UnreadableRequest(415, f"a form is sent as {FORM} or {MULTIPART}")
    try:
        return multipart_fields(content_type, body) if kind == MULTIPART else fields(body.decode())
    except TooManyParts:
        raise UnreadableRequest(413, "more parts than a form has") from None
    except UnicodeDecodeError:
        raise UnreadableRequest(400, "the form is not UTF-8") from None


def _body(asked: ReceivedRequest) -> bytes:
    if len(asked.body_text) > 2 * FORM_BYTES_MAX:
        raise UnreadableRequest(413, f"a form has at most {FORM_BYTES_MAX} bytes")
    try:
        text = asked.body_text.encode()
        body = base64.b64decode(text, validate=True) if asked.is_base64 else text
    except ValueError:
        raise UnreadableRequest(400, "the form cannot be decoded") from None
    if len(body) > FORM_BYTES_MAX:
        raise UnreadableRequest(413, f"a form has at most {FORM_BYTES_MAX} bytes")
    return body


def _cookies(listed: Sequence[str]) -> dict[str, str]:
    """By name. One that comes twice was planted by somebody, and counts for nothing."""
    found: dict[str, str] = {}
    for each in listed:
        name, _, value = each.strip().partition("=")
        found[name] = "" if name in found else value
    return {name: value for name, value in found.items() if value}
