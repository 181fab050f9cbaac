"""Whose customer somebody is, by what earlier orders said and carried to this one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.carried_attribution import (
    CarriedAttribution,
    Seniority,
    contract_history,
    customer_history,
    history_digest,
)
from commissions.domain.stores.store import KEEP, LIFETIME, NEVER, REBIND, Policies

_ANYBODYS = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is remembered of an order's customer, and of what it was placed under."""

    customer: CarriedAttribution | None = None
    """What makes the customer somebody's just before the order."""
    differs: CarriedAttribution | None = None
    """What would make them another's, had the store not made two customers one."""
    contract: CarriedAttribution | None = None
    """What the first order under the same contract said that names somebody."""
    keeps: bool = False
    """Whether the customer stays whose they are, whatever the order itself names."""
    is_machine_made: bool = False
    """Whether no buyer made the order: it goes on with another one by itself."""


def remembered(
    carried: Iterable[CarriedAttribution],
    order: OrderPlaced,
    customer: str,
    contract: str,
    policies: Policies,
) -> Remembered:
    """`order`: any snapshot. `customer` and `contract`: who bought and under what, each as the
    earliest paid snapshot says that does. `policies`: as they were locked with the order."""
    told = [*carried]
    of_contract = _standing(told, contract_history(order.store_id, contract), order)
    of_customer = _standing(told, customer_history(order.store_id, customer), order)
    binding = _binding(of_customer, order, policies) if customer else None
    return Remembered(
        customer=binding,
        differs=_differing(of_customer, binding, order, policies) if binding else None,
        contract=next(iter(of_contract), None) if contract else None,
        keeps=policies.another_referral == KEEP,
        is_machine_made=order.is_machine_made,
    )


def _standing(
    carried: Iterable[CarriedAttribution], history: str, order: OrderPlaced
) -> list[CarriedAttribution]:
    """What was said last by each order before this one, unless it was taken back; the first of the
    orders first. What a merged customer's orders said stands by itself, from the merge on."""
    latest: dict[tuple[str, str], CarriedAttribution] = {}
    digest = history_digest(history)
    for each in carried:
        if each.history == digest and each.is_heard:
            name = each.source, each.merged
            known = latest.get(name)
            latest[name] = each if known is None else max(known, each, key=_version)
    before = (
        each for each in latest.values() if each.seniority < (order.order_ts, order.order_key)
    )
    return sorted((each for each in before if each.stands), key=_seniority)


def _binding(
    standing: Iterable[CarriedAttribution], order: OrderPlaced, policies: Policies
) -> CarriedAttribution | None:
    """The first binds, and a later one only where it was decided, where the one before has ended,
    or where another referral may bind anew."""
    if policies.remember_referrer == NEVER:
        return None
    binding = None
    for each in standing:
        if binding is None or _takes_over(each, binding, policies):
            binding = each
    at = order.order_ts, order.order_key
    return None if binding is None or _has_ended(binding, at, policies) else binding


def _differing(
    standing: Sequence[CarriedAttribution],
    binding: CarriedAttribution,
    order: OrderPlaced,
    policies: Policies,
) -> CarriedAttribution | None:
    """Whose one of the merged customers is by what was said of them alone, where that is another;
    what the company decided answers it."""
    ways = sorted({each.merged for each in standing})
    if len(ways) < 2 or binding.decided:
        return None
    alone = (
        _binding([each for each in standing if each.merged == way], order, policies) for way in ways
    )
    return next((each for each in alone if each and each.seller != binding.seller), None)


def _takes_over(each: CarriedAttribution, binding: CarriedAttribution, policies: Policies) -> bool:
    trusted = policies.rebinds == _ANYBODYS or not each.forgeable
    may = policies.another_referral == REBIND and trusted
    return each.decided or may or _has_ended(binding, each.seniority, policies)


def _has_ended(binding: CarriedAttribution, at: Seniority, policies: Policies) -> bool:
    """It lasts for so many days from the order that bound, and no purchase prolongs it."""
    if policies.remember_referrer == LIFETIME:
        return False
    return at[0] >= binding.source_ts + timedelta(days=int(policies.remember_referrer))


def _version(carried: CarriedAttribution) -> int:
    return carried.version


def _seniority(carried: CarriedAttribution) -> Seniority:
    return carried.seniority
