"""What orders hear that go on with another one: a renewal, an exchange, a part, an instalment.

An order enters the history of its original, then has that one's head marked, and only then reads
what the original says: from its facts, where they are. An original looks for those that go on with
it only where its head is marked. Whoever comes first, at least one of the two sees the other; and
an order that nothing goes on with does nothing for it.

The ledger's rules are imported where they are asked: of a thousand orders hardly any goes on with
another, and the others shall not start slower for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commissions.application.pipeline.lines import line_of
from commissions.application.registers import SaleRegisters
from commissions.domain.orders.continues import INSTALMENT
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution_history import AttributionHistories, HistoryPlace
from commissions.domain.sales.carried_attribution import (
    AttributionCarried,
    CarriedAttribution,
    SaidAttribution,
    carried_to,
    original_history,
)

if TYPE_CHECKING:
    from commissions.domain.ledger.facts import Fact

FactsOf = Callable[[str], "Sequence[Fact]"]
"""All that the ledger knows of an order, by its key, once it is marked as one that others go on
with."""
ORIGINALS_MAX = 10
"""So many orders that go on with one another in a row are followed."""
_EVERYBODY = SaidAttribution(
    source="", source_ts=datetime(1970, 1, 1, tzinfo=UTC), version=0, seller=""
)


def carried_by_originals(
    order: OrderPlaced,
    registers: SaleRegisters,
    histories: AttributionHistories,
    facts_of: FactsOf,
) -> tuple[CarriedAttribution, ...]:
    """What a paid order hears of the one that it goes on with; nothing of one that a buyer placed.
    An instalment hears of when that was in any case. Raises Waits."""
    place = HistoryPlace(order.order_ts, order.order_key)
    is_instalment = order.continues is not None and order.continues.as_ == INSTALMENT
    return tuple(
        replace(told, line=line_of(told.seller, order, registers) if told.stands else ())
        for told in _heard(place, _original(order), histories, facts_of, even_nobody=is_instalment)
    )


def told_to_continuing(
    facts: "Sequence[Fact]", histories: AttributionHistories, facts_of: FactsOf
) -> Iterator[AttributionCarried]:
    """What an order whose head is marked says to those that go on with it; and where it goes on
    with another one itself, what they hear of that. After every settlement of its own facts, also
    when they are told again: a crash in between heals by the queue."""
    from commissions.domain.ledger.own_attribution import said_as_original
    from commissions.domain.ledger.sorted_facts import sorted_out

    known = sorted_out(facts)
    if known is None:
        return
    history, said = original_history(known.latest.order_key), said_as_original(facts)
    places, _ = histories.since(history, _EVERYBODY)
    for place in places:
        if said:
            yield AttributionCarried(carried_to(place.order_key, place.order_ts, history, said))
        for told in _heard(place, _original(known.latest), histories, facts_of):
            yield AttributionCarried(told)


def _heard(
    place: HistoryPlace,
    original: str,
    histories: AttributionHistories,
    facts_of: FactsOf,
    *,
    even_nobody: bool = False,
) -> Iterator[CarriedAttribution]:
    """By an order at a place, without lines, from one original to the next: what goes on with
    another one says nothing of its own but a person's word."""
    from commissions.domain.ledger.own_attribution import said_as_original
    from commissions.domain.ledger.snapshots import by_age

    followed = {place.order_key}
    while original and original not in followed and len(followed) <= ORIGINALS_MAX:
        followed.add(original)
        history = original_history(original)
        histories.enter(history, place)
        facts = facts_of(original)
        if said := said_as_original(facts, even_nobody=even_nobody):
            yield carried_to(place.order_key, place.order_ts, history, said)
        told = by_age(facts)
        original = _original(told[-1]) if told else ""


def _original(order: OrderPlaced) -> str:
    """The key of what it goes on with; empty where there is none, or the store does not say."""
    return order.continues.order if order.continues else ""
