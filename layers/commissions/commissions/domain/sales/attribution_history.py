"""Whose histories an order stands in, and who hears what is said there.

An order enters a history before it reads it: of two that come at once, at least one sees the other.
Where nothing expires and nothing binds anew, only the earliest that stands decides, and no more
than that is told, beside what was decided and what was taken back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
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
    history_digest,
    kind_of,
)
from commissions.domain.sales.merged_histories import MergedHistory
from commissions.domain.stores.store import LIFETIME, NEVER, REBIND, Policies


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """Where an order stands in a history."""

    order_ts: datetime
    order_key: str
    hears_all: bool = False
    """Whether it has to hear of more than the earliest, as by its policies one may follow."""
    history: str = ""
    """In which history, where that is not the one that was asked for: it went on in this one."""
    merged_at: datetime | None = None
    """Of such a one, from when on it is heard there."""
    hears_lines: bool = False
    """Of an original's: whether the order may be a copy of it, and hears which lines it has."""

    @property
    def seniority(self) -> Seniority:
        return self.order_ts, self.order_key


@dataclass(frozen=True, slots=True)
class ToldOfMerge:
    """What a merge lets be heard that is said in one history."""

    history: str
    said: Sequence[SaidAttribution]
    places: Sequence[HistoryPlace]
    """Of the orders that hear it."""


class AttributionHistories(Protocol):
    """The histories, wherever they are kept."""

    def enter(self, history: str, place: HistoryPlace) -> None:
        """Has the order found by whoever looks from now on."""

    def said(self, history: str, place: HistoryPlace) -> Sequence[SaidAttribution]:
        """All that is said to an order in a history, and in those that had been merged into it by
        its time, in no order."""

    def all_said(self, history: str) -> Sequence[SaidAttribution]:
        """All that is said in a history, in no order."""

    def say(self, history: str, said: SaidAttribution) -> bool:
        """Says it, unless the source has said something newer. False where it only says again what
        it had said with fewer facts: whoever said that first has told everybody, or comes again."""

    def since(
        self, history: str, said: SaidAttribution
    ) -> tuple[Sequence[HistoryPlace], Sequence[SaidAttribution]]:
        """The places after its source, there and where the history went on; and all that is said in
        the history."""

    def merge(self, kept: str, gone: str, at: datetime) -> Sequence[ToldOfMerge]:
        """Has one history go on in another for orders from a moment on, and then looks what that
        lets which of them hear. Told twice, the earlier moment stays."""


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
    """What an order has to hear of all that is said in a history, and of each that was merged into
    it."""
    before = [each for each in said if each.seniority < place.seniority]
    if place.hears_all:
        return before
    ways = (_first(each) for _, each in groupby(sorted(before, key=_way), key=_way))
    firsts = {(_way(each), each.source) for of_way in ways for each in of_way}
    return [
        each
        for each in before
        if (_way(each), each.source) in firsts or each.decided or not each.stands
    ]


def _way(said: SaidAttribution) -> str:
    return said.through.history if said.through else ""


def _first(said: Iterable[SaidAttribution]) -> Iterator[SaidAttribution]:
    """The earliest that names somebody; and where it was decided that the customer is nobody's,
    the earliest after that."""
    is_nobodys = True
    for each in sorted(said, key=_seniority):
        if is_nobodys and each.seller:
            yield each
        if each.stands and (is_nobodys or each.decided):
            is_nobodys = not each.seller


def said_in(
    history: str, since: datetime, said: Iterable[SaidAttribution]
) -> Iterator[SaidAttribution]:
    """What is said in a history, as it is heard where that went on."""
    through = MergedHistory(history=history_digest(history), since=since)
    return (replace(each, through=through) for each in said)


def heard_in(place: HistoryPlace, history: str, since: datetime) -> HistoryPlace:
    """A place in a history in which another went on."""
    return replace(place, history=history, merged_at=since)


def heard_through(
    history: str,
    since: datetime,
    said: Sequence[SaidAttribution],
    places: Iterable[HistoryPlace],
) -> ToldOfMerge:
    """What is said in a history that is heard `since`, and those of the places that hear it. Merges
    may go in a circle: what stands in the history itself hears it there."""
    others = (place for place in places if place.history != history)
    known = [(place, max(since, place.merged_at or since)) for place in others]
    hearing = [replace(place, merged_at=at) for place, at in known if at <= place.order_ts]
    return ToldOfMerge(history, said, hearing)


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
                    yield _told_to(place, history, each)


def told_of_merge(told: ToldOfMerge) -> Iterator[AttributionCarried]:
    """What orders have to be told since two customers are one, also what was taken back: they may
    have read it before."""
    for place in told.places:
        for each in heard(told.said, place):
            yield _told_to(place, told.history, each)


def _told_to(place: HistoryPlace, history: str, said: SaidAttribution) -> AttributionCarried:
    hears = history
    if place.history and place.merged_at:
        hears, [said] = place.history, said_in(history, place.merged_at, [said])
    return AttributionCarried(carried_to(place.order_key, place.order_ts, hears, said))


def _seniority(said: SaidAttribution) -> Seniority:
    return said.seniority
