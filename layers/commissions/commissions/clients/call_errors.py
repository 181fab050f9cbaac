"""What becomes of a call that a store did not do: which error, and in which words.

Each names what was tried and where, what most likely came in between, and what mends it.
"""

from dataclasses import dataclass, replace
from typing import Any

import httpx2

from commissions.clients import (
    AccessDenied,
    InvalidResponse,
    NotAllowed,
    StoreError,
    Unavailable,
)
from commissions.clients.likely_cause import StoreAddress, UselessAnswer, is_of_tls
from commissions.clients.reply import Reply, retry_after

PASSING = {408, 425}
"""Besides 5xx: as good as no answer."""


REFUSAL_BYTES = 2_000


class Unauthorized(AccessDenied):
    """What opens the API opens it no more (401): nothing was done."""


class StoreRefused(InvalidResponse):
    """Another 4xx: the store understood, and does not do it, or not all of it."""

    def __init__(self, message: str, status: int, payload: Any = None, body: bytes = b"") -> None:
        super().__init__(message)
        self.status, self.payload = status, payload
        self.body = body[:REFUSAL_BYTES]
        """How it says so, for whoever knows its words; for no message and no log."""


class NotProcessed(Unavailable):
    """Nothing can have happened in the store: no connection, or too many calls."""


@dataclass(frozen=True, slots=True)
class CallErrors:
    """Of the calls of one store. `base`: the address below which it is asked."""

    base: str
    address: StoreAddress

    def absent(self, call: str, reply: Reply, body: bytes = b"", *, wait: float = 0) -> Reply:
        """A reply other than 2xx, where it only says that something is not there.

        `body`: of a refusal, as it came. `wait`: seconds, of a store that says in its own way when
        it may be asked again. Raises StoreError.
        """
        status = reply.status
        useless = UselessAnswer(status, reply.headers, reply.payload, call)
        elsewhere = ", which is elsewhere" if useless.leads_elsewhere else ""
        told = self._told(f"{call} answered {status}{elsewhere}", useless)
        if status == 429:
            raise NotProcessed(told, retry_after=retry_after(reply) or wait)
        if status >= 500 or status in PASSING:
            raise Unavailable(told, retry_after=retry_after(reply))
        if status == 401:
            raise Unauthorized(told)
        if status == 403:
            raise AccessDenied(told)
        if useless.leads_elsewhere:
            raise InvalidResponse(told)
        if status != 404:
            raise StoreRefused(told, status, reply.payload, body)
        return replace(reply, problem=told)

    def unreadable(self, call: str, reply: Reply, reason: str) -> InvalidResponse:
        """Of an answer that looked like what was asked for."""
        what = f"{call} answered {reply.status}, but: {reason}"
        useless = UselessAnswer(reply.status, reply.headers, None, call)
        return InvalidResponse(self._told(what, useless))

    def too_slow(self, call: str) -> Unavailable:
        return Unavailable(f"{call}: the answer takes too long ({self.base})")

    def not_allowed(self, call: str, reason: NotAllowed) -> NotAllowed:
        return NotAllowed(f"{call}: {self.address.of_forbidden(str(reason))}")

    def failure(self, call: str, error: httpx2.TransportError) -> StoreError:
        """Of a call without an answer."""
        why = f"({self.base}): {self.address.of_failure(error)}"
        match error:
            case httpx2.ConnectError() if is_of_tls(error):
                proves = "its certificate does not prove the host"
                return NotProcessed(f"{call}: no connection, {proves} {why}")
            case httpx2.ConnectError() | httpx2.ConnectTimeout():
                return NotProcessed(f"{call}: no connection {why}")
            case httpx2.PoolTimeout():
                return NotProcessed(f"{call}: no connection ({self.base}): too many are open")
            case httpx2.TimeoutException():
                return Unavailable(
                    f"{call}: no answer in time ({self.base}): the store is slow, or down; it is "
                    "asked again"
                )
            case httpx2.LocalProtocolError():
                return AccessDenied(
                    f"{call}: a header, perhaps of the credentials, cannot be sent: set them anew "
                    f"with {self.address.new_access}"
                )
        return Unavailable(f"{call}: the connection broke {why}")

    def _told(self, what: str, answer: UselessAnswer) -> str:
        why = self.address.of_answer(answer)
        return f"{what} ({self.base}): {why}" if why else f"{what} ({self.base})"
