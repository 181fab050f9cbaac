"""By what a Shopify webhook proves that it is the store's own."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256

from commissions.platforms.shopify.headers import header


def is_authentic(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Whether one of the live secrets signed exactly these bytes: the app's, its former one, or
    the shop's own, which signs what was set up by hand."""
    given = header(headers, "hmac-sha256").encode("utf-8", "replace")
    expected = [
        base64.b64encode(hmac.digest(secret.encode(), body, sha256)) for secret in secrets if secret
    ]
    # All are compared, as bytes: neither how long it takes nor an odd character tells anything.
    matches = [hmac.compare_digest(given, each) for each in expected]
    return any(matches)
