"""Who may come in to the pages."""

from datetime import datetime

from commissions.domain.people.accounts import SignedIn
from commissions.runtime.http_messages import OpenSession


class AccountGate:
    """By the session's cookie."""

    def session(self, cookie: str, now: datetime) -> OpenSession | None:
        return None

    def seconds_to_wait(self, who: SignedIn, *, changes: bool, now: datetime) -> int:
        return 0
