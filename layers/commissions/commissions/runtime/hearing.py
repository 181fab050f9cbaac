"""What a store says of a day, asked through its API: for the reconciliation."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from commissions.audit.shop import Told, day_of, told_in
from commissions.clients import CHANGED, CREATED, Answer, Client, StoreError, Window
from commissions.domain.hint import ORDER
from commissions.domain.order import OrderCancelled, OrderPlaced, OrderRefunded
from commissions.domain.store import Store
from commissions.runtime.dialects import UnreadableAnswer, parse_answer
from commissions.runtime.doors import NoAccess, client_of, has_api
from commissions.runtime.secrets import secrets

LATE_CHANGES = timedelta(days=7)
"""How long a day's refunds of older orders are looked for in all that has changed since."""
_OF_ORDER = (OrderPlaced, OrderRefunded, OrderCancelled)


@dataclass(slots=True)
class Heard:
    not_asked: str = ""
    """Why the store cannot be asked; empty where it was."""
    failed: str = ""
    """Why it gave no answer that could be gone by."""
    told: dict[str, Told] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    """By the store's id of an order, why we cannot read what it says of it."""
    client: Client | None = None

    @property
    def answered(self) -> bool:
        return not self.not_asked and not self.failed


def hear(store: Store, day: date, *, now: datetime) -> Heard:
    if store.closed:
        return Heard(not_asked="the store is closed")
    if not has_api(store):
        return Heard(not_asked="it has no API to ask, it calls ours")
    try:
        heard = Heard(client=client_of(store))
    except NoAccess:
        return Heard(not_asked="no access to its API is stored (`commissions store access`)")
    except StoreError as error:
        return Heard(failed=str(error))
    try:
        _listen(heard, store, day, now=now)
    except StoreError as error:
        heard.failed = str(error) or type(error).__name__
    return heard


def is_gone(heard: Heard, store: Store, order_key: str) -> bool:
    """Asks for an order that the store did not list; where it has it, that is told now.

    Raises StoreError.
    """
    if heard.client is None or not heard.answered:
        return False
    order_id = order_key.split("/", 2)[2]
    if order_id in heard.unreadable:
        return False
    if answer := heard.client.order(order_id):
        heard.told |= _read(heard, store, answer)
    return order_key not in heard.told and order_id not in heard.unreadable


def _listen(heard: Heard, store: Store, day: date, *, now: datetime) -> None:
    begin = datetime.combine(day, time(), UTC)
    created = Window(since=begin, until=begin + timedelta(days=1), by=CREATED)
    for answer in _answers(heard, created):
        heard.told |= _read(heard, store, answer)
    if now - begin > LATE_CHANGES:
        return
    for answer in _answers(heard, Window(since=begin, by=CHANGED)):
        for key, told in _read(heard, store, answer).items():
            if key in heard.told or _is_of(told, day):
                heard.told[key] = told


def _answers(heard: Heard, window: Window) -> Iterator[Answer]:
    if heard.client:
        for page in heard.client.orders(window):
            heard.unreadable |= dict.fromkeys(page.broken, "it cannot be read whole")
            yield from page.answers


def _read(heard: Heard, store: Store, answer: Answer) -> dict[str, Told]:
    key = secrets(store.store_id).customer_key
    try:
        reading = parse_answer(store, ORDER, answer, key)
    except UnreadableAnswer as error:
        heard.unreadable[answer.source_id] = str(error)
        return {}
    return told_in(record for record in reading.records if isinstance(record, _OF_ORDER))


def _is_of(told: Told, day: date) -> bool:
    moments = [told.order.order_ts, *(each.refunded_at for each in told.refunds.values())]
    return any(day_of(moment) == day for moment in moments)
