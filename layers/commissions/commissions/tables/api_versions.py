"""By which version of its API each store was asked, and answered; in the progress table."""

import os
from datetime import date, datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.api_version import SeenApiVersion, seen_after, still_counting
from commissions.tables import items
from commissions.tables.conditional_update import conditional_update
from commissions.tables.items import Item

TABLE = os.environ["PROGRESS_TABLE"]
NAME = "api version"


def note(store_id: str, shown: SeenApiVersion) -> None:
    """Adds what the last calls showed. Of two at once one may be lost: the next poll sees it."""
    known = seen_after(get(store_id), shown)
    sets: Item = {
        "asked": known.asked,
        "answered": known.answered,
        "ends_on": known.ends_on.isoformat() if known.ends_on else None,
        "deprecated": {name: stamp(at) for name, at in known.deprecated.items()},
    }
    conditional_update(TABLE, key_of(store_id), sets)


def get(store_id: str) -> SeenApiVersion | None:
    """None where the store was not asked yet, or has no versions."""
    return seen(items.get(TABLE, key_of(store_id)) or {})


def seen(item: Item) -> SeenApiVersion | None:
    if not item:
        return None
    ends_on, told = item.get("ends_on"), item["deprecated"]
    return SeenApiVersion(
        asked=item["asked"],
        answered=item["answered"],
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
        deprecated={name: datetime.fromisoformat(at) for name, at in told.items()},
    )


def counting(store_id: str, now: datetime) -> SeenApiVersion | None:
    """As `get`, without what was not called deprecated for a while."""
    found = get(store_id)
    return still_counting(found, now) if found else None


def key_of(store_id: str) -> Item:
    """Under which it stands in the progress table."""
    return {"store_id": store_id, "name": NAME}
