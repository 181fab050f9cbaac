"""What an order hears of its customer: what earlier orders said in the histories that it names."""

from collections.abc import Iterator
from dataclasses import replace

from commissions.application.pipeline.freed_customers import are_freed
from commissions.application.pipeline.lines import line_of
from commissions.application.registers import SaleRegisters
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution_history import (
    AttributionHistories,
    heard,
    histories_of,
    place_of,
)
from commissions.domain.sales.carried_attribution import (
    CUSTOMER,
    CarriedAttribution,
    carried_to,
    kind_of,
)
from commissions.domain.sales.remembered import Remembered, remembered
from commissions.domain.stores.store import Policies, Store


def carried(
    order: OrderPlaced, store: Store, registers: SaleRegisters, histories: AttributionHistories
) -> tuple[CarriedAttribution, ...]:
    """Of a paid order, which enters its histories before it reads them. Raises Waits."""
    return tuple(_carried(order, store.policies, registers, histories))


def _carried(
    order: OrderPlaced,
    policies: Policies,
    registers: SaleRegisters,
    histories: AttributionHistories,
) -> Iterator[CarriedAttribution]:
    for history in histories_of(order, policies):
        place = place_of(order, history, policies)
        histories.enter(history, place)
        found = histories.said(history, place)
        if are_freed(found) and not place.hears_all and kind_of(history) == CUSTOMER:
            place = replace(place, hears_all=True)
            histories.enter(history, place)
            found = histories.said(history, place)
        for said in heard(found, place):
            told = carried_to(order.order_key, order.order_ts, history, said)
            line = line_of(said.seller, order, registers) if said.seller else ()
            yield replace(told, line=line)


def remembered_by(
    told: tuple[CarriedAttribution, ...], order: OrderPlaced, policies: Policies
) -> Remembered:
    """What that comes to for the one snapshot."""
    return remembered(told, order, order.customer, order.contract, policies)
