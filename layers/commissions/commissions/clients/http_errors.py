"""What can go wrong with one call over HTTP, as far as a caller does something else about it."""

import ssl

import httpx2

from commissions.clients import AccessDenied, InvalidResponse, StoreError, Unavailable


class Unauthorized(AccessDenied):
    """What opens the API opens it no more (401): nothing was done."""


class StoreRefused(InvalidResponse):
    """Another 4xx: the store understood, and does not do it."""

    def __init__(self, message: str, status: int, body: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.body = body
        """What the store said to it, for whoever knows its words; for no message and no log."""


class NotProcessed(Unavailable):
    """Nothing can have happened in the store: no connection, or too many calls."""


def transport_error(call: str, error: httpx2.TransportError) -> StoreError:
    """What a failure of the connection is to whoever asked; it repeats nothing of httpx2's own."""
    match error:
        case httpx2.ConnectError() if _is_tls_error(error):
            return NotProcessed(f"{call}: no connection, its certificate does not prove the host")
        case httpx2.ConnectError() | httpx2.ConnectTimeout() | httpx2.PoolTimeout():
            return NotProcessed(f"{call}: no connection")
        case httpx2.TimeoutException():
            return Unavailable(f"{call}: no answer in time")
        case httpx2.LocalProtocolError():
            return AccessDenied(f"{call}: a header, perhaps of the credentials, cannot be sent")
    return Unavailable(f"{call}: the connection broke")


def _is_tls_error(error: BaseException | None) -> bool:
    while error and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None
