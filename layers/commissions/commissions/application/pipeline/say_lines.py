"""What an order says of its lines is told to its parent, and to those that may be copies of it.
Whoever hears it settles it and says nothing further.

The ledger's rules are imported where they are asked: of a thousand orders hardly any has a parent.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from commissions.application.pipeline.originals import lines_told_to_copies
from commissions.domain.orders.carried_lines import (
    CHILD,
    PARENT,
    CarriedLines,
    LinesCarried,
    carried_lines,
)
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution_history import AttributionHistories

if TYPE_CHECKING:
    from commissions.domain.ledger.facts import Fact


def lines_told(
    facts: "Sequence[Fact]", *, continued: bool, histories: AttributionHistories
) -> Iterator[LinesCarried]:
    """After every settlement of an order's own facts, also when they are told again: a crash in
    between heals by the queue. `continued`: whether others go on with it."""
    yield from lines_told_to_parents(facts)
    if continued:
        yield from lines_told_to_copies(facts[0].content.order_key, facts, histories)


def lines_told_further_up(facts: "Sequence[Fact]", heard: CarriedLines) -> Iterator[LinesCarried]:
    """After an order has heard of a parent's lines: what came back of its own is told to those that
    stand above that one too, which it may only know of now. Nothing of any other order, and nothing
    after what a copy said: orders that stand below one another in a ring would never be silent."""
    if heard.role != PARENT:
        return
    from commissions.domain.ledger.own_lines import named_directly

    direct = named_directly(facts)
    for told in lines_told_to_parents(facts):
        if told.order_key not in direct:
            yield told


def lines_told_to_parents(facts: "Sequence[Fact]") -> Iterator[LinesCarried]:
    snapshots = [each.content for each in facts if isinstance(each.content, OrderPlaced)]
    if not any(each.continues for each in snapshots):
        return
    from commissions.domain.ledger.own_lines import said_to_parents

    for parent, said in said_to_parents(facts).items():
        yield LinesCarried(carried_lines(parent, CHILD, said))
