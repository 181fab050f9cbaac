"""Tokens of machines, signed by keys that are made here and that a played user pool tells."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from commissions.application.accounts import machines
from commissions.aws import user_pool
from commissions.clients import signing_keys
from commissions.clients.signing_keys import KeysUnavailable, SigningKey
from tests.support.pages import NOW

CLIENT = "client-of-tests"


@cache
def private_key(key_id: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_key(key_id: str) -> SigningKey:
    numbers = private_key(key_id).public_key().public_numbers()
    return SigningKey(modulus=numbers.n, exponent=numbers.e)


def jwk(key_id: str) -> dict[str, str]:
    """As the pool tells it."""
    key = public_key(key_id)
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id,
        "n": text(key.modulus.to_bytes(256)),
        "e": text(key.exponent.to_bytes(3)),
    }


def claims(now: datetime = NOW, **said: Any) -> dict[str, Any]:
    """Of a machine that may read orders; None leaves one out."""
    seconds = int(now.timestamp())
    given = {
        "sub": CLIENT,
        "token_use": "access",
        "scope": "api/orders.read",
        "auth_time": seconds,
        "iss": user_pool.issuer(),
        "exp": seconds + 3600,
        "iat": seconds,
        "version": 2,
        "jti": "8d1c",
        "client_id": CLIENT,
    } | said
    return {name: value for name, value in given.items() if value is not None}


def a_token(
    said: Mapping[str, Any] | None = None,
    *,
    key_id: str = "first",
    signed_with: str = "",
    header: Mapping[str, Any] | None = None,
) -> str:
    """`signed_with`: another key than the one that it names."""
    head = {"kid": key_id, "alg": "RS256"} | dict(header or {})
    signed = f"{_part(head)}.{_part(claims() if said is None else said)}"
    key = private_key(signed_with or key_id)
    return f"{signed}.{text(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(value: Mapping[str, Any]) -> str:
    return text(json.dumps(dict(value)).encode())


@dataclass
class PlayedKeys:
    """What the pool tells, and how often it was asked."""

    known: tuple[str, ...] = ("first",)
    asked: int = 0
    broken: bool = False
    urls: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> dict[str, SigningKey]:
        self.asked += 1
        self.urls.append(url)
        if self.broken:
            raise KeysUnavailable("it does not answer")
        return {each: public_key(each) for each in self.known}


@contextmanager
def played_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlayedKeys]:
    found = PlayedKeys()
    monkeypatch.setattr(signing_keys, "fetch", found.fetch)
    for each in (machines._keys, machines._unknown, machines._secrets):
        each.clear()
    yield found
