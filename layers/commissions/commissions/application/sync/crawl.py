"""A round: a store's orders, or products, read page by page, and taken in.

After each page it is noted how far the round is, so that whoever goes on, after a crash or because
time was up, goes on from there. To read a page twice does no harm.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from commissions.application.sync.apply import NEW, UNREADABLE, Applied, apply_answer
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws.telemetry import count, logger
from commissions.clients import CHANGED, CREATED, Absent, Client, InvalidResponse, Page, Window
from commissions.domain.ledger.changes import is_cancelled
from commissions.domain.ledger.snapshots import latest
from commissions.domain.orders.hint import ORDER, PRODUCT
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.stores import polling
from commissions.domain.stores.polling import Crawl
from commissions.domain.stores.store import Store
from commissions.tables import catalogue, cursors, ledger, parked


@dataclass(frozen=True, slots=True)
class CrawlTarget:
    store: Store
    client: Client
    name: str
    """Under which its progress is noted."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a round, or a part of it, has brought."""

    read: int = 0
    new: int = 0
    unreadable: int = 0
    gone: int = 0
    """Of what we know, what the store has no more."""

    @property
    def known(self) -> int:
        return self.read - self.new - self.unreadable

    def plus(self, applied: Applied) -> "Tally":
        return replace(
            self,
            read=self.read + 1,
            new=self.new + (applied.outcome == NEW),
            unreadable=self.unreadable + (applied.outcome == UNREADABLE),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.read + other.read,
            self.new + other.new,
            self.unreadable + other.unreadable,
            self.gone + other.gone,
        )


OnPage = Callable[[Tally, int | None], None]
"""Is told what each page brought, and how many there are in all where the store says so."""


class Overtaken(Exception):
    """Another reader is as far in the same round, or further: it needs no second one."""

    def __init__(self, of: CrawlTarget) -> None:
        super().__init__(f"somebody else is reading {of.store.store_id} ({of.name}), and is ahead")


def advance(
    target: CrawlTarget, crawl: Crawl, *, has_time: Callable[[], bool], on_page: OnPage
) -> bool:
    """Reads on from where the run is; False where time was up before its end.

    Raises Overtaken, or StoreError.
    """
    try:
        while not crawl.finished:
            for at in _part(target, crawl, on_page):
                crawl = at
                if not has_time():
                    return False
            crawl = _saved(target, crawl.after_part())
    except InvalidResponse:
        # Perhaps of the page that we asked to go on from: the next reading begins anew.
        cursors.abandon(target.store.store_id, target.name, crawl)
        raise
    cursors.complete(target.store.store_id, target.name, crawl)
    return True


def _part(target: CrawlTarget, crawl: Crawl, on_page: OnPage) -> Iterator[Crawl]:
    """Where the run is after each page of a part, and after each that no page showed."""
    if not crawl.cursor.listed:
        for page in _pages(target, crawl):
            tally, ids = _apply_page(target, crawl, page)
            crawl = _saved(target, crawl.after_page(page.next, ids))
            on_page(tally, page.total)
            yield crawl
    for each in _unlisted(target, crawl):
        on_page(_fetch_one(target, crawl, each), None)
        crawl = _saved(target, crawl.after_page("", {each}))
        yield crawl


def _saved(target: CrawlTarget, crawl: Crawl) -> Crawl:
    if not cursors.advance(target.store.store_id, target.name, crawl):
        raise Overtaken(target)
    return crawl


def _pages(target: CrawlTarget, crawl: Crawl) -> Iterator[Page]:
    after, (since, until) = crawl.cursor.after, crawl.span
    if crawl.mode == polling.CATALOGUE:
        return target.client.products(after)
    by = CHANGED if crawl.mode == polling.CHANGED else CREATED
    return target.client.orders(Window(since=since, until=until, by=by), after)


def _apply_page(target: CrawlTarget, crawl: Crawl, page: Page) -> tuple[Tally, frozenset[str]]:
    subject = PRODUCT if crawl.mode == polling.CATALOGUE else ORDER
    tally, ids = Tally(), frozenset[str]()
    for answer in page.items:
        applied = apply_answer(target.store, subject, answer, via=crawl.mode, now=datetime.now(UTC))
        tally, ids = tally.plus(applied), ids | applied.ids
    for source_id in page.failed_ids:
        applied = _unreadable(target, crawl, source_id)
        tally, ids = tally.plus(applied), ids | applied.ids
    return tally, ids


def _unreadable(target: CrawlTarget, crawl: Crawl, source_id: str) -> Applied:
    """Of an order that the store lists, and does not give whole, the fetch step is told: there it
    waits with an owner, while those behind it go on."""
    count("FetchedUnreadable")
    logger.error("cannot be read whole", store=target.store.store_id, look=crawl.mode, id=source_id)
    key = order_key(target.store.platform, target.store.store_id, source_id)
    waiting = parked.waiting_for(WaitsFor.store(target.store.store_id))
    if crawl.mode != polling.CATALOGUE and all(entry.order_key != key for entry in waiting):
        request_fetch(key, crawl.began, "listed, and not to be read whole")
    return Applied(UNREADABLE, frozenset({source_id}))


def _unlisted(target: CrawlTarget, crawl: Crawl) -> list[str]:
    """What we know to be of this part, and no page of it showed: deleted there, or misdated."""
    if crawl.mode == polling.CATALOGUE:
        known = {
            product.product_id
            for product in catalogue.all_products()
            if product.store_id == target.store.store_id
            and any(variant.closed_at is None for variant in product.variants)
        }
    elif crawl.mode == polling.SECOND_PASS:
        day = crawl.span[0].astimezone(UTC).date()
        keys = ledger.orders_of_day(target.store.store_id, day)
        known = {key.split("/", 2)[2] for key in keys}
    else:
        return []
    return sorted(known - crawl.cursor.seen)


def _fetch_one(target: CrawlTarget, crawl: Crawl, source_id: str) -> Tally:
    """Asks for one by its id; one that is gone is passed on."""
    now = datetime.now(UTC)
    if crawl.mode == polling.CATALOGUE:
        if answer := target.client.product(source_id):
            return Tally().plus(
                apply_answer(target.store, PRODUCT, answer, via=crawl.mode, now=now)
            )
        return Tally(gone=int(_removed(target, crawl, source_id, now)))
    try:
        answer = target.client.order(source_id)
    except InvalidResponse:
        return Tally().plus(_unreadable(target, crawl, source_id))
    if answer:
        return Tally().plus(apply_answer(target.store, ORDER, answer, via=crawl.mode, now=now))
    return Tally(gone=int(_gone(target, source_id)))


def _removed(target: CrawlTarget, crawl: Crawl, product_id: str, now: datetime) -> bool:
    absent = Absent(product_id, crawl.began)
    return apply_answer(target.store, PRODUCT, absent, via=crawl.mode, now=now).outcome == NEW


def _gone(target: CrawlTarget, order_id: str) -> bool:
    """Has the fetch step look at an order that is gone: it knows what to do with it."""
    key = order_key(target.store.platform, target.store.store_id, order_id)
    known = ledger.read(key).facts
    order = latest(known)
    if order is None or is_cancelled(known):
        return False
    return request_fetch(key, order.updated_at, "not listed any more")
