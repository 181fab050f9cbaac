"""A store's webhooks: looked at, and put right."""

from datetime import datetime

from commissions.application.sync.connection import client_for
from commissions.application.sync.store_secrets import signing_secret
from commissions.aws.telemetry import count, logger
from commissions.clients import AccessDenied, Client, Subscription
from commissions.domain.stores.one_shop import shop_address
from commissions.domain.stores.store import Store, has_api
from commissions.domain.stores.subscriptions import SubscriptionDiff, diff, path_of
from commissions.tables import connections, stores

Subscriptions = SubscriptionDiff[Subscription]

SURPLUS = ("disabled", "misdirected", "duplicates")
SIGNS_BY_ITSELF = ("adobe",)
"""Channels whose messages are signed with a key of their own, and no secret of ours."""


class NotConnected(LookupError):
    """Where the store's webhooks have to go has not been said."""

    def __init__(self, store_id: str) -> None:
        super().__init__(
            f"{store_id} is not connected through its API: `commissions store connect {store_id}`"
        )


def connect(store: Store, base_url: str, *, now: datetime) -> tuple[Subscriptions, Subscriptions]:
    """Has the store's webhooks sent to us, and only to us; says what was found, and what is now.

    Where they go is noted first: what a failure leaves undone, the hourly check does.
    """
    url = base_url.rstrip("/") + path_of(store.platform, store.store_id)
    client = client_for(store)
    if client.TOPICS and store.channel not in SIGNS_BY_ITSELF:
        signing_secret(store)
    connections.connect(store.store_id, url, now=now)
    found = inspect(store, client)
    repair(store, client, found, ours_elsewhere=True)
    return found, inspect(store, client)


def inspect(store: Store, client: Client) -> Subscriptions:
    """What the store's webhooks are, held against what they should be. Raises NotConnected."""
    url = connections.get(store.store_id).url
    if not url:
        raise NotConnected(store.store_id)
    others = _of_other_channels(store)
    has = [each for each in client.subscriptions() if each.url not in others]
    return diff(client.TOPICS, url, has, platform=store.platform)


def _of_other_channels(store: Store) -> set[str]:
    """Where the webhooks of the shop's other sales channels go, which are stores of their own."""
    if not store.channel_id:
        return set()
    shop = shop_address(store.domain)
    others = [
        other.store_id
        for other in stores.all_stores()
        if other.platform == store.platform and shop_address(other.domain) == shop
    ]
    return {connections.get(each).url for each in others if each != store.store_id} - {""}


def repair(store: Store, client: Client, found: Subscriptions, *, ours_elsewhere: bool) -> int:
    """Makes what is missing and removes what is too much; says how much was done.

    Disabled ones, which tell nothing, go first, as some stores allow no second one of a topic; what
    still tells somebody goes last. A topic that the store does not grant keeps no other from being
    made. `ours_elsewhere`: those that go to another host or store too,
    which may be another stack's: only a person can know that they are nobody's.
    """
    url = connections.get(store.store_id).url
    needs_secret = found.missing and store.channel not in SIGNS_BY_ITSELF
    secret = signing_secret(store) if needs_secret else ""
    for each in found.disabled:
        client.unsubscribe(each.subscription_id)
    refused = sum(not _is_granted(client, topic, url, secret) for topic in found.missing)
    surplus = [*found.duplicates, *(found.misdirected if ours_elsewhere else ())]
    for each in surplus:
        client.unsubscribe(each.subscription_id)
    return len(found.disabled) + len(found.missing) - refused + len(surplus)


def _is_granted(client: Client, topic: str, url: str, secret: str) -> bool:
    """Makes a webhook; whether the access that is stored is good for it."""
    try:
        client.subscribe(topic, url, secret)
    except AccessDenied as error:
        logger.warning("a webhook is not granted", topic=topic, reason=str(error))
        return False
    return True


def check_all(*, now: datetime) -> None:
    """Looks at the webhooks of every connected store, and makes what is missing; one that cannot be
    asked holds up no other."""
    missing = repaired = failed = 0
    for store in stores.all_stores():
        if not has_api(store) or not connections.get(store.store_id).url:
            continue
        try:
            found, done = _checked(store, now)
        except Exception:
            logger.exception("a store's webhooks could not be checked", store=store.store_id)
            failed += 1
            continue
        missing += len(found.missing)
        repaired += done
    count("SubscriptionsMissing", missing)
    count("SubscriptionsRepaired", repaired)
    count("SubscriptionChecksFailed", failed)


def _checked(store: Store, now: datetime) -> tuple[Subscriptions, int]:
    client = client_for(store)
    found = inspect(store, client)
    connections.note_check(store.store_id, now=now, wrong=found.wrong)
    if found.wrong:
        # By their topics: others' addresses may hold what is secret.
        wrong = {kind: [each.topic for each in getattr(found, kind)] for kind in SURPLUS}
        wrong_ones = {"missing": found.missing, **wrong}
        logger.warning("webhooks are not as they should be", store=store.store_id, wrong=wrong_ones)
    return found, repair(store, client, found, ours_elsewhere=False)
