"""A company's registers in memory: they answer as its tables do, and what is added is let go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from commissions.domain.catalogue.sku_map import SkuVersion, in_force
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.people.genealogy import (
    HISTORY,
    Edge,
    UnknownMember,
    check_sponsor,
    climb,
)
from commissions.domain.people.member import Member, Resolved, code_key
from commissions.domain.people.upline import RETAIL, Ancestor
from commissions.domain.plans import Plan, UnknownPlan
from commissions.domain.registration import AccountLink, Registration
from commissions.domain.sales.attribution import RATE_AGE_MAX, PlanRef, Rate
from commissions.domain.sales.customer_place import (
    CustomerPlace,
    edges_with,
    is_decided,
    placed_as,
)
from commissions.domain.stores.store import Store, UnknownStore


@dataclass(slots=True, kw_only=True)
class InMemoryRegisters:
    stores: dict[str, Store] = field(default_factory=dict)
    versions: dict[tuple[str, str], tuple[SkuVersion, ...]] = field(default_factory=dict)
    """By store and key of the SKU map."""
    edges: dict[str, tuple[Edge, ...]] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    codes: dict[str, tuple[Registration, ...]] = field(default_factory=dict)
    """Whose a referral code is and was, by code as it is compared."""
    accounts: dict[tuple[str, str], AccountLink] = field(default_factory=dict)
    """Whose account it is, by store and the hash of its customer's id."""
    plans: tuple[Plan, ...] = ()
    rates: tuple[Rate, ...] = ()

    def store(self, store_id: str) -> Store:
        if store_id not in self.stores:
            raise UnknownStore(store_id)
        return self.stores[store_id]

    def values_in_force(
        self, store_id: str, keys: Iterable[str], at: datetime
    ) -> dict[str, SkuValue]:
        found = {key: in_force(self.versions.get((store_id, key), ()), at) for key in keys}
        return {key: version.value for key, version in found.items() if version}

    def resolve(self, codes: Iterable[str], store_id: str, customer: str) -> Resolved:
        keys = [code_key(code) for code in codes]
        whose = {key: self.codes[key] for key in keys if key in self.codes}
        account = self.accounts.get((store_id, customer)) if customer else None
        return Resolved(whose, account)

    def line(self, member_id: str, as_of: datetime) -> tuple[Ancestor, ...]:
        climbed = climb(member_id, as_of, self.edges)
        if climbed.missing:
            raise UnknownMember(climbed.missing)
        return climbed.line

    def decided_line(self, member_id: str, as_of: datetime) -> tuple[Ancestor, ...]:
        if not is_decided(self.edges.get(member_id, ()), as_of):
            return ()
        return self.line(member_id, as_of)

    def keep(self, store_id: str, customer: str, places: Sequence[CustomerPlace]) -> bool:
        """Has a customer stand there, or nowhere; False where they do."""
        member = placed_as(customer)
        stands = self.edges.get(member, ())
        wanted = edges_with(stands, places)
        for each in places:
            check_sponsor(member, each.sponsor, each.since, self.edges)
        self.edges.pop(member, None)
        self.edges |= {member: wanted} if wanted else {}
        self._show(store_id, customer, wanted)
        return wanted != stands

    def _show(self, store_id: str, customer: str, edges: tuple[Edge, ...]) -> None:
        """The account of a customer with a place, which the company has given nobody."""
        key = store_id, customer
        known = self.accounts.get(key)
        if known is None or known.by == HISTORY:
            link = AccountLink(placed_as(customer), kind=RETAIL, by=HISTORY)
            self.accounts.pop(key, None)
            self.accounts |= {key: link} if edges else {}

    def plan_in_force(self, plan_id: str, at: datetime) -> Plan | None:
        own = (plan for plan in self.plans if plan.plan_id == plan_id)
        begun = [plan for plan in own if plan.effective_from <= at]
        return max(begun, key=lambda plan: plan.version, default=None)

    def plan(self, ref: PlanRef) -> Plan:
        for plan in self.plans:
            if plan.ref == ref:
                return plan
        raise UnknownPlan(f"{ref.plan_id} version {ref.version}")

    def rate(self, currency: str, base: str, day: date) -> Rate | None:
        if currency == base:
            return Rate(currency, base, Decimal(1), day.isoformat(), "")
        first, last = (day - RATE_AGE_MAX).isoformat(), day.isoformat()
        pair = [
            each for each in self.rates if (each.currency, each.base_currency) == (currency, base)
        ]
        recent = [each for each in pair if first <= each.day <= last]
        return max(recent, key=lambda each: each.day, default=None)
