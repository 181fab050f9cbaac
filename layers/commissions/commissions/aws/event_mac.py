"""The message authentication code of an event: HMAC-SHA256 over all that is believed of it.

RFC 2104; as text `<id of the key>:<hex digest>`. It is of the values that were read, not of bytes:
the bus writes an event anew on its way.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

SCHEME = "event-mac/1"
"""Another way of writing the text that is signed is another scheme."""


def key_id_of(mac: str) -> str:
    return mac.partition(":")[0]


def mac_of(key_id: str, secret: bytes, detail_type: str, content: Mapping[str, Any]) -> str:
    """Of an event's `schema_version`, `record` and `trace`. The record says which order of which
    store it is, the type what it is taken for: none can stand for another."""
    text = canonical_text(key_id, detail_type, content)
    return f"{key_id}:{hmac.digest(secret, text.encode(), 'sha256').hex()}"


def is_mac_of(mac: str, secret: bytes, detail_type: str, content: Mapping[str, Any]) -> bool:
    right = mac_of(key_id_of(mac), secret, detail_type, content)
    return hmac.compare_digest(mac.encode(errors="replace"), right.encode(errors="replace"))


def canonical_text(key_id: str, detail_type: str, content: Mapping[str, Any]) -> str:
    """One text for one content, in whatever order its fields stand; another for every other."""
    signed = [content[name] for name in ("schema_version", "record", "trace")]
    return json.dumps(
        [SCHEME, key_id, detail_type, *signed],
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
