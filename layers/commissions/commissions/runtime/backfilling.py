"""A store's orders of the past, read in one after another, as far as they are not known."""

from datetime import UTC, date, datetime, time, timedelta

from commissions.domain.stores.polling import BACKFILL, Crawl
from commissions.domain.stores.store import Store
from commissions.runtime.doors import client_for
from commissions.runtime.rounds import CrawlTarget, OnPage, advance
from commissions.tables import connections, cursors


def backfill(store: Store, since: date, until: date | None, *, again: bool, told: OnPage) -> bool:
    """Reads all orders that were placed from a day on, and to the end of another; says whether it
    went on with an earlier reading of these days. `again`: it begins anew instead.

    To read them twice does no harm. Raises StoreError, or Overtaken.
    """
    of = CrawlTarget(store, client_for(store), f"{BACKFILL}/{since}/{until or ''}")
    known = cursors.get(store.store_id, of.name).crawl
    if known and again:
        cursors.abandon(store.store_id, of.name, known)
    run = known if known and not again else _begun(of, since, until)
    advance(of, run, has_time=lambda: True, told=told)
    return run is known


def _begun(of: CrawlTarget, since: date, until: date | None) -> Crawl:
    run = Crawl(
        mode=BACKFILL,
        began=of.client.now(),
        since=_start(since),
        until=_start(until + timedelta(days=1)) if until else None,
    )
    connections.own_since(of.store.store_id, run.since)
    cursors.start(of.store.store_id, of.name, run)
    return run


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
