"""What an order says is put into the histories that it stands in, and told to the later orders
there. Whoever hears it settles it and says nothing further."""

from collections.abc import Iterator, Sequence

from commissions.application.pipeline.place_customers import customers_named
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.own_attribution import said_by
from commissions.domain.sales.attribution_history import AttributionHistories, told_later
from commissions.domain.sales.carried_attribution import AttributionCarried
from commissions.domain.sales.customer_place import CustomerNamed


def told_of_customers(
    facts: Sequence[Fact], histories: AttributionHistories
) -> Iterator[AttributionCarried | CustomerNamed]:
    """All that follows for its customers from an order's own facts."""
    yield from told_to_later_orders(facts, histories)
    yield from customers_named(facts)


def told_to_later_orders(
    facts: Sequence[Fact], histories: AttributionHistories
) -> Iterator[AttributionCarried]:
    """After every settlement of an order's own facts, also when they are told again: a crash in
    between heals by the queue. Said first, then read: who reads before has entered before, and is
    told."""
    for history, said in said_by(facts).items():
        histories.say(history, said)
        places, all_said = histories.since(history, said)
        yield from told_later(history, said.source, places, all_said)
