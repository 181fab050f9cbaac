"""Whose histories an order stands in, and who hears what is said there.

An order enters a history before it reads it: of two that come at once, at least one sees the other.
Where nothing expires and nothing binds anew, only the earliest that stands decides, and no more
than that is told, beside what was decided and what was taken back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.carried_attribution import (
    CONTRACT,
    AttributionCarried,
    SaidAttribution,
    Seniority,
    carried_to,
    contract_history,
    customer_history,
    kind_of,
)
from commissions.domain.stores.store import LIFETIME, NEVER, REBIND, Policies


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """Where an order stands in a history."""

    order_ts: datetime
    order_key: str
    hears_all: bool = False
    """Whether it has to hear of more than the earliest, as by its policies one may follow."""

    @property
    def seniority(self) -> Seniority:
        return self.order_ts, self.order_key


class AttributionHistories(Protocol):
    """The histories, wherever they are kept."""

    def enter(self, history: str, place: HistoryPlace) -> None:
        """Has the order found by whoever looks from now on."""

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        """All that is said to an order in a history, in no order."""

    def all_said(self, history: str) -> Sequence[SaidAttribution]:
        """All that is said in a history, in no order."""

    def say(self, history: str, said: SaidAttribution) -> None:
        """Says it, unless the source has said something newer."""

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        """The places after its source, and all that is said in the history."""


def histories_of(order: OrderPlaced, policies: Policies) -> list[str]:
    """The keys of the histories that a snapshot names, by the policies it was looked up under."""
    found = []
    if order.customer and policies.remember_referrer != NEVER:
        found.append(customer_history(order.store_id, order.customer))
    if order.contract:
        found.append(contract_history(order.store_id, order.contract))
    return found


def place_of(order: OrderPlaced, history: str, policies: Policies) -> HistoryPlace:
    many = policies.remember_referrer != LIFETIME or policies.another_referral == REBIND
    hears_all = many and kind_of(history) != CONTRACT
    return HistoryPlace(order.order_ts, order.order_key, hears_all)


def heard_before(said: Iterable[SaidAttribution], place: Seniority) -> list[SaidAttribution]:
    """All that stands before a place in a history, the first of it first."""
    before = (each for each in said if each.stands and each.seniority < place)
    return sorted(before, key=_seniority)


def heard(said: Iterable[SaidAttribution], place: HistoryPlace) -> list[SaidAttribution]:
    """What an order has to hear of all that is said in a history."""
    before = [each for each in said if each.seniority < place.seniority]
    if place.hears_all:
        return before
    first = {each.source for each in _first(before)}
    return [each for each in before if each.source in first or each.decided or not each.stands]


def _first(said: Iterable[SaidAttribution]) -> Iterator[SaidAttribution]:
    """The earliest that names somebody; and where it was decided that the customer is nobody's,
    the earliest after that."""
    is_nobodys = True
    for each in sorted(said, key=_seniority):
        if is_nobodys and each.seller:
            yield each
        if each.stands and (is_nobodys or each.decided):
            is_nobodys = not each.seller


def told_later(
    history: str, source: str, places: Iterable[HistoryPlace], said: Sequence[SaidAttribution]
) -> Iterator[AttributionCarried]:
    """What has to be told, after a source said something, to the orders that are later than it: the
    same, and where it was taken back or names nobody also what stands in its place."""
    own = next((each for each in said if each.source == source), None)
    if own is None:
        return
    for place in places:
        if place.seniority > own.seniority:
            for each in heard(said, place):
                if each is own or (each.stands and not own.seller and not place.hears_all):
                    fact = carried_to(place.order_key, place.order_ts, history, each)
                    yield AttributionCarried(fact)


def _seniority(said: SaidAttribution) -> Seniority:
    return said.seniority
