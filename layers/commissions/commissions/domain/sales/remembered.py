"""Whose customer somebody is, by what earlier orders said and carried to this one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from commissions.domain.orders.continues import INSTALMENT
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.carried_attribution import (
    CONTINUED,
    CarriedAttribution,
    SaidAttribution,
    Seniority,
    contract_history,
    customer_history,
    history_digest,
)
from commissions.domain.stores.store import KEEP, LIFETIME, NEVER, REBIND, Policies

_ANYBODYS = "any"
_Told = CarriedAttribution | SaidAttribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is remembered of an order's customer, and of what it was placed under."""

    customer: CarriedAttribution | None = None
    """What makes the customer somebody's just before the order."""
    differs: CarriedAttribution | None = None
    """What would make them another's, had the store not made two customers one."""
    contract: CarriedAttribution | None = None
    """What the first order under the same contract said that names somebody; or what was decided
    of the customer after that."""
    keeps: bool = False
    """Whether the customer stays whose they are, whatever the order itself names."""
    continues: str = ""
    """As what the order goes on with another one by itself; empty where a buyer placed it."""
    original: CarriedAttribution | None = None
    """What the order said that it goes on with: whom that names, or what a person said of it."""
    is_overridden: bool = False
    """Whether a person said whose the order is: then it says nothing of its customer."""

    @property
    def is_machine_made(self) -> bool:
        return self.continues != ""

    @property
    def decided(self) -> CarriedAttribution | None:
        """A person's word on the original, nobody's included: it holds for what continues it."""
        return self.original if self.original and self.original.decided else None


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
    at = _remembers_at(order, told)
    of_contract = _standing(told, contract_history(order.store_id, contract), at)
    of_customer = _standing(told, customer_history(order.store_id, customer), at)
    binding = whose_customer(of_customer, at, policies) if customer else None
    begun = next(iter(of_contract), None) if contract else None
    return Remembered(
        customer=_somebodys(binding),
        differs=_differing(of_customer, binding, at, policies) if binding else None,
        contract=_somebodys(
            binding if binding and _is_decided_after(begun, of_customer) else begun
        ),
        keeps=policies.another_referral == KEEP,
        continues=order.continues.as_ if order.continues else "",
        original=_of_original(told) if order.is_machine_made else None,
    )


def _remembers_at(order: OrderPlaced, carried: Iterable[CarriedAttribution]) -> Seniority:
    """Before what it is asked whose the customer is: an instalment is of one sale with the order
    that it pays on for."""
    own = order.order_ts, order.order_key
    if order.continues is None or order.continues.as_ != INSTALMENT:
        return own
    return max((each.seniority for each in carried if each.kind == CONTINUED), default=own)


def _of_original(carried: Iterable[CarriedAttribution]) -> CarriedAttribution | None:
    """What was said last by the order that it goes on with; where that goes on with another one
    itself, the nearest counts that says anything."""
    latest: dict[str, CarriedAttribution] = {}
    for each in carried:
        if each.kind == CONTINUED:
            latest[each.source] = max(latest.get(each.source, each), each, key=_version)
    says = [each for each in latest.values() if each.stands or each.decided]
    return max(says, key=_seniority, default=None)


def _standing(
    carried: Iterable[CarriedAttribution], history: str, at: Seniority
) -> list[CarriedAttribution]:
    """What was said last by each order before one, unless it was taken back; the first order's
    first. What a merged customer's orders said stands by itself, from the merge on."""
    latest: dict[tuple[str, str], CarriedAttribution] = {}
    digest = history_digest(history)
    for each in carried:
        if each.history == digest and each.is_heard_at(at[0]):
            name = each.source, each.merged
            known = latest.get(name)
            latest[name] = each if known is None else max(known, each, key=_version)
    before = (each for each in latest.values() if each.seniority < at)
    return sorted((each for each in before if each.stands), key=_seniority)


def whose_customer[Told: (CarriedAttribution, SaidAttribution)](
    standing: Iterable[Told], at: Seniority, policies: Policies
) -> Told | None:
    """What makes somebody's customer whose they are at a place in their history, of all that stands
    before it, the first of it first. It names nobody where it was decided so.

    The first binds, and a later one only where it was decided, where the one before has ended or
    names nobody, or where another referral may bind anew.
    """
    if policies.remember_referrer == NEVER:
        return None
    binding = None
    for each in standing:
        if binding is None or _takes_over(each, binding, policies):
            binding = each
    return None if binding is None or _has_ended(binding, at, policies) else binding


def _is_decided_after(
    begun: CarriedAttribution | None, of_customer: Iterable[CarriedAttribution]
) -> bool:
    """What was decided of the customer after a contract was begun holds for its renewals too."""
    return begun is not None and any(
        each.decided and each.seniority > begun.seniority for each in of_customer
    )


def _somebodys(told: CarriedAttribution | None) -> CarriedAttribution | None:
    return told if told and told.seller else None


def _differing(
    standing: Sequence[CarriedAttribution],
    binding: CarriedAttribution,
    at: Seniority,
    policies: Policies,
) -> CarriedAttribution | None:
    """Whose one of the merged customers is by what was said of them alone, where that is another;
    what the company decided answers it."""
    ways = sorted({each.merged for each in standing})
    if len(ways) < 2 or binding.decided:
        return None
    alone = (
        whose_customer([each for each in standing if each.merged == way], at, policies)
        for way in ways
    )
    return next((each for each in alone if each and each.seller not in ("", binding.seller)), None)


def _takes_over(each: _Told, binding: _Told, policies: Policies) -> bool:
    if not binding.seller:
        return True
    trusted = policies.rebinds == _ANYBODYS or not each.forgeable
    may = policies.another_referral == REBIND and trusted
    return each.decided or may or _has_ended(binding, each.seniority, policies)


def _has_ended(binding: _Told, at: Seniority, policies: Policies) -> bool:
    """It lasts for so many days from the order that bound, and no purchase prolongs it."""
    if policies.remember_referrer == LIFETIME:
        return False
    return at[0] >= binding.source_ts + timedelta(days=int(policies.remember_referrer))


def _version(carried: CarriedAttribution) -> int:
    return carried.version


def _seniority(carried: CarriedAttribution) -> Seniority:
    return carried.seniority
