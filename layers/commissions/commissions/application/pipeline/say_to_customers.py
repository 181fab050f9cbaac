"""What an order says is put into the histories that it stands in, and told to the later orders
there. Whoever hears it settles it and says nothing further."""

from collections.abc import Iterator, Sequence

from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.own_attribution import said_by
from commissions.domain.sales.attribution_history import AttributionHistories, told_later
from commissions.domain.sales.carried_attribution import AttributionCarried


def told_to_later_orders(
    facts: Sequence[Fact], histories: AttributionHistories
) -> Iterator[AttributionCarried]:
    """After every settlement of an order's own facts, also when they are told again: a crash in
    between heals by the queue. Said first, then read: who reads before has entered before, and is
    told. What says the same as before, with one fact more, has nobody told once more."""
    for history, said in said_by(facts).items():
        if histories.say(history, said):
            places, all_said = histories.since(history, said)
            yield from told_later(history, said.source, places, all_said)
