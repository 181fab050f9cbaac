"""A store's orders of the past, read in one after another, as far as they are not known."""

from datetime import UTC, date, datetime, time, timedelta

from commissions.application.sync.connection import client_for
from commissions.application.sync.crawl import CrawlTarget, OnPage, advance
from commissions.domain.stores.polling import BACKFILL, Crawl
from commissions.domain.stores.store import Store
from commissions.tables import connections, cursors


def backfill(
    store: Store, since: date, until: date | None, *, again: bool, on_page: OnPage
) -> bool:
    """Reads all orders that were placed from a day on, and to the end of another; says whether it
    went on with an earlier reading of these days. `again`: it begins anew instead.

    To read them twice does no harm. Raises StoreError, or Overtaken.
    """
    target = CrawlTarget(store, client_for(store), f"{BACKFILL}/{since}/{until or ''}")
    known = cursors.get(store.store_id, target.name).crawl
    if known and again:
        cursors.abandon(store.store_id, target.name, known)
    crawl = known if known and not again else _begun(target, since, until)
    advance(target, crawl, has_time=lambda: True, on_page=on_page)
    return crawl is known


def _begun(target: CrawlTarget, since: date, until: date | None) -> Crawl:
    crawl = Crawl(
        mode=BACKFILL,
        began=target.client.now(),
        since=_start(since),
        until=_start(until + timedelta(days=1)) if until else None,
    )
    connections.own_since(target.store.store_id, crawl.since)
    cursors.start(target.store.store_id, target.name, crawl)
    return crawl


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
