"""An order that may be a copy of one that was never told has its store asked for that one: it earns
nothing before it is known."""

from commissions.application.sync.request_fetch import request_fetch
from commissions.domain.orders.continues import COPY
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.orders.parking_reasons import NO_REFERRER
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.stores.store import has_api
from commissions.tables import stores

WHY_ASKED = "another order may be a copy of it"


def ask_for_parent(order: OrderPlaced, outcome: SaleAttributed | OrderParked) -> None:
    """With each telling of a paid order, for as long as it is so; done again, it changes nothing.
    One that waits as nothing says whose it is goes on with its parent, too."""
    told = order.continues
    if told is None or told.as_ != COPY or not _lacks_parent(outcome):
        return
    if told.order and has_api(stores.get(order.store_id)):
        request_fetch(told.order, order.updated_at, WHY_ASKED)


def _lacks_parent(outcome: SaleAttributed | OrderParked) -> bool:
    if isinstance(outcome, OrderParked):
        return outcome.reason == NO_REFERRER
    return outcome.lock is not None and not outcome.heard_lines
