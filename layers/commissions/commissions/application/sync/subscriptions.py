"""A store's webhooks: looked at, and put right."""

from collections.abc import Sequence
from datetime import datetime

from commissions.application.sync import signing
from commissions.application.sync.connection import client_for
from commissions.application.sync.store_secrets import NoWebhookSecret
from commissions.aws.telemetry import count, logger
from commissions.clients import (
    AccessDenied,
    Client,
    InvalidResponse,
    KnowsItsName,
    StoreError,
    Subscription,
)
from commissions.domain.stores.own_name import is_same_shop, shop_address
from commissions.domain.stores.store import Store, has_api
from commissions.domain.stores.subscriptions import SubscriptionDiff, diff, path_of
from commissions.tables import connections, stores

Subscriptions = SubscriptionDiff[Subscription]

WRONG = ("disabled", "misdirected", "duplicates", "outdated")
TOPICS_MAX = 50
"""Of each kind so many are noted: of others' webhooks a store may have any number."""
FOUND = ("fine", *WRONG, "foreign")


class CalledOtherwise(ValueError):
    """The shop's webhooks name another shop than the store is said to be."""

    def __init__(self, store: Store, named: str) -> None:
        super().__init__(
            f"{store.store_id} calls itself {named}, and its domain here is {store.domain}: every"
            f" webhook of it would be refused. Write `domain: {named}` in stores.yaml, load it, and"
            f" connect again; or, if {named} is another shop, mend the address of its API"
        )


class NotConnected(LookupError):
    """Where the store's webhooks have to go has not been said."""

    def __init__(self, store_id: str) -> None:
        super().__init__(
            f"{store_id} is not connected through its API: `commissions store connect {store_id}`"
        )


def connect(store: Store, base_url: str, *, now: datetime) -> tuple[Subscriptions, Subscriptions]:
    """Has the store's webhooks sent to us, and only to us; says what was found, and what is now.

    Where they go is noted first: what a failure leaves undone, the hourly check does.
    Raises CalledOtherwise before anything is done.
    """
    url = base_url.rstrip("/") + path_of(store.platform, store.store_id)
    client = client_for(store)
    if named := called_otherwise(store, client):
        raise CalledOtherwise(store, named)
    if client.TOPICS:
        signing.check_signable(store)
    connections.connect(store.store_id, url, now=now)
    found = inspect(store, client)
    repair(store, client, found, ours_elsewhere=True)
    return found, inspect(store, client)


def called_otherwise(store: Store, client: Client) -> str:
    """What the shop calls itself, where its webhooks are refused for it; else empty. Where it does
    not say, or may not be asked, nothing is known against it."""
    if not store.domain or not isinstance(client, KnowsItsName):
        return ""
    try:
        named = client.own_name()
    except StoreError as error:
        logger.warning("a shop's name is not known", store=store.store_id, reason=str(error))
        return ""
    return shop_address(named) if named and not is_same_shop(named, store.domain) else ""


def inspect(store: Store, client: Client) -> Subscriptions:
    """What the store's webhooks are, held against what they should be. Raises NotConnected."""
    url = connections.get(store.store_id).url
    if not url:
        raise NotConnected(store.store_id)
    if not client.TOPICS:
        client.now()  # where a wrong key shows: webhooks that are made by hand are not asked for
    others = _of_other_channels(store)
    has = [each for each in client.subscriptions() if each.url not in others]
    version = signing.current_version(store)
    return diff(
        client.TOPICS,
        url,
        signing.remembered(store, has),
        platform=store.platform,
        is_outdated=lambda each: each.signed_with != version,
    )


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
    made. What is signed with another secret than the one that is set gets that one; what the store
    does not change keeps no other from it.

    `ours_elsewhere`: those that go to another host or store too, which may be another stack's: only
    a person can know that they are nobody's.
    """
    url = connections.get(store.store_id).url
    if found.missing:
        signing.check_signable(store)
    _remove(store, client, found.disabled)
    refused = sum(not _is_granted(store, client, topic, url) for topic in found.missing)
    refused += sum(not _is_given(store, client, each, url) for each in found.outdated)
    surplus = [*found.duplicates, *(found.misdirected if ours_elsewhere else ())]
    _remove(store, client, surplus)
    made = len(found.missing) + len(found.outdated) - refused
    return len(found.disabled) + made + len(surplus)


def _remove(store: Store, client: Client, webhooks: Sequence[Subscription]) -> None:
    for each in webhooks:
        client.unsubscribe(each.subscription_id)
    if webhooks:
        signing.forget(store, webhooks)


def _is_granted(store: Store, client: Client, topic: str, url: str) -> bool:
    """Makes a webhook; whether the access that is stored is good for it."""
    try:
        signing.subscribe(store, client, topic, url)
    except AccessDenied as error:
        logger.warning("a webhook is not granted", topic=topic, reason=str(error))
        return False
    return True


def _is_given(store: Store, client: Client, webhook: Subscription, url: str) -> bool:
    """Gives a webhook the secret that is set; whether the store did that."""
    try:
        signing.give_secret(store, client, webhook, url)
    except (AccessDenied, InvalidResponse) as error:
        logger.warning("a webhook gets no secret", topic=webhook.topic, reason=str(error))
        return False
    return True


def check(store_id: str, *, now: datetime) -> None:
    """Looks at the webhooks of a store that is connected, and makes what is missing; one that
    cannot be asked is counted, and looked at an hour later."""
    store = stores.get(store_id)
    if not has_api(store) or not connections.get(store_id).url:
        return
    try:
        found, repaired = _checked(store, now)
    except Exception as error:
        logger.exception("a store's webhooks could not be checked", store=store_id)
        connections.note_failed_check(store_id, now=now, why=said_of(error))
        count("SubscriptionChecksFailed")
        return
    count("SubscriptionsMissing", len(found.missing))
    count("SubscriptionsRepaired", repaired)
    count("SubscriptionChecksFailed", 0)


def _checked(store: Store, now: datetime) -> tuple[Subscriptions, int]:
    client = client_for(store)
    found = inspect(store, client)
    note(store.store_id, found, now)
    if found.wrong:
        # By their topics: others' addresses may hold what is secret.
        wrong = {kind: [each.topic for each in getattr(found, kind)] for kind in WRONG}
        wrong_ones = {"missing": found.missing, **wrong}
        logger.warning("webhooks are not as they should be", store=store.store_id, wrong=wrong_ones)
    return found, repair(store, client, found, ours_elsewhere=False)


def note(store_id: str, found: Subscriptions, now: datetime) -> None:
    """For whoever looks at the store: how its webhooks were found, by their topics."""
    had = {kind: [each.topic for each in getattr(found, kind)][:TOPICS_MAX] for kind in FOUND}
    topics = {"missing": found.missing, **had}
    connections.note_check(store_id, now=now, wrong=found.wrong, topics=topics)


def said_of(error: Exception) -> str:
    """What a store answered, and what of its settings is wrong, may be shown; what else went wrong
    is called by its name alone."""
    told = (StoreError, NotConnected, CalledOtherwise, NoWebhookSecret)
    return (str(error) if isinstance(error, told) else "") or type(error).__name__
