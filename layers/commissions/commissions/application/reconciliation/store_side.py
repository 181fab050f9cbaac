"""The store's side of a reconciliation: what it says of a day, asked through its API."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from commissions.application.sync.connection import NoAccess, client_for
from commissions.application.sync.platform_of import UnreadableAnswer, parse_answer
from commissions.audit.findings import STORE, Finding
from commissions.audit.report import StoreReport
from commissions.audit.store_order import StoreOrder, store_orders
from commissions.aws.secrets import secrets
from commissions.clients import CHANGED, CREATED, Client, FetchedResource, StoreError, Window
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.hint import ORDER
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.stores.store import Store, has_api

LATE_CHANGES = timedelta(days=7)
"""How long a day's refunds of older orders are looked for in all that has changed since."""
_OF_ORDER = (OrderPlaced, OrderRefunded, OrderCancelled, OrderDisputed)


@dataclass(slots=True)
class StoreSide:
    store: Store
    client: Client | None = None
    not_asked: str = ""
    """Why the store cannot be asked; empty where it was."""
    failed: str = ""
    """Why it gave no answer that could be gone by."""
    orders: dict[str, StoreOrder] = field(default_factory=dict)
    """By order key."""
    gone: set[str] = field(default_factory=set)
    """Keys of orders that it was asked for by name, and does not have."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """By the store's id of an order, why we cannot read what it says of it."""

    @property
    def answered(self) -> bool:
        return not self.not_asked and not self.failed

    def order(self, order_key: str) -> StoreOrder | None:
        return self.orders.get(order_key) if self.answered else None

    def is_gone(self, order_key: str) -> bool:
        return self.answered and order_key in self.gone


def read_store_side(store: Store, day: date, *, now: datetime) -> StoreSide:
    side = _opened(store)
    if side.client:
        try:
            _read_day(side, day, now=now)
        except StoreError as error:
            side.failed = _reason(error)
    return side


def look_up(side: StoreSide, order_key: str) -> None:
    """Asks for an order that the store did not list: it is among its orders then, or gone."""
    order_id = order_key.split("/", 2)[2]
    if side.client is None or not side.answered or order_id in side.unreadable:
        return
    try:
        if answer := side.client.order(order_id):
            # We know it: it may have been taken in before the store was one channel of its shop.
            side.orders |= _read(side, answer, of_any_channel=True)
    except StoreError as error:
        side.failed = _reason(error)
        return
    if order_key not in side.orders and order_id not in side.unreadable:
        side.gone.add(order_key)


def store_report(side: StoreSide) -> StoreReport:
    """What of the store could not be compared, and why."""
    return StoreReport(
        store=side.store.store_id,
        platform=side.store.platform,
        not_asked=f"it gave no answer ({side.failed})" if side.failed else side.not_asked,
        has_api=has_api(side.store),
        findings=tuple(_findings(side)),
    )


def _opened(store: Store) -> StoreSide:
    if store.closed:
        return StoreSide(store, not_asked="the store is closed")
    if not has_api(store):
        return StoreSide(store, not_asked="it has no API to ask, it calls ours")
    try:
        return StoreSide(store, client_for(store))
    except NoAccess:
        why = f"no access to its API is stored (`commissions store access {store.store_id}`)"
        return StoreSide(store, not_asked=why)
    except StoreError as error:
        return StoreSide(store, failed=_reason(error))


def _reason(error: StoreError) -> str:
    return str(error) or type(error).__name__


def _read_day(side: StoreSide, day: date, *, now: datetime) -> None:
    begin = datetime.combine(day, time(), UTC)
    created = Window(since=begin, until=begin + timedelta(days=1), by=CREATED)
    for answer in _answers(side, created):
        side.orders |= _read(side, answer)
    if now - begin > LATE_CHANGES:
        return
    for answer in _answers(side, Window(since=begin, by=CHANGED)):
        for key, order in _read(side, answer).items():
            if key in side.orders or order.is_of(day):
                side.orders[key] = order


def _answers(side: StoreSide, window: Window) -> Iterator[FetchedResource]:
    if side.client:
        for page in side.client.orders(window):
            side.unreadable |= dict.fromkeys(page.failed_ids, "it cannot be read whole")
            yield from page.items


def _read(
    side: StoreSide, answer: FetchedResource, *, of_any_channel: bool = False
) -> dict[str, StoreOrder]:
    key = secrets(side.store).customer_key
    try:
        reading = parse_answer(side.store, ORDER, answer, key)
    except UnreadableAnswer as error:
        side.unreadable[answer.source_id] = str(error)
        return {}
    if reading.other_channel and not of_any_channel:
        return {}
    return store_orders(record for record in reading.records if isinstance(record, _OF_ORDER))


def _findings(side: StoreSide) -> Iterator[Finding]:
    name = side.store.store_id
    if side.failed:
        yield _finding(side.store, "store_not_read", f"{name} could not be asked: {side.failed}")
    for order_id, why in sorted(side.unreadable.items()):
        sentence = f"What {name} says of order {order_id} cannot be read: {why}"
        order_key = f"{side.store.platform}/{name}/{order_id}"
        yield _finding(side.store, "order_unreadable", sentence, order_key)


def _finding(store: Store, kind: str, sentence: str, order_key: str = "") -> Finding:
    return Finding(
        check=STORE, kind=kind, store=store.store_id, order=order_key, about="", sentence=sentence
    )
