"""What tables and the ledger hold of a store's customer: read from where it lies, for whoever has
to answer them. What lies in quarantine besides takes the store's own key (`personal_data`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto

from commissions.application.queries import order_story
from commissions.domain.orders.keys import order_key
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.privacy import PrivacyAsked
from commissions.domain.sales.carried_attribution import SaidAttribution, customer_history
from commissions.domain.sales.remembered import whose_customer
from commissions.tables import audit_histories, members, stores


class _Holding(Enum):
    """How an order relates to the customer who asks."""

    CARRIES_HASH = auto()
    WITHOUT_HASH = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    customer: str
    """The keyed hash of the store's customer id."""
    linked_to: str
    """The member whose account it is."""
    linked_as: str
    orders: tuple[str, ...]
    """Of the orders that the request names, those that carry the hash."""
    without_customer: tuple[str, ...]
    """Those that are here and carry no hash, or another's."""
    unknown_orders: tuple[str, ...]
    quarantined: tuple[str, ...] = ()
    """The bodies that may name the customer, or one of the orders."""
    customer_of: str = ""
    """The member whose customer they are."""
    customer_since: str = ""
    """The order that says so."""
    remembered_by: tuple[str, ...] = ()
    """The orders of theirs by whose keys they are remembered."""
    erased_at: datetime | None = None
    """When they were erased, where that is still known: the hash and the time are kept."""


def held_in_tables(request: PrivacyAsked, now: datetime | None = None) -> PersonalData:
    """All of it but what lies in quarantine."""
    member, kind = "", ""
    if request.customer:
        member, kind = members.of_customer(request.store_id, request.customer)
    holdings = {order_id: _holding(request, order_id) for order_id in request.orders}
    remembered = _remembered(request, now or datetime.now(UTC))
    return PersonalData(
        customer=request.customer,
        linked_to=member,
        linked_as=kind,
        orders=_those(holdings, _Holding.CARRIES_HASH),
        without_customer=_those(holdings, _Holding.WITHOUT_HASH),
        unknown_orders=_those(holdings, _Holding.UNKNOWN),
        customer_of=remembered.binding.seller if remembered.binding else "",
        customer_since=remembered.binding.source if remembered.binding else "",
        remembered_by=remembered.orders,
        erased_at=remembered.erased_at,
    )


@dataclass(frozen=True, slots=True)
class _KnownCustomer:
    binding: SaidAttribution | None = None
    orders: tuple[str, ...] = ()
    erased_at: datetime | None = None


def _remembered(request: PrivacyAsked, now: datetime) -> _KnownCustomer:
    """What a customer's history holds, and whose they are by it, as of now; a guest has none."""
    if not request.customer:
        return _KnownCustomer()
    kept = audit_histories.kept_history(customer_history(request.store_id, request.customer), now)
    stands = [each for each in kept.said.values() if each.stands]
    stands.sort(key=lambda each: each.seniority)
    whose = whose_customer(stands, (now, ""), stores.get(request.store_id).policies)
    return _KnownCustomer(whose, tuple(sorted({*kept.places, *kept.said})), kept.erased_at)


def _those(holdings: Mapping[str, _Holding], wanted: _Holding) -> tuple[str, ...]:
    return tuple(order_id for order_id, holding in holdings.items() if holding is wanted)


def _holding(request: PrivacyAsked, order_id: str) -> _Holding:
    """Whether an order is here, in the ledger or on its way there, and carries the hash."""
    story = order_story.read(order_key(request.platform, request.store_id, order_id))
    if not story.rows and not story.webhooks:
        return _Holding.UNKNOWN
    on_the_way = [record for item in story.webhooks for record in item.records]
    contents = [*story.contents, *on_the_way]
    customers = {each.customer for each in contents if isinstance(each, OrderPlaced)}
    is_theirs = bool(request.customer) and request.customer in customers
    return _Holding.CARRIES_HASH if is_theirs else _Holding.WITHOUT_HASH
