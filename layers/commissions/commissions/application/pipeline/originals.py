"""What orders hear that go on with another one: a renewal, an exchange, a part, an instalment; and
those that may be copies of it, which lines it has.

An order enters the history of its original, then has that one's head marked, and only then reads
what the original says: from its facts, where they are. An original looks for those that go on with
it only where its head is marked. Whoever comes first, at least one of the two sees the other; and
an order that nothing goes on with does nothing for it.

Where the shop names an original by its number alone, it is found by that in the same way: who names
it stands in the history of the number before reading there which order has it, and the order that
has it says so there before looking who named it.

The ledger's rules are imported where they are asked: of a thousand orders hardly any goes on with
another, and the others shall not start slower for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from commissions.application.pipeline.lines import line_of
from commissions.application.registers import SaleRegisters
from commissions.domain.orders.carried_lines import (
    PARENT,
    CarriedLines,
    LinesCarried,
    carried_lines,
)
from commissions.domain.orders.continues import COMPARED, INSTALMENT
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution_history import AttributionHistories, HistoryPlace
from commissions.domain.sales.carried_attribution import (
    AttributionCarried,
    CarriedAttribution,
    SaidAttribution,
    carried_to,
    number_history,
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


@dataclass(frozen=True, slots=True)
class HeardOfOriginals:
    """What a paid order heard of the one that it goes on with."""

    carried: tuple[CarriedAttribution, ...] = ()
    lines: tuple[CarriedLines, ...] = ()
    """Which lines that one has, where this one may be a copy of it, and it is known."""


def heard_of_originals(
    order: OrderPlaced,
    registers: SaleRegisters,
    histories: AttributionHistories,
    facts_of: FactsOf,
) -> HeardOfOriginals:
    """Nothing of one that a buyer placed. An instalment hears of when its deposit was in any case.
    Raises Waits."""
    if order.continues is None:
        return HeardOfOriginals()
    as_ = order.continues.as_
    place = HistoryPlace(order.order_ts, order.order_key, hears_lines=as_ in COMPARED)
    passed = [*_passed(place, _original(order, place, histories), histories, facts_of)]
    carried = (
        replace(told, line=line_of(told.seller, order, registers) if told.stands else ())
        for told in _heard(passed, even_nobody=as_ == INSTALMENT)
    )
    lines = (told for each in passed for told in _lines_told_to([each.place], each.facts))
    return HeardOfOriginals((*carried,), tuple(each.carried for each in lines))


def found_by_number(order: OrderPlaced, histories: AttributionHistories, facts_of: FactsOf) -> None:
    """Has an order found that others may name by its number; those that did before it was known go
    on with it from now on. Its head is marked after they have entered, so that it tells them."""
    if not order.number:
        return
    named = number_history(order.store_id, order.number)
    own = replace(_EVERYBODY, source=order.order_key, source_ts=order.order_ts, version=1)
    histories.say(named, own)
    found, _ = histories.since(named, _EVERYBODY)
    waiting = [each for each in found if each.order_key != order.order_key]
    for place in waiting:
        histories.enter(original_history(order.order_key), place)
    if waiting:
        facts_of(order.order_key)


def told_to_continuing(
    facts: "Sequence[Fact]", histories: AttributionHistories, facts_of: FactsOf
) -> Iterator[AttributionCarried | LinesCarried]:
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
        further = _further(place, known.latest)
        original = _original(known.latest, further, histories)
        passed = [*_passed(further, original, histories, facts_of)]
        yield from map(AttributionCarried, _heard(passed))
        for each in passed:
            yield from _lines_told_to([each.place], each.facts)
    yield from _lines_told_to(places, facts)


def lines_told_to_copies(
    order_key: str, facts: "Sequence[Fact]", histories: AttributionHistories
) -> Iterator[LinesCarried]:
    """What an order whose head is marked says of its lines to those that may be copies of it, after
    something happened to it that names nobody."""
    places, _ = histories.since(original_history(order_key), _EVERYBODY)
    return _lines_told_to(places, facts)


def _lines_told_to(
    places: Sequence[HistoryPlace], facts: "Sequence[Fact]"
) -> Iterator[LinesCarried]:
    hearing = [each for each in places if each.hears_lines]
    if not hearing:
        return
    from commissions.domain.ledger.own_lines import said_to_copies

    if said := said_to_copies(facts):
        for place in hearing:
            yield LinesCarried(carried_lines(place.order_key, PARENT, said, place.order_ts))


@dataclass(frozen=True, slots=True)
class _Passed:
    """An original, on the way from one to the next."""

    place: HistoryPlace
    """Of the order that hears, in the original's history."""
    history: str
    facts: "Sequence[Fact]"


def _passed(
    place: HistoryPlace, original: str, histories: AttributionHistories, facts_of: FactsOf
) -> Iterator[_Passed]:
    """From one original to the next, entering the history of each before it is read. Which lines
    one further up has, is heard as far as each stands below the next as a copy may."""
    from commissions.domain.ledger.snapshots import by_age

    followed = {place.order_key}
    while original and original not in followed and len(followed) <= ORIGINALS_MAX:
        followed.add(original)
        history = original_history(original)
        histories.enter(history, place)
        facts = facts_of(original)
        yield _Passed(place, history, facts)
        if not (told := by_age(facts)):
            return
        place = _further(place, told[-1])
        original = _original(told[-1], place, histories)


def _further(place: HistoryPlace, order: OrderPlaced) -> HistoryPlace:
    """Whoever hears an order, as it stands in the history of what that goes on with itself."""
    is_compared = order.continues is not None and order.continues.as_ in COMPARED
    return replace(place, hears_lines=place.hears_lines and is_compared)


def _heard(passed: Sequence[_Passed], *, even_nobody: bool = False) -> Iterator[CarriedAttribution]:
    """Without lines: what goes on with another one says nothing of its own but a person's word."""
    from commissions.domain.ledger.own_attribution import said_as_original

    for each in passed:
        if said := said_as_original(each.facts, even_nobody=even_nobody):
            yield carried_to(each.place.order_key, each.place.order_ts, each.history, said)


def _original(order: OrderPlaced, place: HistoryPlace, histories: AttributionHistories) -> str:
    """The key of what an order goes on with, for whoever stands at the place; empty where there is
    none, or the store does not say, or has told no order of that number yet."""
    continues = order.continues
    if continues is None or continues.order or not continues.number:
        return continues.order if continues else ""
    named = number_history(order.store_id, continues.number)
    histories.enter(named, place)
    having = sorted(each.seniority for each in histories.all_said(named))
    return having[0][1] if having else ""
