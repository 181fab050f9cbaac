"""An answer as the HTTP API wants it: small on the wire, and with what a browser has to enforce."""

import base64
import gzip
import os
from collections.abc import Mapping, Sequence
from typing import Any

SIGN_IN_URL = os.environ["SIGN_IN_URL"]
"""Where people sign in: `https://commissions-123456789012.auth.eu-west-1.amazoncognito.com`."""
HTML = "text/html; charset=utf-8"
GZIP_FROM_BYTES = 1024
PERSONAL = "no-store"
FOR_GOOD = "public, max-age=31536000, immutable"
_UNPACKED = ("text/", "image/svg+xml", "application/json", "application/problem+json")
"""What gets smaller: fonts and pictures are packed already."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self' {sign_in}; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_TWO_YEARS = 2 * 365 * 24 * 3600

type LambdaAnswer = dict[str, Any]


def lambda_answer(  # noqa: PLR0913 - each is a part of an answer
    status: int,
    body: str | bytes,
    *,
    content_type: str,
    headers: Mapping[str, str],
    cookies: Sequence[str],
    takes_gzip: bool,
    is_tls: bool,
    is_head: bool,
) -> LambdaAnswer:
    """`headers` of the answer's own go over those that every answer has."""
    sent = body.encode() if isinstance(body, str) else body
    given = security_headers(is_tls=is_tls) | {"cache-control": PERSONAL}
    if sent:
        given |= {"content-type": content_type, "vary": "accept-encoding"}
    given |= {name.lower(): value for name, value in headers.items()}
    packs = takes_gzip and len(sent) >= GZIP_FROM_BYTES and content_type.startswith(_UNPACKED)
    if packs and "content-encoding" not in given:
        sent = gzip.compress(sent, 6, mtime=0)
        given["content-encoding"] = "gzip"
    answer: LambdaAnswer = {"statusCode": status, "headers": given, "cookies": list(cookies)}
    if is_head or not sent:
        return answer | {"body": "", "isBase64Encoded": False}
    if isinstance(body, str) and "content-encoding" not in given:
        return answer | {"body": body, "isBase64Encoded": False}
    return answer | {"body": base64.b64encode(sent).decode(), "isBase64Encoded": True}


def security_headers(*, is_tls: bool) -> dict[str, str]:
    """Of every answer: nothing of elsewhere is loaded, framed, or told where somebody came from."""
    given = {
        "content-security-policy": _POLICY.format(sign_in=SIGN_IN_URL),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if is_tls:
        given["strict-transport-security"] = f"max-age={_TWO_YEARS}"
    return given
