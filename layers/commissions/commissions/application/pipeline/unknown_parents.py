"""An order that may be a copy of one that was never told has its store asked for that one: it earns
nothing before it is known."""

from commissions.application.sync.request_fetch import request_fetch
from commissions.domain.orders.continues import COPY
from commissions.domain.orders.parking import OrderParked
from commissions.domain.sales.attribution import SaleAttributed
from commissions.domain.stores.store import has_api
from commissions.tables import stores

WHY_ASKED = "another order may be a copy of it"


def ask_for_parent(outcome: SaleAttributed | OrderParked) -> None:
    """With each telling of the order, for as long as it is so; done again, it changes nothing."""
    if not isinstance(outcome, SaleAttributed) or outcome.lock is None:
        return
    order, told = outcome.order, outcome.order.continues
    if told is None or told.as_ != COPY or not outcome.lock.compared or outcome.heard_lines:
        return
    if told.order and has_api(stores.get(order.store_id)):
        request_fetch(told.order, order.updated_at, WHY_ASKED)
