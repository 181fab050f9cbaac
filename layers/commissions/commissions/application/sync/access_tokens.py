"""The token of a store whose tokens live for some hours: kept with what it is exchanged for, and
renewed in time, by one of all who need it.
"""

import secrets as random_tokens
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from commissions.aws import secrets
from commissions.aws.telemetry import logger
from commissions.clients import AccessDenied, StoreError, Unavailable
from commissions.clients.abilities import IssuedToken
from commissions.domain.orders.canonical import stamp
from commissions.domain.stores import access_token
from commissions.domain.stores.access_token import AccessToken, RenewalLease
from commissions.domain.stores.store import Store
from commissions.tables import renewal_leases

TOKEN_PARTS = ("token", "token_renew_from", "token_until")
"""What is kept beside the credentials."""
PATIENCE = timedelta(seconds=10)
"""How long somebody without a token that opens waits for another's renewal."""
LOOK_AGAIN_SECONDS = 0.25

type Access = Mapping[str, str]
type Exchange = Callable[[Access], IssuedToken]


@dataclass(frozen=True, slots=True)
class WallTime:
    """By which clock tokens live, and how somebody waits."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


class AccessTokens:
    """A store's tokens, of which all processes know the same one. Raises StoreError."""

    def __init__(self, store: Store, exchange: Exchange, time_of: WallTime | None = None) -> None:
        self._store, self._exchange = store, exchange
        self._time = time_of or WallTime()

    def token(self) -> str:
        return self._good(secrets.access(self._store), refused="")

    def instead_of(self, refused: str) -> str:
        """A token that was renewed meanwhile, or is renewed now. One that is refused right after
        it was given is given up: another one would fare no better."""
        return self._good(self._as_of_now(), refused=refused)

    def _good(self, access: Access, *, refused: str) -> str:
        patience_ends = self._time.now() + PATIENCE
        while True:
            now, token = self._time.now(), token_of(access)
            if token and token.opens(now, refused=refused) and not token.is_due(now):
                return token.value
            lease, version = renewal_leases.read(self._store.store_id)
            match access_token.decision(token, lease, now, refused=refused):
                case access_token.USE if token:
                    return token.value
                case access_token.RENEW:
                    self._renew(lease, version, refused)
                case access_token.GIVE_UP:
                    raise AccessDenied(lease.refusal or "a token that was just given is refused")
                case _ if now >= patience_ends:
                    raise Unavailable("its access is being renewed by another, who is not back")
                case _:
                    self._time.sleep(LOOK_AGAIN_SECONDS)
            access = self._as_of_now()

    def _renew(self, lease: RenewalLease, version: int, refused: str) -> None:
        """Exchanges the credentials for a token, if nobody else is at it or has just done it."""
        store_id, now = self._store.store_id, self._time.now()
        ours = access_token.taken(lease, random_tokens.token_hex(8), now)
        if not renewal_leases.write(store_id, ours, after=version):
            return
        try:
            after = self._renewed(lease, refused)
        except StoreError as error:
            why = str(error) if isinstance(error, AccessDenied) else ""
            failed = access_token.after_refusal(why, self._time.now())
            renewal_leases.write(store_id, failed, after=version + 1)
            raise
        renewal_leases.write(store_id, after, after=version + 1)

    def _renewed(self, before: RenewalLease, refused: str) -> RenewalLease:
        """What the lease is afterwards. Raises StoreError."""
        access, asked_at = self._as_of_now(), self._time.now()
        known = token_of(access)
        if known and known.opens(asked_at, refused=refused) and not known.is_due(asked_at):
            return replace(before, holder="", held_until=None)
        issued = self._exchange(access)
        token = access_token.issued(issued.value, issued.lifetime, asked_at=asked_at)
        secrets.change_access(self._store, lambda now: with_token(now, token, given_for=access))
        logger.info("the access is renewed", store=self._store.store_id, until=f"{token.until}")
        return access_token.after_renewal(token, self._time.now())

    def _as_of_now(self) -> Access:
        return secrets.change_access(self._store, lambda known: known)


def credentials_of(access: Access) -> dict[str, str]:
    """Without the token that was given for them."""
    return {name: value for name, value in access.items() if name not in TOKEN_PARTS}


def token_of(access: Access) -> AccessToken | None:
    """None where there is none yet. A token without its times is due, and as good as dead."""
    if not all(access.get(name) for name in TOKEN_PARTS):
        return None
    moments = (datetime.fromisoformat(access[name]) for name in TOKEN_PARTS[1:])
    return AccessToken(access["token"], *moments)


def with_token(access: Access, token: AccessToken, *, given_for: Access) -> dict[str, str]:
    """The access with a token, unless somebody has set other credentials meanwhile."""
    if credentials_of(access) != credentials_of(given_for):
        return dict(access)
    moments = (stamp(token.renew_from), stamp(token.until))
    return {**access, **dict(zip(TOKEN_PARTS, (token.value, *moments), strict=True))}
