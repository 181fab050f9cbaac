"""Another webhook secret for a store: set here, and given to the store's webhooks."""

from dataclasses import dataclass

from commissions.application.sync import signing, subscriptions
from commissions.application.sync.connection import client_for
from commissions.aws import secrets
from commissions.clients import StoreError, Unavailable
from commissions.domain.stores.store import Store, has_api
from commissions.domain.stores.subscriptions import GIVEN, signing_of
from commissions.tables import connections, stores

GRACE_HOURS = 1
"""For how long at least the one before stays good while the store is given the new one."""


class FormerStillSigns(RuntimeError):
    """At most two secrets are live: with a third, the one that webhooks sign with would end."""

    def __init__(self, store_id: str, why: str) -> None:
        super().__init__(
            f"webhooks of {store_id} still sign with the secret before the one that is set, which"
            f" they could not be given ({why}); a third would end it. Nothing was changed: mend"
            f" that first (`commissions store check {store_id}`), or end it with --keep-hours 0"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What became of it; the secret itself is not told."""

    version: str
    """What the secret that is set now is called."""
    signing: str
    """How the store's webhooks are signed (`domain.stores.subscriptions`)."""
    given: int
    """How many of the store's webhooks sign with it from now on that did not."""
    failed: str
    """Why the store's webhooks could not be given it: they sign with the one before."""
    is_first: bool
    """Whether there was none before it that could stay good or end."""


def rotate_webhook_secret(
    store_id: str, value: str, *, signer: str = "", keep_previous_hours: int
) -> Rotation:
    """Sets a store's webhook secret, and gives it to all webhooks that were made through its API.

    Both secrets are good until that is done, so that nothing is refused in between; only then does
    the one before have `keep_previous_hours` more, or ends. `signer`: whose secret it is, where a
    store has several. Raises UnknownStore, TooShort, FormerStillSigns, or SecretsDeleted.
    """
    store = stores.get(store_id)
    is_given = not signer and signing_of(store) == GIVEN and _is_connected(store)
    if is_given and keep_previous_hours:
        _finish_the_one_before(store)
    keep = max(keep_previous_hours, GRACE_HOURS) if is_given else keep_previous_hours
    is_first = not signer and set(secrets.current(store).webhook) <= {value}
    secrets.set_secret(store, value, keep_previous_hours=keep, of=signer)
    given, failed = _given(store) if is_given else (0, "")
    if keep != keep_previous_hours:
        secrets.set_secret(store, value, keep_previous_hours=keep_previous_hours)
    version = secrets.current(store).version(value)
    return Rotation(
        version=version, signing=signing_of(store), given=given, failed=failed, is_first=is_first
    )


def _is_connected(store: Store) -> bool:
    return has_api(store) and bool(connections.get(store.store_id).url)


def _finish_the_one_before(store: Store) -> None:
    """Where a rotation was not done to its end, that comes first. Raises FormerStillSigns."""
    version = signing.current_version(store)
    if all(each == version for each in connections.signed_with(store.store_id).values()):
        return
    _, failed = _given(store)
    if failed:
        raise FormerStillSigns(store.store_id, failed)


def _given(store: Store) -> tuple[int, str]:
    """How many webhooks were given the secret that is set, and why not all. One that the store does
    not change keeps no other from it."""
    done, failed = 0, ""
    try:
        client = client_for(store)
        outdated = subscriptions.inspect(store, client).outdated
    except StoreError as error:
        return 0, str(error)
    url = connections.get(store.store_id).url
    for each in outdated:
        try:
            signing.give_secret(store, client, each, url)
            done += 1
        except StoreError as error:
            failed = failed or str(error)
            if isinstance(error, Unavailable):
                break
    return done, failed
