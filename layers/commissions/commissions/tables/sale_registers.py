"""What the tables say of whose sale an order was, and by what it is paid, as a step asks for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commissions.tables import customer_places, genealogy, members, plans, rates, stores

if TYPE_CHECKING:
    from commissions.domain.ledger.facts import Fact

store = stores.get
resolve = members.resolve
line = genealogy.line
decided_line = customer_places.decided_line
plan_in_force = plans.in_force
rate = rates.at


def facts_of(order_key: str) -> "Sequence[Fact]":
    """All that the ledger knows of an order; asked of the original of one that goes on with it."""
    # Imported here: of a thousand orders not one may be an instalment.
    from commissions.tables import ledger

    return ledger.read(order_key).facts


def facts_of_original(order_key: str) -> "Sequence[Fact]":
    """The same, once the order is marked as one that others go on with."""
    from commissions.tables import original_marks

    return original_marks.facts_of_original(order_key)
