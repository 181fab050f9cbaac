"""Sessions from signing in until signing out. Every request reads its session and its account as
they stand, so that whoever is closed out is out with the next one."""

from dataclasses import dataclass, replace
from datetime import datetime

from commissions.domain.people.accounts import Account, SignedIn
from commissions.domain.people.sessions import (
    NoSession,
    Session,
    SessionKey,
    is_to_be_noted,
    key_of_cookie,
    lasts,
    longest,
    new_cookie,
    over_at,
    signed_in,
)
from commissions.tables import accounts, sessions


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that has just begun."""

    cookie: str
    """Its value, which nobody has but the browser."""
    seconds_max: int


@dataclass(frozen=True, slots=True)
class Current:
    """Somebody's session, as of this request."""

    who: SignedIn
    key: SessionKey


def begin(
    account: Account, name: str, *, proved_at: datetime, now: datetime, was: str = ""
) -> Begun:
    """A new session of somebody who has just proved who they are, in place of the browser's one
    before. `was`: that one's cookie; `proved_at`: when the user pool asked them."""
    end(was)
    cookie = new_cookie(account.account_id)
    session = Session(
        key=key_of_cookie(cookie),
        name=name,
        epoch=account.epoch,
        began_at=now,
        seen_at=now,
        proved_at=min(proved_at, now),
    )
    sessions.add(session, over_at(session, account.roles))
    return Begun(cookie, int(longest(account.roles).total_seconds()))


def current(cookie: str, now: datetime, *, in_use: bool = True) -> Current | None:
    """Whose a cookie is; None of one that is nobody's, or no longer. `in_use`: whether somebody
    does something, and not just a page by its clock."""
    try:
        key = key_of_cookie(cookie)
    except NoSession:
        return None
    session, account = sessions.with_account(key)
    if session is None or account is None or not lasts(session, account, now):
        return None
    if in_use and is_to_be_noted(session, now):
        sessions.note_use(key, now, over_at(replace(session, seen_at=now), account.roles))
    return Current(signed_in(session, account), key)


def end(cookie: str) -> None:
    """One that is no session is none afterwards either."""
    try:
        key = key_of_cookie(cookie)
    except NoSession:
        return
    sessions.end(key)


def open_sessions(account_id: str, now: datetime) -> list[Session]:
    """Those that last, the last begun first."""
    account = accounts.find(account_id)
    found = sessions.of_account(account_id) if account else []
    return [each for each in found if account and lasts(each, account, now)]


def end_one(key: SessionKey) -> None:
    sessions.end(key)


def end_all(account_id: str) -> None:
    """All of an account, in whatever browser, this one too."""
    accounts.end_sessions(account_id)
