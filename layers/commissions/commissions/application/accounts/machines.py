"""Machines that ask the API: whether a token is of one that may, as of now.

The pool's keys are asked once an hour; a token that names one which is not known asks for them
anew, once a minute at most, so that nobody can have us ask by making tokens up.
"""

import os
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from commissions.aws import user_pool
from commissions.aws.cache import TtlCache
from commissions.domain.people.machines import (
    Machine,
    NotAMachinesToken,
    SignedToken,
    machine,
    taken_apart,
)
from commissions.tables import sessions

if TYPE_CHECKING:
    from commissions.clients.signing_keys import SigningKey

API_CLIENTS = frozenset(each.strip() for each in os.environ["API_CLIENTS"].split(",")) - {""}
"""The app clients that may ask; none where nobody is named."""
SIGN_IN_URL = os.environ["SIGN_IN_URL"]
KEYS_SECONDS, ASKED_ANEW_SECONDS = 3600.0, 60.0
SECRET_SECONDS = 3600.0
SECRET_LASTS = timedelta(days=30)

_keys: TtlCache[str, "dict[str, SigningKey]"] = TtlCache()
_unknown: TtlCache[str, "dict[str, SigningKey]"] = TtlCache()
_secrets: TtlCache[str, str] = TtlCache()


class TokensUnreadable(RuntimeError):
    """The pool does not say its keys now, so that nobody knows whether a token holds."""


def recognized(token: str, now: datetime) -> Machine:
    """Raises NotAMachinesToken, TokensUnreadable."""
    if not API_CLIENTS:
        raise NotAMachinesToken("no client may ask")
    found = taken_apart(token)
    key = _key(found.key_id)
    if key is None or not _is_signed(found, key):
        raise NotAMachinesToken("its signature is none of the pool's")
    return machine(found.claims, issuer=user_pool.issuer(), clients=API_CLIENTS, now=now)


def account_of(client_id: str) -> str:
    """Under which its requests are counted: no person's is written like it."""
    return f"machine#{client_id}"


def list_secret(client_id: str, now: datetime) -> str:
    """With which cursors of a machine's lists are signed; nobody is told it."""

    def find(_: str) -> str:
        new, over_at = secrets.token_hex(32), now + SECRET_LASTS
        return sessions.list_secret(account_of(client_id), new, over_at)

    return _secrets.get(client_id, find, max_age_seconds=SECRET_SECONDS)


def _key(key_id: str) -> "SigningKey | None":
    known = _keys.get("", _fetched, max_age_seconds=KEYS_SECONDS)
    if key_id in known:
        return known[key_id]
    anew = _unknown.get("", _fetched, max_age_seconds=ASKED_ANEW_SECONDS)
    _keys.put("", anew)
    return anew.get(key_id)


def _fetched(_: str) -> "dict[str, SigningKey]":
    # Loading it costs as much as all the rest of the API, and only machines need it.
    from commissions.clients import signing_keys

    try:
        return signing_keys.fetch(user_pool.keys_url(SIGN_IN_URL))
    except signing_keys.KeysUnavailable as error:
        raise TokensUnreadable(str(error)) from error


def _is_signed(token: SignedToken, key: "SigningKey") -> bool:
    # Imported here: it is large, and no person's request needs it.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        public = RSAPublicNumbers(key.exponent, key.modulus).public_key()
        public.verify(token.signature, token.signed, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True
