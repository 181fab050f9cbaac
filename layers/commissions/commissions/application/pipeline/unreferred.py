"""What follows where nothing says whose a paid order is: its store is asked again once, where it
may write a referral without a word; and one that waits is noted with its coupons."""

from datetime import UTC, datetime
from typing import Any

from commissions.application.pipeline import coupon_notes
from commissions.application.sync.request_fetch import request_fetch_later
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.orders.parking_reasons import NO_REFERRER
from commissions.domain.sales.asked_again import asked_again_at, is_nobodys
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.stores.store import Store
from commissions.events import Event
from commissions.tables import stores

WHY_ASKED = "a paid order that is nobody's"


def follow_up(event: Event[OrderMapped], outcome: SaleAttributed | OrderParked) -> None:
    """Done again, it changes nothing: an order is asked for once, whatever is told of it later."""
    waits = isinstance(outcome, OrderParked) and outcome.reason == NO_REFERRER
    if not (waits or (isinstance(outcome, SaleAttributed) and is_nobodys(outcome))):
        return
    order, now = event.record.order, datetime.now(UTC)
    store = stores.get(order.store_id)
    if waits:
        _note_coupons(event, store, now)
    if due := asked_again_at(order, store, now):
        _ask_later(order, due)


def _ask_later(order: OrderPlaced, due: datetime) -> None:
    """Of all its snapshots the first one has it asked."""
    request_fetch_later(order.order_key, order.order_ts, WHY_ASKED, due=due)


def _note_coupons(event: Event[Any], store: Store, now: datetime) -> None:
    hours = store.policies.late_referral_hours
    notes = coupon_notes.noted_as_it_waits(event.record.order, hours, now)
    coupon_notes.keep(notes, event.trace.inbox_id, now)
