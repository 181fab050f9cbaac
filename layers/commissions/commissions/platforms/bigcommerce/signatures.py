"""By what a hook proves that it is BigCommerce's: a signature, and a header that we had set.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com), with the client
secret of the API account as its key. The header is set when a hook is made, with a value that
follows from the same secret. Both are asked for, always: either alone might be left out by a change
on the other side without anybody noticing.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

TOKEN_HEADER = "x-commissions-token"  # noqa: S105 - the name of the header, not what it holds
TOLERANCE_SECONDS = 300

_TOKEN_OF = b"commissions hook"
_ENCODED = "whsec_"
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_ID = re.compile(r"[!-~]{1,256}", re.ASCII)
_SIGNATURES_MAX = 10


def hook_token(secret: str) -> str:
    """What our header holds for this client secret, from which nobody can go back to it."""
    return hmac.digest(secret.encode(), _TOKEN_OF, sha256).hex()


def is_authentic(
    body: bytes, headers: Mapping[str, str], secrets: Sequence[str], *, now: datetime | None = None
) -> bool:
    """Whether exactly these bytes were signed a moment ago, and our header came with them.

    While a secret is changed, the two may go by different live ones.
    """
    live = [secret for secret in secrets if secret]
    named = _is_token(headers.get(TOKEN_HEADER, ""), live)
    signed = _is_signed(body, headers, live)
    return named and signed and _is_fresh(headers, now or datetime.now(UTC))


def _is_token(given: str, secrets: Iterable[str]) -> bool:
    return _any_equal([given], [hook_token(secret) for secret in secrets])


def _is_signed(body: bytes, headers: Mapping[str, str], secrets: Iterable[str]) -> bool:
    webhook_id, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not _ID.fullmatch(webhook_id) or not _SECONDS.fullmatch(moment):
        return False
    message = b".".join([webhook_id.encode(), moment.encode(), body])
    expected = [_signature(key, message) for secret in secrets if (key := _key(secret))]
    given = headers.get("webhook-signature", "").split(" ")[:_SIGNATURES_MAX]
    return _any_equal(given, expected)


def _signature(key: bytes, message: bytes) -> str:
    return f"v1,{base64.b64encode(hmac.digest(key, message, sha256)).decode()}"


def _key(secret: str) -> bytes:
    """The text's own bytes; what Standard Webhooks writes with a prefix, it writes in base64."""
    if not secret.startswith(_ENCODED):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except binascii.Error:
        return b""


def _is_fresh(headers: Mapping[str, str], now: datetime) -> bool:
    moment = headers.get("webhook-timestamp", "")
    if not _SECONDS.fullmatch(moment):
        return False
    return abs(now.timestamp() - int(moment)) <= TOLERANCE_SECONDS


def _any_equal(given: Iterable[str], expected: Iterable[str]) -> bool:
    """All are compared, as bytes: neither how long it takes nor an odd character tells anything."""
    wanted = [each.encode() for each in expected]
    pairs = [(one.encode("utf-8", "replace"), each) for one in given for each in wanted]
    matches = [hmac.compare_digest(one, each) for one, each in pairs]
    return any(matches)
