"""What an order says of its customer, and what it heard, by its own facts and another road than
the one that carries it: no table of histories is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.audit.copied_orders import goes_on
from commissions.audit.customer_memory import contract_name, customer_name, digest_of
from commissions.audit.order_credit import named_itself
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_record import OrderRecord
from commissions.domain.ledger.facts import Fact
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution, SaidAttribution
from commissions.domain.sales.referral_match import ReferralMatch
from commissions.domain.stores.store import Policies

FOUND_FOR = timedelta(days=386)
"""An order is found for 400 days from when it was looked up: that was up to two weeks earlier."""
SAID_FOR = timedelta(days=3 * 365 - 14)
_OWN = OrderPlaced | Lock | ReferralMatch | AttributionOverride
_FIRST_ALONE = ("lifetime", ("keep", "this_order"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInHistories:
    """An order that was looked up under policies by which customers are remembered."""

    record: OrderRecord
    placed: tuple[datetime, str]
    names: Mapping[str, bool]
    """The histories that it stands in, and whether it has to hear of all orders there, as by its
    policies a later one may follow; else of the first alone."""
    says: Mapping[str, SaidAttribution]
    """By history, where its own referral names somebody."""
    own_facts: int
    """How many facts of its own it has: it said nothing of a higher version."""
    looked_up_at: datetime | None
    """When that was last written."""
    said_at: datetime | None

    @property
    def order_key(self) -> str:
        return self.record.order_key

    def heard_in(self, name: str) -> dict[str, CarriedAttribution]:
        """By source the last that it heard there; not what it heard through a merge, which was said
        in another history."""
        digest = digest_of(name)
        heard = [
            each for each in _carried(self.record) if each.history == digest and not each.merged
        ]
        return {each.source: each for each in sorted(heard, key=lambda each: each.version)}

    def is_found_at(self, moment: datetime | None) -> bool:
        """Whether what is said at a moment reaches it for sure."""
        known = self.looked_up_at
        return known is None or moment is None or moment < known + FOUND_FOR

    def is_heard_at(self, moment: datetime | None) -> bool:
        """Whether an order that is looked up at a moment hears for sure what this one said."""
        said = self.said_at
        return said is None or moment is None or moment < said + SAID_FOR


def in_histories(record: OrderRecord) -> OrderInHistories | None:
    """None of an order that stands in no history: not looked up, a guest's, one that was locked
    before there were any."""
    if not record.facts:
        return None
    history = record.history
    order, locks = history.order, history.locks_by_time
    if order is None or not locks or locks[0].seller is not None:
        return None
    names = _names(history)
    if not names:
        return None
    own = [each for each in record.facts if isinstance(each.content, _OWN)]
    looked_up = [each for each in own if isinstance(each.content, Lock)]
    return OrderInHistories(
        record=record,
        placed=(order.order_ts, order.order_key),
        names=names,
        says=dict(_says(history, order, len(own), names)),
        own_facts=len(own),
        looked_up_at=_last_written(record, looked_up),
        said_at=_last_written(record, own),
    )


def _names(history: OrderHistory) -> dict[str, bool]:
    told = {order.version: order for order in history.snapshots.values()}
    found: dict[str, bool] = {}
    for lock in history.locks.values():
        order, policies = told.get(lock.order_version), lock.policies
        if order and order.customer and policies.remember_referrer != "never":
            name = customer_name(order.store_id, order.customer)
            found[name] = found.get(name, False) or _follows(policies)
        if order and order.contract:
            found.setdefault(contract_name(order.store_id, order.contract), False)
    return found


def _follows(policies: Policies) -> bool:
    """Whether a later order than the first may take its customer over."""
    lasts, others = _FIRST_ALONE
    return policies.remember_referrer != lasts or policies.another_referral not in others


def _says(
    history: OrderHistory, order: OrderPlaced, own: int, names: Mapping[str, bool]
) -> Iterator[tuple[str, SaidAttribution]]:
    named = None if order.test or goes_on(history) else named_itself(history)
    if named is None:
        return
    for name in _speaks_in(history):
        if name in names:
            yield (
                name,
                SaidAttribution(
                    source=order.order_key,
                    source_ts=order.order_ts,
                    version=own,
                    seller=named.seller,
                    carrier=named.carrier,
                    code=named.code,
                    forgeable=named.forgeable,
                ),
            )


def _speaks_in(history: OrderHistory) -> Iterator[str]:
    """The histories of its customer and its contract, by the first paid snapshot that has one."""
    told = {order.version: order for order in history.snapshots_by_time}
    versions = [lock.order_version for lock in history.locks_by_time]
    paid = [told[each] for each in versions if each in told]
    customers = [each for each in paid if each.customer]
    contracts = [each for each in paid if each.contract]
    yield from (customer_name(each.store_id, each.customer) for each in customers[:1])
    yield from (contract_name(each.store_id, each.contract) for each in contracts[:1])


def _carried(record: OrderRecord) -> list[CarriedAttribution]:
    contents = (each.content for each in record.facts)
    return [each for each in contents if isinstance(each, CarriedAttribution)]


def _last_written(record: OrderRecord, facts: Sequence[Fact]) -> datetime | None:
    known = (record.facts_written.get(each.fact_id) for each in facts)
    return max((each for each in known if each), default=None)
