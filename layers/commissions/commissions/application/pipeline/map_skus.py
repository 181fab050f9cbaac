"""Looks up what each line of an order is worth."""

from commissions.application.pipeline.instalments import FactsOf, nothing_known
from commissions.application.registers import ValueRegisters
from commissions.domain.catalogue.kept_values import KeptValues
from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import OrderMapped, keys
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.orders.parking_reasons import WAITS_FOR_VALUE


def mapped(
    order: OrderPlaced,
    registers: ValueRegisters,
    facts_of: FactsOf = nothing_known,
    *,
    amounts_accepted: bool = False,
) -> OrderMapped | OrderParked:
    """The order with the values in force at its time. A line that has none there, or two, keeps
    what it was valued at before, if it was, and so does a bundle of which nobody says what counts;
    else the order is parked."""
    policies = registers.store(order.store_id).policies
    known = registers.values_in_force(order.store_id, keys(order), order.order_ts)
    outcome = map_skus(order, policies, known, amounts_accepted=amounts_accepted)
    if not isinstance(outcome, OrderParked) or outcome.reason not in WAITS_FOR_VALUE:
        return outcome
    kept = _kept(order, facts_of)
    return map_skus(order, policies, known, kept=kept, amounts_accepted=amounts_accepted)


def _kept(order: OrderPlaced, facts_of: FactsOf) -> KeptValues:
    """For as far as the order was valued before: of few orders it is asked, and the others shall
    not start slower for it."""
    from commissions.domain.ledger.locked_values import kept_values

    return kept_values(order, facts_of(order.order_key))
