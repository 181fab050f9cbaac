"""Signing in by the user pool's own pages: where to go, and who came back."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from commissions.application.accounts import sessions
from commissions.application.accounts.sessions import Begun
from commissions.aws import user_pool
from commissions.aws.telemetry import count, logger
from commissions.domain.people.accounts import FRESH, STAFF, Account
from commissions.domain.people.sign_in import (
    NotOurToken,
    PendingSignIn,
    Person,
    claims_of,
    local_path,
    person,
)
from commissions.tables import accounts

if TYPE_CHECKING:
    from commissions.clients.token_endpoint import IssuedTokens

SIGN_IN_URL = os.environ["SIGN_IN_URL"]
SECOND_FACTOR_IS_NEEDED = os.environ["STAFF_SECOND_FACTOR"] == "required"
SCOPES = "openid profile aws.cognito.signin.user.admin"
CALLBACK, ENDED = "/auth/callback", "/auth/ended"
BEGIN_AGAIN, REFUSED, UNAVAILABLE = "begin_again", "refused", "unavailable"


class NotSignedIn(Exception):
    """Nobody is signed in by this. `why`: BEGIN_AGAIN, REFUSED, or UNAVAILABLE; what exactly was
    wrong is for the log alone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ProofIsOld(Exception):
    """Who wants to set up an authenticator app proved who they are too long ago. `to`: where they
    wanted to be."""

    def __init__(self, to: str) -> None:
        super().__init__("who they are was proved too long ago")
        self.to = to


@dataclass(frozen=True, slots=True)
class SignedInNow:
    """Somebody who has just signed in."""

    begun: Begun
    to: str


@dataclass(frozen=True, slots=True, repr=False)
class NeedsSecondFactor:
    """Somebody who has proved their password, and sets up an authenticator app: of the staff
    whoever has none yet, of all others whoever wants to. Of late: what the browser kept says that
    they were asked, and anybody who sits before it can have written that."""

    account: Account
    person: Person
    access_token: str
    to: str


@dataclass(frozen=True, slots=True, repr=False)
class Callback:
    """How the user pool sends a browser back."""

    query: Mapping[str, str]
    pending: PendingSignIn | None
    """What the browser kept meanwhile."""
    session_cookie: str
    """Of the session that it had before, if it had one."""
    origin: str
    """Under which it has us."""


def sign_in_address(pending: PendingSignIn, origin: str) -> str:
    """Where the browser goes to sign in. Raises NoSuchClient."""
    asked = {
        "response_type": "code",
        "client_id": user_pool.client_id(),
        "redirect_uri": f"{origin}{CALLBACK}",
        "scope": SCOPES,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": pending.challenge,
        "code_challenge_method": "S256",
    }
    again = {"prompt": "login"} if pending.again else {}
    return f"{SIGN_IN_URL}/oauth2/authorize?{urlencode(asked | again)}"


def sign_out_address(origin: str) -> str:
    """Where the browser goes to be signed out of the user pool too. Raises NoSuchClient."""
    asked = {"client_id": user_pool.client_id(), "logout_uri": f"{origin}{ENDED}"}
    return f"{SIGN_IN_URL}/logout?{urlencode(asked)}"


def complete(callback: Callback, now: datetime) -> SignedInNow | NeedsSecondFactor:
    """Who came back, and where they wanted to be. Raises NotSignedIn, ProofIsOld."""
    pending = callback.pending
    code, state = callback.query.get("code", ""), callback.query.get("state", "")
    if pending is None or not code or not pending.is_answered_by(state, now):
        raise NotSignedIn(BEGIN_AGAIN)
    tokens = _tokens(callback, pending, code)
    found = _person(tokens, pending, now)
    account = _account(found)
    if pending.sets_up or _is_to_set_up(account, found):
        if now - found.proved_at > FRESH:
            raise ProofIsOld(pending.to)
        return NeedsSecondFactor(account, found, tokens.access_token, pending.to)
    return signed_in(account, found, pending.to, now, was=callback.session_cookie)


def signed_in(
    account: Account, found: Person, to: str, now: datetime, *, was: str = ""
) -> SignedInNow:
    """Begins the session of somebody who has proved all that they have to."""
    count("SignIns")
    begun = sessions.begin(account, found.name, proved_at=found.proved_at, now=now, was=was)
    return SignedInNow(begun, local_path(to))


def _tokens(callback: Callback, pending: PendingSignIn, code: str) -> "IssuedTokens":
    # Loading it costs a cold start as much as all the rest, and only who comes back needs it.
    from commissions.clients import token_endpoint

    grant = token_endpoint.CodeGrant(
        client_id=user_pool.client_id(),
        code=code,
        verifier=pending.verifier,
        redirect_uri=f"{callback.origin}{CALLBACK}",
    )
    try:
        return token_endpoint.exchange(SIGN_IN_URL, grant)
    except token_endpoint.CodeRefused as error:
        logger.warning("a code was refused", reason=str(error))
        raise NotSignedIn(BEGIN_AGAIN) from None
    except token_endpoint.SignInUnavailable:
        logger.exception("nobody can sign in now")
        raise NotSignedIn(UNAVAILABLE) from None


def _person(tokens: "IssuedTokens", pending: PendingSignIn, now: datetime) -> Person:
    try:
        return person(
            claims_of(tokens.id_token),
            pending,
            issuer=user_pool.issuer(),
            audience=user_pool.client_id(),
            now=now,
        )
    except NotOurToken as error:
        count("SignInsRefused")
        logger.warning("an id token was refused", reason=str(error))
        raise NotSignedIn(BEGIN_AGAIN) from None


def _account(found: Person) -> Account:
    """Of somebody who is in the user pool; whether they may come in is said here alone."""
    account = accounts.find(found.account_id)
    if account is None or account.closed or not account.roles:
        count("SignInsRefused")
        logger.warning("somebody without an account signed in", account=found.account_id)
        raise NotSignedIn(REFUSED)
    return account


def _is_to_set_up(account: Account, found: Person) -> bool:
    needed = SECOND_FACTOR_IS_NEEDED and bool(account.roles & STAFF)
    return needed and not user_pool.has_authenticator(found.username)
