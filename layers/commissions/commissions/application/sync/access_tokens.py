"""The token of a store whose tokens live for some hours: kept with what it is exchanged for, and
renewed in time, by one of all who need it.
"""

import secrets as random_tokens
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commissions.aws import secrets
from commissions.aws.telemetry import count, logger
from commissions.clients import AccessDenied, StoreError, Unavailable
from commissions.clients.abilities import IssuedToken
from commissions.domain.stores import access_token
from commissions.domain.stores.access_token import (
    Access,
    AccessToken,
    RenewalLease,
    token_of,
    with_token,
)
from commissions.domain.stores.store import Store
from commissions.tables import renewal_leases

PATIENCE = timedelta(seconds=10)
"""How long somebody without a token that opens waits for another's renewal."""
LOOK_AGAIN_SECONDS = 0.5

type Exchange = Callable[[Access], IssuedToken]


@dataclass(frozen=True, slots=True)
class WallTime:
    """By which clock tokens live, and how somebody waits."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


class AccessTokens:
    """A store's tokens, of which all processes know the same one. Raises StoreError."""

    def __init__(self, store: Store, exchange: Exchange, wall_time: WallTime | None = None) -> None:
        self._store, self._exchange = store, exchange
        self._time = wall_time or WallTime()

    def token(self) -> str:
        return self._good(secrets.access(self._store))

    def instead_of(self, refused: str) -> str:
        """A token that was renewed meanwhile, or is renewed now. Where the one that was made for
        such a refusal is refused too, it is given up: another one would fare no better."""
        return self._good(secrets.access_now(self._store), refused=refused)

    def _good(self, access: Access, *, refused: str = "") -> str:
        patience_ends = self._time.now() + PATIENCE
        while True:
            now, token = self._time.now(), token_of(access)
            if token and token.opens(now, refused=refused) and not token.is_due(now):
                return token.value
            lease, version = renewal_leases.read(self._store.store_id)
            match access_token.decision(token, lease, now, refused=refused):
                case access_token.USE if token:
                    return token.value
                case access_token.GIVE_UP:
                    self._give_up(lease, now, refused)
                case access_token.RENEW:
                    if self._failed_to_renew(version, token, refused) and token:
                        return token.value
                case _ if now >= patience_ends:
                    raise Unavailable("its access is being renewed by another, who is not back")
                case _:
                    self._time.sleep(LOOK_AGAIN_SECONDS)
            access = secrets.access_now(self._store)

    def _give_up(self, lease: RenewalLease, now: datetime, refused: str) -> None:
        """Raises StoreError, unless another has written a token that opens: ours was read before
        the lease that speaks of it."""
        token = token_of(secrets.access_now(self._store))
        if token is None or not token.opens(now, refused=refused):
            raise _given_up(lease, now, refused)

    def _failed_to_renew(self, version: int, token: AccessToken | None, refused: str) -> bool:
        """Whether it failed though there is a token that lives on; nothing is lost by then.
        Raises StoreError where there is none."""
        try:
            self._renew(version, refused)
        except StoreError as error:
            count("AccessNotRenewed")
            why = str(error)
            logger.warning("the access is not renewed", store=self._store.store_id, reason=why)
            if token is None or not token.opens(self._time.now(), refused=refused):
                raise
            return True
        return False

    def _renew(self, version: int, refused: str) -> None:
        """Renews under the lease, unless another has taken it. What neither succeeds nor is
        refused, as where this process ends, leaves a lease that ends by itself."""
        store_id = self._store.store_id
        ours = access_token.taken(random_tokens.token_hex(8), self._time.now())
        if not renewal_leases.write(store_id, ours, after=version):
            return
        try:
            after = self._renewed(refused)
        except StoreError as error:
            why = str(error) if isinstance(error, AccessDenied) else ""
            failed = access_token.after_failure(self._time.now(), refusal=why)
            renewal_leases.write(store_id, failed, after=version + 1)
            raise
        renewal_leases.write(store_id, after, after=version + 1)

    def _renewed(self, refused: str) -> RenewalLease:
        """What the lease is afterwards. Raises StoreError."""
        access, asked_at = secrets.access_now(self._store), self._time.now()
        known = token_of(access)
        if known and known.opens(asked_at, refused=refused) and not known.is_due(asked_at):
            # Somebody was quicker, between our look and our taking the lease.
            return RenewalLease()
        issued = self._exchange(access)
        token = access_token.issued(issued.value, issued.lifetime, asked_at=asked_at)
        secrets.change_access(self._store, lambda now: with_token(now, token, given_for=access))
        logger.info("the access is renewed", store=self._store.store_id, until=f"{token.until}")
        return access_token.after_renewal(token, self._time.now(), refused=refused)


def allow_renewal(store: Store) -> None:
    """Ends the rest after a renewal that failed: there are other credentials now."""
    _, version = renewal_leases.read(store.store_id)
    if version:
        renewal_leases.write(store.store_id, RenewalLease(), after=version)


def _given_up(lease: RenewalLease, now: datetime, refused: str) -> StoreError:
    if lease.refusal:
        return AccessDenied(lease.refusal)
    if refused and not lease.failed:
        return AccessDenied("a token that was just given is refused")
    rest = lease.rests_until - now if lease.rests_until else timedelta()
    return Unavailable("its access could not be renewed", retry_after=rest.total_seconds())
