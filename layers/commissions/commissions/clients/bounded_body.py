"""An answer's body, read piece by piece: not more, not longer, and not blown up by compression."""

import time
import zlib
from collections.abc import Callable

import httpx2

from commissions.clients import InvalidResponse

BYTES_MAX = 8 * 2**20
SECONDS_MAX = 60.0
"""How long an answer may take to come in whole."""

_GZIP = zlib.MAX_WBITS | 16


class BodyTooSlow(Exception):
    """The body drips in."""


def read_body(response: httpx2.Response, clock: Callable[[], float] = time.monotonic) -> bytes:
    """Raises InvalidResponse, BodyTooSlow, and what httpx2 raises."""
    unpack = _unpacking(response.headers.get("Content-Encoding", ""))
    found, ends = bytearray(), clock() + SECONDS_MAX
    for piece in response.iter_raw():
        found += unpack(piece, BYTES_MAX + 1 - len(found))
        if len(found) > BYTES_MAX:
            raise InvalidResponse(f"more than {BYTES_MAX} bytes")
        if clock() > ends:
            raise BodyTooSlow
    return bytes(found)


def _unpacking(encoding: str) -> Callable[[bytes, int], bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            return lambda piece, most: piece
        case "gzip" | "x-gzip":
            unpacker = zlib.decompressobj(_GZIP)
            return lambda piece, most: _unzipped(unpacker.decompress, piece, most)
    raise InvalidResponse("packed in a way that was not asked for")


def _unzipped(unpack: Callable[[bytes, int], bytes], piece: bytes, most: int) -> bytes:
    try:
        return unpack(piece, most)
    except zlib.error:
        pass
    raise InvalidResponse("packed, and broken")
