"""The poller: what the stores did not send, or we did not get, is asked for."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from commissions.application.pipeline.release import release_waiting
from commissions.application.sync.api_versions import noting_version
from commissions.application.sync.connection import NoAccess, connected
from commissions.application.sync.crawl import CrawlTarget, Overtaken, Tally, advance
from commissions.application.sync.poll_queue import enqueue
from commissions.aws.telemetry import count, logger
from commissions.clients import StoreError
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.stores import polling
from commissions.domain.stores.polling import CATALOGUE, Crawl
from commissions.domain.stores.store import has_api
from commissions.tables import connections, cursors, stores

RELEASES_MAX = 500
"""As many take some seconds: of thousands, after days, none shall cost the poller its time."""


def poll(message: dict[str, Any], has_time: Callable[[], bool]) -> None:
    """Asks one store; where time is up, another message goes on.

    A store that cannot be asked now is asked again when its next turn comes.
    """
    store_id, mode = message["store_id"], message["look"]
    store = stores.get(store_id)
    if not has_api(store):
        return
    try:
        with connected(store) as client, noting_version(store, client):
            target = CrawlTarget(store, client, mode)
            crawl = _run(target, message.get("began", ""))
            finished = advance(target, crawl, has_time=has_time, on_page=_counted(mode))
    except NoAccess:
        count("StoresWithoutAccess")
        logger.warning("no access to its API is stored", store=store_id)
    except StoreError as error:
        count("StoresUnreachable")
        logger.warning("the store cannot be asked", store=store_id, reason=str(error))
    except Overtaken:
        logger.info("another reader is ahead", store=store_id, look=mode)
    else:
        hops = message.get("hops", 0) + 1
        if not finished and hops > polling.HOPS_MAX:
            logger.error("a reading does not come to its end", store=store_id, look=mode)
        elif not finished:
            enqueue(store_id, mode, began=stamp(crawl.began), hops=hops)
        # It answers, and lets us in: what waited for either goes on, the rest at the next turn.
        waited = [WaitsFor.store(store_id), WaitsFor.access(store_id)]
        release_waiting(waited, most=RELEASES_MAX)


def _run(target: CrawlTarget, began: str) -> Crawl:
    """The run that is under way, or a new one. Raises Overtaken where it is over by now."""
    store_id = target.store.store_id
    known = cursors.get(store_id, target.name)
    if began and not (known.crawl and stamp(known.crawl.began) == began):
        raise Overtaken(target)
    now = target.client.now()
    if known.crawl and not polling.is_stale(known.noted_at or known.crawl.began, datetime.now(UTC)):
        return known.crawl
    connections.own_since(store_id, now - polling.INITIAL_WINDOW, unless_known=True)
    ours_since = connections.get(store_id).since
    crawl = polling.new_crawl(target.name, known.read_until, ours_since, now=now)
    if not cursors.start(store_id, target.name, crawl):
        raise Overtaken(target)
    return crawl


def _counted(mode: str) -> Callable[[Tally, int | None], None]:
    def on_page(tally: Tally, total: int | None) -> None:
        if mode != CATALOGUE:
            count("OrdersPolled", tally.read)
            count("FoundByPolling", tally.new)

    return on_page
