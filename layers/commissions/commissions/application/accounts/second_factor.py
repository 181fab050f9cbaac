"""The second factor: an authenticator app, which the staff set up when they first sign in, and
members if they like.

What is set up waits for its first code in the table of sessions, for ten minutes, under the hash
of a cookie: the user pool's token, by which the code is confirmed, never reaches the browser.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from commissions.application.accounts.signing_in import (
    BEGIN_AGAIN,
    NeedsSecondFactor,
    NotSignedIn,
    SignedInNow,
    signed_in,
)
from commissions.aws import user_pool
from commissions.domain.people.accounts import Account
from commissions.domain.people.sessions import NoSession, key_of_cookie, new_cookie
from commissions.domain.people.sign_in import Person
from commissions.tables import accounts, waiting_authenticators
from commissions.tables.waiting_authenticators import WaitingAuthenticator

WAITS = timedelta(minutes=10)
ISSUER = "Commissions"


@dataclass(frozen=True, slots=True, repr=False)
class NewAuthenticator:
    """What somebody gives their app."""

    secret: str
    """In base32, to be typed where no camera is at hand."""
    address: str
    """`otpauth://…`, for a picture that the app reads, or to be opened on the phone itself."""


def begin(needs: NeedsSecondFactor, now: datetime) -> str:
    """Has one set up, and returns the cookie under which it waits."""
    cookie = new_cookie(needs.account.account_id)
    waiting = WaitingAuthenticator(
        key=key_of_cookie(cookie),
        secret=user_pool.new_authenticator(needs.access_token),
        access_token=needs.access_token,
        name=needs.person.name,
        username=needs.person.username,
        proved_at=needs.person.proved_at,
        to=needs.to,
        expires_at=now + WAITS,
    )
    waiting_authenticators.put(waiting)
    return cookie


def shown(cookie: str, now: datetime) -> NewAuthenticator:
    """What waits under a cookie. Raises NotSignedIn."""
    waiting = _waiting(cookie, now)
    label = quote(f"{ISSUER}:{waiting.name or waiting.username}")
    asked = urlencode({"secret": waiting.secret, "issuer": ISSUER})
    return NewAuthenticator(waiting.secret, f"otpauth://totp/{label}?{asked}")


def confirm(cookie: str, code: str, now: datetime, *, was: str = "") -> SignedInNow:
    """Signs in whoever has the app, in place of the session that the browser had before. `was`:
    that one's cookie. Raises WrongCode, NotSignedIn."""
    waiting = _waiting(cookie, now)
    account = _account(waiting)
    user_pool.confirm_authenticator(waiting.access_token, code)
    waiting_authenticators.delete(waiting.key)
    found = Person(
        account_id=account.account_id,
        name=waiting.name,
        username=waiting.username,
        proved_at=waiting.proved_at,
    )
    return signed_in(account, found, waiting.to, now, was=was)


def _waiting(cookie: str, now: datetime) -> WaitingAuthenticator:
    try:
        waiting = waiting_authenticators.find(key_of_cookie(cookie))
    except NoSession:
        waiting = None
    if waiting is None or now >= waiting.expires_at:
        raise NotSignedIn(BEGIN_AGAIN)
    return waiting


def _account(waiting: WaitingAuthenticator) -> Account:
    account = accounts.find(waiting.key.account_id)
    if account is None or account.closed:
        raise NotSignedIn(BEGIN_AGAIN)
    return account
