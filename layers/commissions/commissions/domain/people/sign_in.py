"""Signing in: a code that only who asked for it can exchange, and what the user pool then says of
who signed in (OAuth 2.0 with PKCE, OpenID Connect)."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any, Self
from urllib.parse import unquote

PENDING = timedelta(minutes=10)
"""How long somebody may take to sign in."""
SKEW = timedelta(seconds=60)
"""By how much clocks may differ."""
NAME_MAX = 80
SECONDS_MAX = 2**40
"""Later than any moment that a clock here can say."""
_SECRET = re.compile(r"[0-9A-Za-z_-]{1,128}", re.ASCII)
_SUB = re.compile(r"[0-9a-zA-Z-]{1,64}", re.ASCII)
_PATH = re.compile(r"/(?!/)[!-\[\]-~]{0,1000}", re.ASCII)
"""From our root on; without a backslash, which browsers take for a slash."""


class NotOurToken(ValueError):
    """An id token that does not say what it has to, or says it of another sign-in."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PendingSignIn:
    """What a browser keeps while somebody signs in."""

    state: str
    nonce: str
    verifier: str
    to: str
    """Where they wanted to be: an address of ours."""
    again: bool
    """Whether they are to prove who they are although they are signed in."""
    sets_up: bool
    """Whether they want to set up an authenticator app."""
    began_at: int
    """Seconds since 1970."""

    @classmethod
    def new(cls, to: str, *, now: datetime, again: bool = False, sets_up: bool = False) -> Self:
        return cls(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            to=local_path(to),
            again=again,
            sets_up=sets_up,
            began_at=int(now.timestamp()),
        )

    @classmethod
    def of_cookie(cls, cookie: str) -> Self | None:
        """None of what is no pending sign-in of ours: the cookie is not signed, so anybody may
        have written anything into it."""
        try:
            found = cls(**json.loads(base64.urlsafe_b64decode(cookie)))
        except (ValueError, TypeError, RecursionError):
            return None
        kinds = [type(value) for value in asdict(found).values()]
        of_our_kind = kinds == [str, str, str, str, bool, bool, int]
        return found if of_our_kind and found._is_within_bounds() else None

    def _is_within_bounds(self) -> bool:
        secrets_are = all(map(_SECRET.fullmatch, (self.state, self.nonce, self.verifier)))
        return secrets_are and self.to.isascii() and 0 <= self.began_at < SECONDS_MAX

    def cookie(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()

    @property
    def challenge(self) -> str:
        """What the user pool is told of the verifier."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def is_answered_by(self, state: str, now: datetime) -> bool:
        """Whether an answer is to this sign-in, and in time."""
        in_time = now.timestamp() - self.began_at <= PENDING.total_seconds()
        return in_time and state.isascii() and compare_digest(self.state, state)


def local_path(text: str) -> str:
    """An address of ours, as it is; `/` for any other, and for one that leads to signing in."""
    decoded = unquote(text.partition("?")[0])
    ours = _PATH.fullmatch(text) and _PATH.fullmatch(decoded)
    return text if ours and not decoded.startswith("/auth/") else "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signed in, as the user pool says."""

    account_id: str
    name: str
    username: str
    """What the user pool itself is asked by."""
    proved_at: datetime


def claims_of(id_token: str) -> Mapping[str, Any]:
    """What a token says. It comes from the token endpoint itself, over TLS, so that its signature
    need not be looked at (OpenID Connect Core 3.1.3.7). Raises NotOurToken."""
    parts = id_token.split(".")
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
    except (ValueError, IndexError):
        raise NotOurToken("the id token cannot be read") from None
    if not isinstance(claims, dict):
        raise NotOurToken("the id token cannot be read")
    return claims


def person(
    claims: Mapping[str, Any], pending: PendingSignIn, *, issuer: str, audience: str, now: datetime
) -> Person:
    """Whom a token is of, once it is sure that it is for us, of this sign-in, and fresh.

    Raises NotOurToken.
    """
    wanted = {"iss": issuer, "aud": audience, "nonce": pending.nonce, "token_use": "id"}
    if wrong := [name for name, value in wanted.items() if claims.get(name) != value]:
        raise NotOurToken(f"the id token has another {', '.join(wrong)}")
    proved_at = _moment(claims, "auth_time")
    if now > _moment(claims, "exp") + SKEW or _moment(claims, "iat") > now + SKEW:
        raise NotOurToken("the id token is not of now")
    if pending.again and proved_at.timestamp() < pending.began_at - SKEW.total_seconds():
        raise NotOurToken("they were not asked again who they are")
    return Person(
        account_id=_account_id(claims),
        name=_name(claims),
        username=str(claims.get("cognito:username", "")),
        proved_at=proved_at,
    )


def _account_id(claims: Mapping[str, Any]) -> str:
    sub = claims.get("sub")
    if not isinstance(sub, str) or not _SUB.fullmatch(sub):
        raise NotOurToken("the id token names nobody")
    return sub


def _name(claims: Mapping[str, Any]) -> str:
    said = claims.get("name")
    shown = "".join(each for each in said if each.isprintable()) if isinstance(said, str) else ""
    return shown.strip()[:NAME_MAX]


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    seconds = claims.get(name)
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds < SECONDS_MAX:
        raise NotOurToken(f"the id token has no {name}")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise NotOurToken(f"the id token has no {name}") from None
