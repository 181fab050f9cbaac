"""By what a WooCommerce webhook proves that it is the store's own."""

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

SIGNATURE = "x-wc-webhook-signature"
_CHARACTERS = {
    "quot": '"', "34": '"', "22": '"', "39": "'", "27": "'", "lt": "<", "60": "<",
    "gt": ">", "62": ">", "amp": "&", "38": "&", "26": "&",
}  # fmt: skip
_ENTITY = re.compile(
    r"&(?:(quot|lt|gt|amp)|#0*(39|34|60|62|38)|#[xX]0*(27|22|26));",  # no others: as WordPress does
    re.ASCII,
)


def is_authentic(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Whether one of the live secrets signed exactly these bytes; an empty one signs nothing."""
    given = headers.get(SIGNATURE, "").encode("utf-8", "replace")
    expected = [
        base64.b64encode(hmac.digest(key_of(secret), body, sha256)) for secret in secrets if secret
    ]
    # All are compared, as bytes: neither how long it takes nor an odd character tells anything.
    matches = [hmac.compare_digest(given, each) for each in expected]
    return any(matches)


def key_of(secret: str) -> bytes:
    """The key that a secret gives: WordPress decodes the entities of HTML in it, once, and leaves
    blanks at its ends (`wp_specialchars_decode` with ENT_QUOTES)."""
    return _ENTITY.sub(lambda found: _CHARACTERS[found[found.lastindex or 0]], secret).encode()
