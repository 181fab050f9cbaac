"""What has to be read of registers before the locks of orders can be checked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from commissions.audit.kept_inbox import inboxes_of
from commissions.audit.lock_people import compared
from commissions.audit.lock_values import map_keys
from commissions.audit.order_record import OrderRecord
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch


@dataclass(slots=True)
class LockWants:
    """Of some orders of one store."""

    inbox: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    """Of the SKU map."""
    codes: set[str] = field(default_factory=set)
    customers: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    """Of the tree; whom the codes name comes to them."""
    plans: set[str] = field(default_factory=set)
    rates: set[tuple[str, str, date]] = field(default_factory=set)
    """The order's currency, the plan's, and the day."""

    @classmethod
    def of(cls, records: Iterable[OrderRecord]) -> "LockWants":
        wants = cls()
        for record in records:
            wants._add(record)
        return wants

    def _add(self, record: OrderRecord) -> None:
        self.inbox |= inboxes_of(record)
        contents = [each.content for each in record.facts]
        told = {each.version: each for each in contents if isinstance(each, OrderPlaced)}
        for each in contents:
            self._add_named(each)
            if isinstance(each, Lock | ReferralMatch) and each.order_version in told:
                self._add_snapshot(told[each.order_version])
            if isinstance(each, Lock):
                self._add_lock(each, told.get(each.order_version))

    def _add_named(self, content: Content) -> None:
        """Everybody of a line."""
        if isinstance(content, Lock | ReferralMatch | CarriedAttribution | AttributionOverride):
            self.members |= {each.member for each in content.line or ()}
        if isinstance(content, Lock | ReferralMatch):
            self.members |= {content.buyer} if content.buyer else set()

    def _add_snapshot(self, order: OrderPlaced) -> None:
        codes = [each.value for each in order.referrals] + [order.distributor_ref]
        self.codes |= {compared(each) for each in codes} - {""}
        if order.customer:
            self.customers.add(order.customer)
            self.members.add(f"c-{order.customer[:20]}")

    def _add_lock(self, lock: Lock, order: OrderPlaced | None) -> None:
        self.plans.add(lock.plan.plan_id)
        self.keys |= {each.platform_sku for each in lock.values}
        if order:
            self.keys |= map_keys(order)
            if order.currency != lock.plan.base_currency:
                self.rates.add((order.currency, lock.plan.base_currency, order.order_ts.date()))
