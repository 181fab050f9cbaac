"""Looks up what each line of an order is worth."""

from commissions.application.registers import ValueRegisters
from commissions.domain.catalogue.sku_values import OrderMapped, map_skus, names
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked


def mapped(
    order: OrderPlaced, registers: ValueRegisters, *, amounts_accepted: bool = False
) -> OrderMapped | OrderParked:
    """The order with the values in force at its time, or parked where a line has none."""
    policies = registers.store(order.store_id).policies
    known = registers.values_in_force(order.store_id, names(order), order.order_ts)
    return map_skus(order, policies, known, amounts_accepted=amounts_accepted)
