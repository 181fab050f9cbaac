"""Keys as parts of an address: `shopify/tea-us/1001` is `shopify~2Ftea-us~2F1001`.

Percent-encoding would not do. The HTTP API decodes it before we see it, so that a key's `/` would
be one of the address, and it cuts the address off at a `?` that was decoded.
"""

import re

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
_ESCAPED = re.compile(r"(?:[A-Za-z0-9_.-]|~[0-9A-F]{2})*", re.ASCII)
_ESCAPE = re.compile(r"~([0-9A-F]{2})", re.ASCII)


KEY_BYTES_MAX = 1_024
"""What a table takes at least of a key; no key of ours comes near it."""


class NoSuchPart(ValueError):
    """A part of an address that no key is written as."""


def part_of(key: str) -> str:
    """A key as one part of an address; a full stop at its start is escaped, as `..` leads away."""
    text = "".join(chr(byte) if byte in _PLAIN else f"~{byte:02X}" for byte in key.encode())
    return f"~2E{text[1:]}" if text.startswith(".") else text


def key_of(part: str) -> str:
    """The key that a part of an address is of. Raises NoSuchPart."""
    if not _ESCAPED.fullmatch(part):
        raise NoSuchPart(part)
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), part)
    try:
        key = plain.encode("latin-1").decode()
    except UnicodeDecodeError:
        raise NoSuchPart(part) from None
    if not key or part_of(key) != part or len(key.encode()) > KEY_BYTES_MAX:
        raise NoSuchPart(part)
    return key
