"""Sessions of the pages: whose one is, and how long it lasts."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.domain.people.accounts import STAFF, Account, SignedIn

SEEN_AGAIN = timedelta(minutes=5)
"""So much later a session is noted again as in use: not with each request, which would cost a
write."""
_IDLE_STAFF, _IDLE_MEMBER = timedelta(hours=1), timedelta(hours=8)
_WHOLE_STAFF, _WHOLE_MEMBER = timedelta(hours=12), timedelta(days=30)
_COOKIE = re.compile(r"([0-9a-zA-Z-]{1,64})\.([0-9A-Za-z_-]{43})", re.ASCII)


class NoSession(ValueError):
    """A cookie that we never gave anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKey:
    """Under what a session is kept; of a cookie's secret only the hash."""

    account_id: str
    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """From signing in until signing out, in one browser."""

    key: SessionKey
    name: str
    """What the user pool called them when they signed in."""
    epoch: int
    """Of the account, when it began."""
    began_at: datetime
    seen_at: datetime
    """When it was last in use, give or take `SEEN_AGAIN`."""
    proved_at: datetime
    """When they last proved to the user pool who they are."""


def new_cookie(account_id: str) -> str:
    """A cookie with 256 random bits, of which nothing but a hash is kept."""
    return f"{account_id}.{secrets.token_urlsafe(32)}"


def key_of_cookie(cookie: str) -> SessionKey:
    """Raises NoSession."""
    if not (found := _COOKIE.fullmatch(cookie)):
        raise NoSession
    return SessionKey(account_id=found[1], session_id=hashlib.sha256(found[2].encode()).hexdigest())


def lasts(session: Session, account: Account, now: datetime) -> bool:
    """Whether it still is one: of an account that stands as it did, in use, and not too old."""
    return (
        not account.closed
        and account.epoch == session.epoch
        and now < over_at(session, account.roles)
    )


def over_at(session: Session, roles: frozenset[str]) -> datetime:
    """When it is over if nobody uses it until then."""
    idle = _IDLE_STAFF if roles & STAFF else _IDLE_MEMBER
    return min(session.began_at + longest(roles), session.seen_at + idle)


def longest(roles: frozenset[str]) -> timedelta:
    """How long a session lasts at most, however much it is used."""
    return _WHOLE_STAFF if roles & STAFF else _WHOLE_MEMBER


def is_to_be_noted(session: Session, now: datetime) -> bool:
    """Whether it is to be written down that it is in use."""
    return now - session.seen_at >= SEEN_AGAIN


def signed_in(session: Session, account: Account) -> SignedIn:
    """Roles, language and zone are those that the account has now."""
    return SignedIn(
        account_id=account.principal or account.account_id,
        user_id=account.account_id,
        name=session.name,
        member_id=account.member_id,
        roles=account.roles,
        language=account.language,
        zone=account.zone,
        reauthenticated_at=session.proved_at,
    )
