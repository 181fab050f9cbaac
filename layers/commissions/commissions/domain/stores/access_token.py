"""A token that opens a store's API for some hours: who has it renewed, and who waits.

Of the many who ask a store at once one renews, under a lease that ends by itself. The others use
the token that is there while it lives. After a renewal, or one that failed, there is a rest, so
that a store which refuses whatever it gives is not asked for ever more of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LEASE = timedelta(seconds=90)
"""Longer than one exchange can take: whoever has not come back by then never will."""
REST = timedelta(minutes=5)
REST_AFTER_FAILURE = timedelta(minutes=1)
MARGIN = timedelta(minutes=1)
"""What a call may take between being sent and being looked at."""

TOKEN, RENEW_FROM, UNTIL = "token", "token_renew_from", "token_until"
GIVEN = (TOKEN, RENEW_FROM, UNTIL)
"""The parts of an access that were given in exchange for the others. A token alone was not: it is
one that lasts."""
USE, RENEW, WAIT, GIVE_UP = "use", "renew", "wait", "give up"


type Access = Mapping[str, str]
"""What opens a store's API, by name."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """`renew_from` and `until` are moments of our clock."""

    value: str = field(repr=False)
    renew_from: datetime
    until: datetime

    def opens(self, now: datetime, *, refused: str = "") -> bool:
        """Whether it is worth sending. `refused`: the token that the store has just refused."""
        return self.value != refused and now < self.until

    def is_due(self, now: datetime) -> bool:
        return now >= self.renew_from


@dataclass(frozen=True, slots=True)
class RenewalLease:
    holder: str = ""
    held_until: datetime | None = None
    rests_until: datetime | None = None
    failed: bool = False
    """The last try brought no token."""
    mended: bool = False
    """The last renewal was for a token that was refused before its time."""
    refusal: str = ""
    """Why the store gave none, where it said so."""

    def is_held(self, now: datetime) -> bool:
        return bool(self.holder) and self.held_until is not None and now < self.held_until

    def rests(self, now: datetime, token: AccessToken | None, *, refused: str = "") -> bool:
        """Whether nobody renews now. A first refusal has its renewal, whenever the last one was;
        and so have new credentials, for which there is no token yet."""
        if self.rests_until is None or now >= self.rests_until:
            return False
        return self.failed or (self.mended if refused else token is not None)


def issued(value: str, lifetime: timedelta, *, asked_at: datetime) -> AccessToken:
    """A token as it was just given. It is renewed when a quarter of its life is left: of a day,
    that leaves six hours in which a store that is not there does no harm."""
    return AccessToken(value, asked_at + lifetime * 3 / 4, asked_at + lifetime - MARGIN)


def decision(
    token: AccessToken | None, lease: RenewalLease, now: datetime, *, refused: str = ""
) -> str:
    """What somebody does who needs a token: USE the one that is there, RENEW it, WAIT for somebody
    else's renewal, or GIVE_UP as there is no use in asking now."""
    opens = token is not None and token.opens(now, refused=refused)
    if token and opens and not token.is_due(now):
        return USE
    if lease.is_held(now):
        return USE if opens else WAIT
    if lease.rests(now, token, refused=refused):
        return USE if opens else GIVE_UP
    return RENEW


def taken(holder: str, now: datetime) -> RenewalLease:
    return RenewalLease(holder, now + LEASE)


def after_renewal(token: AccessToken, now: datetime, *, refused: str = "") -> RenewalLease:
    """`refused`: the token that was refused, where that was why. One that hardly lives is renewed
    when it is due, rest or not."""
    return RenewalLease(rests_until=min(now + REST, token.renew_from), mended=bool(refused))


def after_failure(now: datetime, *, refusal: str = "") -> RenewalLease:
    return RenewalLease(rests_until=now + REST_AFTER_FAILURE, failed=True, refusal=refusal)


def credentials_of(access: Access) -> dict[str, str]:
    """What lasts of it."""
    is_given = all(access.get(name) for name in GIVEN)
    return {name: each for name, each in access.items() if not (is_given and name in GIVEN)}


def token_of(access: Access) -> AccessToken | None:
    """The one that was given last; None where there is none yet."""
    if not all(access.get(name) for name in GIVEN):
        return None
    renew_from, until = (datetime.fromisoformat(access[name]) for name in (RENEW_FROM, UNTIL))
    return AccessToken(access[TOKEN], renew_from, until)


def with_token(access: Access, token: AccessToken, *, given_for: Access) -> dict[str, str]:
    """The access with a token, unless somebody has set other credentials meanwhile."""
    if credentials_of(access) != credentials_of(given_for):
        return dict(access)
    moments = {RENEW_FROM: token.renew_from.isoformat(), UNTIL: token.until.isoformat()}
    return {**access, TOKEN: token.value, **moments}
