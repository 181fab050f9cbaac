"""Who may come in to the pages, and how often."""

from datetime import datetime

from commissions.application.accounts import limits, sessions
from commissions.domain.people.accounts import SignedIn
from commissions.runtime.http_messages import OpenSession


class AccountGate:
    """By the session's cookie."""

    def session(self, cookie: str, now: datetime, *, in_use: bool) -> OpenSession | None:
        found = sessions.current(cookie, now, in_use=in_use)
        return OpenSession(found.who, found.key.session_id) if found else None

    def seconds_to_wait(self, who: SignedIn, *, changes: bool, now: datetime) -> int:
        return limits.seconds_to_wait(who.user_id, changes=changes, now=now)
