"""What an order says is put into the histories that it stands in, and told to the later orders
there, and to those that go on with it. Whoever hears it settles it and says nothing further."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from commissions.application.pipeline.freed_customers import are_freed, told_all_of_freed
from commissions.application.pipeline.originals import FactsOf, told_to_continuing
from commissions.application.pipeline.place_customers import customers_named
from commissions.application.pipeline.say_lines import lines_told_to_parents
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.own_attribution import decided_by, said_by
from commissions.domain.orders.carried_lines import LinesCarried
from commissions.domain.sales.attribution_broadcast import AttributionBroadcast
from commissions.domain.sales.attribution_history import AttributionHistories, told_later
from commissions.domain.sales.carried_attribution import AttributionCarried
from commissions.domain.sales.customer_place import CustomerNamed
from commissions.events import Record

SAYS_TO_OTHERS = (AttributionCarried, AttributionBroadcast, LinesCarried, CustomerNamed)
"""What follows from an order for other orders, and for its customer."""


class Says(Protocol):
    """What follows from all facts of an order, once they are written."""

    def __call__(self, facts: Sequence[Fact], /, *, continued: bool) -> Iterable[Record]:
        """`continued`: whether other orders go on with it."""


def nothing_said(_: Sequence[Fact], *, continued: bool) -> Iterable[Record]:
    """Of what other orders need not hear."""
    return ()


def told_to_later_orders(
    facts: Sequence[Fact], histories: AttributionHistories
) -> Iterator[AttributionCarried]:
    """After every settlement of an order's own facts, also when they are told again: a crash in
    between heals by the queue. Said first, then read: who reads before has entered before, and is
    told. What says the same as before, with one fact more, has nobody told once more."""
    for history, said in [*said_by(facts).items(), *decided_by(facts)]:
        if histories.say(history, said):
            places, all_said = histories.since(history, said)
            yield from told_later(history, said.source, places, all_said)
            if are_freed([said]) or any(each.history for each in places):
                yield from told_all_of_freed(history, places, histories)


def told_to_others(
    facts: Sequence[Fact], *, continued: bool, histories: AttributionHistories, originals: FactsOf
) -> Iterator[AttributionCarried | LinesCarried | CustomerNamed]:
    """All that follows of it for other orders, and for its customer. `continued`: whether any go on
    with it. `originals`: as `attributed` takes them."""
    yield from told_to_later_orders(facts, histories)
    if continued:
        yield from told_to_continuing(facts, histories, originals)
    yield from lines_told_to_parents(facts)
    yield from customers_named(facts)
