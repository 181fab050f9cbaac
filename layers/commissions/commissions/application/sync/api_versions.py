"""Whether the stores' APIs are asked by versions that are there still, and will be for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from commissions.aws.telemetry import count, logger
from commissions.clients import Client
from commissions.clients.abilities import KnowsItsApiVersion
from commissions.domain.stores.store import Store, has_api
from commissions.tables import api_versions, stores


@contextmanager
def noting_version(store: Store, client: Client) -> Iterator[None]:
    """Notes what the answers meanwhile said of their version, also where one of them failed us:
    that is when it is of interest."""
    try:
        yield
    finally:
        if isinstance(client, KnowsItsApiVersion) and (seen := client.api_version()).answered:
            api_versions.note(store.store_id, seen)


def watch_versions(*, now: datetime) -> None:
    """Counts the stores whose version comes to its end, or that name something deprecated; and
    those that answer by another version than they are asked by."""
    ending = others = 0
    for store in stores.all_stores():
        seen = api_versions.counting(store.store_id, now) if has_api(store) else None
        if seen is None:
            continue
        others += seen.is_another
        ending += bool(seen.deprecated) or seen.is_ending(now.date())
        if not seen.is_well(now.date()):
            logger.warning(
                "the version of a store's API has to be changed",
                store=store.store_id,
                asked=seen.asked,
                answered=seen.answered,
                ends_on=f"{seen.ends_on}",
                deprecated=sorted(seen.deprecated),
            )
    count("ApiVersionsEnding", ending)
    count("ApiVersionsOther", others)
