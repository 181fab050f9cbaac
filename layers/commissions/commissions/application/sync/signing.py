"""What a store's webhooks are signed with: remembered, as stores do not tell it, and changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from time import sleep

from commissions.application.sync.store_secrets import NoWebhookSecret
from commissions.aws import secrets
from commissions.clients import ChangesSecrets, Client, Subscription
from commissions.domain.stores.store import Store
from commissions.domain.stores.subscriptions import GIVEN, OWN_KEY, signing_of
from commissions.tables import connections


def remembered(store: Store, found: Iterable[Subscription]) -> list[Subscription]:
    """The webhooks with what we remember of their secrets."""
    known = connections.signed_with(store.store_id) if signing_of(store) == GIVEN else {}
    return [replace(each, signed_with=known.get(each.subscription_id, "")) for each in found]


def current_version(store: Store) -> str:
    """What the secret is called that the store's webhooks should be signed with; empty where it is
    not ours to give."""
    if signing_of(store) != GIVEN:
        return ""
    live = secrets.current(store)
    return live.version(live.webhook[0]) if live.webhook else ""


def check_signable(store: Store) -> None:
    """Raises NoWebhookSecret where nothing is known that would prove the store's webhooks."""
    if signing_of(store) != OWN_KEY and not secrets.current(store).webhook:
        raise NoWebhookSecret(store.store_id)


def subscribe(store: Store, client: Client, topic: str, url: str) -> None:
    """Makes a webhook, signed with the secret that is set. Raises NoWebhookSecret, StoreError."""
    if signing_of(store) != GIVEN:
        client.subscribe(topic, url, "")
        return
    secret, version = _newest(store)
    made = client.subscribe(topic, url, secret)
    connections.note_signed(store.store_id, {made: version} if made else {})


def give_secret(store: Store, client: Client, webhook: Subscription, url: str) -> None:
    """Has a webhook signed with the secret that is set: as it is, or else by another one in its
    place, which is made before it goes. Both secrets are good meanwhile.

    Raises NoWebhookSecret, or StoreError.
    """
    if not isinstance(client, ChangesSecrets):
        subscribe(store, client, webhook.topic, url)
        client.unsubscribe(webhook.subscription_id)
        forget(store, [webhook])
        return
    secret, version = _newest(store)
    client.change_secret(webhook, secret)
    connections.note_signed(store.store_id, {webhook.subscription_id: version})


def forget(store: Store, gone: Iterable[Subscription]) -> None:
    """Of webhooks that are removed nothing is remembered."""
    connections.note_signed(store.store_id, {}, gone=[each.subscription_id for each in gone])


def _newest(store: Store) -> tuple[str, str]:
    """The secret that is set, once every function knows it, and what it is called.

    Read anew for each webhook: else one that was set meanwhile would be undone. Where there was
    another before it, functions may go by that alone for so long as they do not look anew.
    """
    live = secrets.current(store)
    if (seconds := _until_known(live)) > 0:
        sleep(seconds)
        live = secrets.current(store)
    if not live.webhook:
        raise NoWebhookSecret(store.store_id)
    return live.webhook[0], live.version(live.webhook[0])


def _until_known(live: secrets.StoreSecrets) -> float:
    if len(live.webhook) < 2 or not live.newest_since:
        return 0
    age = (datetime.now(UTC) - live.newest_since).total_seconds()
    return secrets.REFRESH_SECONDS - max(age, 0)
