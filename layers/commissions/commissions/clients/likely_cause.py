"""What most likely keeps a store's API from answering, and what mends it, in words for a person.

Of an answer no more is repeated than its status, where it leads, and words that are known here: the
rest may hold what was sent.
"""

import errno
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

_PATH = re.compile(r"(/[A-Za-z0-9._~-]{0,60}){0,6}/?", re.ASCII)
"""A path that may be shown: short, and without anything encoded."""
_WORDS = re.compile(r"[A-Za-z0-9 .,:'()_-]{1,120}", re.ASCII)


class NoAddress(httpcore2.ConnectError):
    """The name of a host leads nowhere."""


@dataclass(frozen=True, slots=True)
class UselessAnswer:
    """An answer that is not what was asked for."""

    status: int
    headers: Mapping[str, str]
    """Lower-case names."""
    payload: Any
    """Of a refusal, as strict_json reads it; None where it is no JSON, or was not read."""
    call: str = ""
    """By method and path."""

    @property
    def leads_elsewhere(self) -> bool:
        return self.status < 200 or 300 <= self.status < 400

    def text(self, name: str) -> str:
        """A text of the answer's, to be compared and never to be shown."""
        found = self.payload.get(name) if isinstance(self.payload, dict) else None
        return found if isinstance(found, str) else ""


type CauseOf = Callable[[UselessAnswer], str]
"""What a platform's answers mean; empty for what they do not say more of than their status."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Whose API it is, and what in `stores.yaml` says where that is."""

    store_id: str = ""
    setting: str = "api_url"
    """Empty where the platform has one address for all of its stores."""
    cause_of: CauseOf = lambda answer: ""

    @property
    def named(self) -> str:
        of = f" of {self.store_id}" if self.store_id else ""
        return f"`{self.setting}`{of} in stores.yaml" if self.setting else "this machine's network"

    @property
    def new_access(self) -> str:
        return f"`commissions store access {self.store_id or 'STORE'}`"

    def of_answer(self, answer: UselessAnswer) -> str:
        return self.cause_of(answer) or self._by_status(answer)

    def of_forbidden(self, reason: str) -> str:
        """Of a call that is not made. What the address is, is not repeated: it may hold a key."""
        return (
            f"{reason}: see {self.named}. A shop in your own network is asked only if the stack's "
            "parameter PrivateStores names its host (docs/platforms/README.md)"
        )

    def of_failure(self, error: BaseException) -> str:
        """Of a call that got no answer."""
        reasons = list(_reasons(error))
        said = next(filter(None, map(self._of_reason, reasons)), "")
        if not said and any(isinstance(found, httpx2.ConnectTimeout) for found in reasons):
            return (
                f"nobody there answers: a firewall may keep us out, or {self.named} names another "
                "machine"
            )
        return said or "the store, or something on the way, broke off: it is asked again"

    def _of_reason(self, error: BaseException) -> str:
        match error:
            case NoAddress():
                return f"the name has no address: see that {self.named} is spelt right"
            case ssl.SSLCertVerificationError():
                return (
                    f"{_of_certificate(error)}: renew it on the store's side, or put the name that "
                    f"it is for into {self.named}"
                )
            case ssl.SSLError():
                return f"what answers there does not speak TLS: see the port in {self.named}"
            case ConnectionRefusedError():
                return (
                    f"refused, nothing listens there: see that the store is up and that "
                    f"{self.named} is right"
                )
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
                return "there is no way to that address from here: see this machine's network"
        return ""

    def _by_status(self, answer: UselessAnswer) -> str:
        if answer.leads_elsewhere:
            return self._elsewhere(answer)
        if answer.status >= 500:
            return "the store fails by itself: see its own log; it is asked again"
        if answer.status < 300:
            return (
                f"a page answers there and no API: see that {self.named} is where the API is, and "
                "that the store is not closed for maintenance"
            )
        known = {
            401: f"what opens the API is not taken: set it anew with {self.new_access}",
            403: (
                "the account may not do this, or a firewall keeps us out: give the account the "
                f"right, or set another one's key with {self.new_access}"
            ),
            404: f"there is no API at this address: see {self.named}",
        }
        return known.get(answer.status, "")

    def _elsewhere(self, answer: UselessAnswer) -> str:
        to = _shown(answer.headers.get("location", ""))
        if not to:
            return f"nobody is followed elsewhere: see {self.named}"
        return (
            f"it leads to {to}, and keys are sent nowhere else than where they were meant for: if "
            f"the store is there, say so in {self.named}"
        )


def is_of_tls(error: BaseException) -> bool:
    return any(isinstance(found, ssl.SSLError) for found in _reasons(error))


def _shown(location: str) -> str:
    """Where an answer leads, without all that could be secret in it."""
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(location)
        if url.host and url.scheme in {"http", "https"}:
            port = f":{url.port}" if url.port else ""
            return f"{url.scheme}://{url.host}{port}{_path(url.path)}"
        return _path(url.path)
    return ""


def _path(path: str) -> str:
    return path if _PATH.fullmatch(path) else "/…"


def _of_certificate(error: ssl.SSLCertVerificationError) -> str:
    why = str(error.verify_message or "")
    return f"TLS says: {why.rstrip('.')}" if _WORDS.fullmatch(why) else "TLS does not trust it"


def _reasons(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and all that led to it."""
    while error:
        yield error
        error = error.__cause__ or error.__context__
