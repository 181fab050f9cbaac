"""The keys with which the user pool signs its tokens (JSON Web Key Set, RFC 7517).

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from commissions.clients import InvalidResponse, bounded_body, egress

TIMEOUT = httpx2.Timeout(5, connect=2)


class KeysUnavailable(RuntimeError):
    """The pool does not say its keys now, or not as it should."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public RSA key."""

    modulus: int
    exponent: int


def fetch(url: str, *, network: egress.Network | None = None) -> dict[str, SigningKey]:
    """By their ids; those of other kinds are left out. Raises KeysUnavailable."""
    status, body = _asked(url, network)
    try:
        told = json.loads(body)["keys"] if status == 200 else None
        if isinstance(told, list):
            return dict(_read(each) for each in told if each.get("kty") == "RSA")
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise KeysUnavailable(f"the user pool answered {status} without keys")


def _read(key: Mapping[str, Any]) -> tuple[str, SigningKey]:
    return str(key["kid"]), SigningKey(modulus=_number(key["n"]), exponent=_number(key["e"]))


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _asked(url: str, network: egress.Network | None) -> tuple[int, bytes]:
    transport = egress.EgressTransport(_local(url), network)
    with httpx2.Client(
        transport=transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False
    ) as client:
        try:
            with client.stream("GET", url) as response:
                return response.status_code, bounded_body.read_body(response)
        except (httpx2.TransportError, InvalidResponse, bounded_body.BodyTooSlow) as error:
            raise KeysUnavailable(f"the user pool does not answer: {error!r}") from error


def _local(url: str) -> Sequence[str]:
    """Without TLS there is only the local engine, which is on this machine."""
    return (httpx2.URL(url).netloc.decode(),) if url.startswith("http://127.0.0.1:") else ()
