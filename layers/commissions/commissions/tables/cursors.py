"""How far each store has been read: a cursor for each crawl, in the progress table.

Cursors only move forward, whoever comes late: every write says what it follows.
"""

import os
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.stores.polling import Crawl, Cursor
from commissions.tables import items
from commissions.tables.conditional_update import conditional_update
from commissions.tables.items import Item

TABLE = os.environ["PROGRESS_TABLE"]
_NOTE = ("noted_at", "note")
"""When a run got further last, by our clock, and which write that was."""
_RUN = ("look", "began", "since", "until", "part", "after", "steps", "listed", "seen", *_NOTE)


@dataclass(frozen=True, slots=True)
class StoredCrawl:
    read_until: datetime | None = None
    """As of when all is known; None where no run has come to its end yet."""
    crawl: Crawl | None = None
    """The run that is under way."""
    noted_at: datetime | None = field(default=None, compare=False)
    """When it got further last, by our clock."""


def get(store_id: str, name: str) -> StoredCrawl:
    return stored_crawl(items.get(TABLE, key_of(store_id, name)) or {})


def stored_crawl(item: Item) -> StoredCrawl:
    run = _run(item) if "began" in item else None
    return StoredCrawl(_moment(item.get("read_until")), run, _moment(item.get("noted_at")))


def start(store_id: str, name: str, run: Crawl) -> bool:
    """Makes this the run that is under way; False where a later one is, or has ended."""
    return _write(
        store_id,
        name,
        _run_item(run) | _note(),
        only_if=(
            "(attribute_not_exists(#began) OR #began < :began) AND "
            "(attribute_not_exists(#read_until) OR #read_until <= :began)"
        ),
    )


def advance(store_id: str, name: str, run: Crawl) -> bool:
    """Notes how far the run is; False where another reader is as far, or the run is over."""
    noted = _run_item(run) | _note()
    return _write(store_id, name, noted, only_if="#began = :began AND #steps < :steps")


def complete(store_id: str, name: str, run: Crawl) -> bool:
    """The run is at its end: all is known as of its beginning. False where that was known."""
    if _write(
        store_id,
        name,
        {"read_until": stamp(run.began)},
        remove=_RUN,
        values={":began": stamp(run.began)},
        only_if=(
            "#began = :began AND (attribute_not_exists(#read_until) OR #read_until <= :read_until)"
        ),
    ):
        return True
    abandon(store_id, name, run)
    return False


def abandon(store_id: str, name: str, run: Crawl) -> None:
    """Forgets a run, so that it is begun anew."""
    _write(
        store_id,
        name,
        {},
        remove=_RUN,
        values={":began": stamp(run.began)},
        only_if="#began = :began",
    )


def _write(  # noqa: PLR0913 - as the update that it makes
    store_id: str,
    name: str,
    sets: Item,
    *,
    only_if: str,
    remove: tuple[str, ...] = (),
    values: Item | None = None,
) -> bool:
    key = key_of(store_id, name)
    return conditional_update(TABLE, key, sets, remove=remove, values=values, only_if=only_if)


def key_of(store_id: str, name: str) -> Item:
    """Under which a cursor stands in the progress table."""
    return {"store_id": store_id, "name": name}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _note() -> Item:
    return {"noted_at": stamp(datetime.now(UTC)), "note": secrets.token_hex(8)}


def _run_item(run: Crawl) -> Item:
    position = run.cursor
    return {
        "look": run.mode,
        "began": stamp(run.began),
        "since": stamp(run.since),
        "until": stamp(run.until) if run.until else None,
        "part": position.part,
        "after": position.after,
        "steps": position.steps,
        "listed": position.listed,
        "seen": zlib.compress("\n".join(sorted(position.seen)).encode()) if position.seen else None,
    }


def _run(item: Item) -> Crawl:
    seen = zlib.decompress(item["seen"]).decode().split("\n") if "seen" in item else ()
    return Crawl(
        mode=item["look"],
        began=datetime.fromisoformat(item["began"]),
        since=datetime.fromisoformat(item["since"]),
        until=_moment(item.get("until")),
        cursor=Cursor(item["part"], item["after"], item["steps"], item["listed"], frozenset(seen)),
    )
