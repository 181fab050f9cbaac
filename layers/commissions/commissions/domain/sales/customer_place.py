"""Where a customer stands in the tree of a store that places its buyers.

The place shows what the customer's orders say, and nothing is paid by it: another one takes its
place when they say something else. What the company says of the same member is a fact, stays, and
is what a sale goes by from then on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.domain.people.genealogy import HISTORY, Edge
from commissions.domain.sales.carried_attribution import SaidAttribution

CUSTOMER_STATUS = CUSTOMER_RANK = "customer"


@dataclass(frozen=True, slots=True)
class CustomerPlace:
    """Under whom a customer stands, and since when."""

    sponsor: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNamed:
    """That an order has said whose customer somebody is, or that it says so no more."""

    platform: str
    store_id: str
    platform_order_id: str
    customer: str
    """The keyed hash of the store's id."""
    version: int
    """Of what the order said."""

    @property
    def order_key(self) -> str:
        return f"{self.platform}/{self.store_id}/{self.platform_order_id}"

    @property
    def key(self) -> str:
        return f"{self.order_key}/named/{placed_as(self.customer)}/{self.version}"


def placed_as(customer: str) -> str:
    """The member id of a customer whom the company has given none. `customer`: the hash."""
    return f"c-{customer[:20]}"


def places_by(said: Iterable[SaidAttribution]) -> tuple[CustomerPlace, ...]:
    """By all that is said of a customer: under whoever was named first, whoever comes later; and
    where it was decided, under another from then on. None where nobody is named."""
    standing = sorted((each for each in said if each.stands), key=lambda each: each.seniority)
    bind = [*standing[:1], *(each for each in standing[1:] if each.decided)]
    return tuple(CustomerPlace(each.seller, each.source_ts) for each in bind)


def edges_with(edges: Sequence[Edge], places: Sequence[CustomerPlace]) -> tuple[Edge, ...]:
    """The member's edges with these places by the orders; what the company says stays, and from
    then on there is no other place. None where nobody is left."""
    own = [each for each in edges if each.by != HISTORY]
    shown = [each for each in places if not own or each.since < own[0].since]
    if not shown:
        return (*map(_whole, own[:1]), *own[1:])
    moves = (Edge(each.since, each.sponsor, by=HISTORY) for each in shown[1:])
    return (_whole(Edge(shown[0].since, shown[0].sponsor, by=HISTORY)), *moves, *own)


def is_decided(edges: Iterable[Edge], moment: datetime) -> bool:
    """Whether the company itself says under whom the member stands at a moment."""
    sponsored = [each for each in edges if each.sponsor is not None and each.since <= moment]
    return bool(sponsored) and sponsored[-1].by != HISTORY


def _whole(first: Edge) -> Edge:
    """A first edge says everything."""
    return replace(
        first,
        sponsor="" if first.sponsor is None else first.sponsor,
        status=CUSTOMER_STATUS if first.status is None else first.status,
        rank=CUSTOMER_RANK if first.rank is None else first.rank,
    )
